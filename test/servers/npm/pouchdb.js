// CouchDB's HTTP API by express-pouchdb, in memory: node pouchdb.js PORT FOLDER [compressed]
import { join } from 'node:path';
import express from 'express';
import expressPouchDB from 'express-pouchdb';
import memory from 'pouchdb-adapter-memory';
import PouchDB from 'pouchdb-core';
import mapReduce from 'pouchdb-mapreduce';
import { crossOrigin } from './cross-origin.js';

const [port, folder, compressed] = process.argv.slice(2);
const InMemory = PouchDB.plugin(memory).plugin(mapReduce).defaults({ adapter: 'memory' });
const app = express();
app.use((request, response, next) => {
  if (!crossOrigin(request, response)) next();
});
app.use(
  expressPouchDB(InMemory, {
    mode: 'minimumForPouchDB',
    inMemoryConfig: true,
    logPath: join(folder, 'log'),
    overrideMode: { exclude: compressed ? [] : ['compression'] },
  }),
);
app.listen(Number(port), '127.0.0.1');
