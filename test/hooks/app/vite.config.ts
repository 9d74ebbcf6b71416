import { svelte } from '@sveltejs/vite-plugin-svelte';
import react from '@vitejs/plugin-react';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type PluginOption } from 'vite';
import solid from 'vite-plugin-solid';

// An app for each framework, in the folder of its name, which is the mode.
const plugins: Record<string, () => PluginOption> = { react, vue, svelte, solid: () => solid({ ssr: true }) };

export default defineConfig(({ mode }) => ({
  root: mode,
  base: './',
  plugins: [plugins[mode]?.()],
  define: { 'process.env.NODE_ENV': '"development"' }, // a production build of React has no StrictMode
  cacheDir: `../node_modules/.vite/${mode}`,
  build: { target: 'es2022' },
}));
