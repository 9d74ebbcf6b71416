import './wasm-memory.js'; // before the engine is loaded
import { init } from 'feedsource';
import { decoderOf } from '../contenders/messages.js';
import own from '../contenders/own.js';
import peers from '../contenders/peers.js';
import { drive } from './run.js';

await init();
drive([...own, ...peers], decoderOf);
