export { fileStore, type FileStore } from './file-store.js';
