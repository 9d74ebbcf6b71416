import { list } from './show.js';

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
worker.onmessage = ({ data }) => list(data);
worker.postMessage(new URLSearchParams(location.search).get('feed'));
