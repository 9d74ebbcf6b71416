import anthropic from './anthropic.js';
import canNdjsonStream from './can-ndjson-stream.js';
import cborX from './cbor-x.js';
import connect from './connect.js';
import eventSourceClient from './eventsource-client.js';
import eventSourceParser from './eventsource-parser.js';
import eventSourcePolyfill from './event-source-polyfill.js';
import eventSource from './eventsource.js';
import fetchEventSource from './fetch-event-source.js';
import meros from './meros.js';
import msgpack from './msgpack.js';
import ndjsonReadableStream from './ndjson-readablestream.js';
import oboe from './oboe.js';
import openai from './openai.js';
import protobuf from './protobuf.js';
import smithy from './smithy.js';
import streamparser from './streamparser.js';

/** The contenders that npm installs. */
export default [
  eventSourceParser,
  eventSource,
  fetchEventSource,
  eventSourceClient,
  eventSourcePolyfill,
  canNdjsonStream,
  ndjsonReadableStream,
  streamparser,
  oboe,
  openai,
  anthropic,
  protobuf,
  connect,
  smithy,
  meros,
  cborX,
  msgpack,
];
