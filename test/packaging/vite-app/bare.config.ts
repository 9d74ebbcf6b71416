import { defineConfig } from 'vite';

// What an app has that was told nothing about the package.
export default defineConfig({});
