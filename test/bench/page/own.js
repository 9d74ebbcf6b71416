import './wasm-memory.js'; // before the engine is loaded
import { init } from 'feedsource';
import own from '../contenders/own.js';
import { drive } from './run.js';

await init();
drive(own);
