import anthropic from './anthropic.js';
import canNdjsonStream from './can-ndjson-stream.js';
import eventSourceClient from './eventsource-client.js';
import eventSourceParser from './eventsource-parser.js';
import eventSourcePolyfill from './event-source-polyfill.js';
import eventSource from './eventsource.js';
import fetchEventSource from './fetch-event-source.js';
import ndjsonReadableStream from './ndjson-readablestream.js';
import oboe from './oboe.js';
import openai from './openai.js';
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
];
