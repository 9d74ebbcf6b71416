// CouchDB's HTTP API by express-pouchdb, in files: node pouchdb.js PORT FOLDER [compressed]
import { join } from 'node:path';
import express from 'express';
import expressPouchDB from 'express-pouchdb';
import leveldb from 'pouchdb-adapter-leveldb';
import PouchDB from 'pouchdb-core';
import mapReduce from 'pouchdb-mapreduce';
import replication from 'pouchdb-replication';
import { crossOrigin } from './cross-origin.js';

const [port, folder, compressed] = process.argv.slice(2);
// Its authentication wraps what replication adds to a database, and does not start without.
const WithFiles = PouchDB.plugin(leveldb).plugin(mapReduce).plugin(replication);
const options = { adapter: 'leveldb', prefix: `${folder}/` };
const app = express();
app.use((request, response, next) => {
  if (!crossOrigin(request, response)) next();
});
app.use(
  expressPouchDB(WithFiles.defaults(options), {
    mode: 'minimumForPouchDB',
    inMemoryConfig: true,
    logPath: join(folder, 'log'),
    overrideMode: {
      include: ['config-infrastructure', 'logging-infrastructure', 'routes/authentication'],
      exclude: compressed ? [] : ['compression'],
    },
  }),
);
app.listen(Number(port), '127.0.0.1');
