import { defineConfig } from 'vite';

export default defineConfig({
  // Vite 5 to 7 look for the engine beside their pre-bundled copy of the script.
  optimizeDeps: { exclude: ['feedsource'] },
  build: {
    target: 'es2022',
    rollupOptions: {
      input: ['index.html', 'url.html', 'worker.html', 'host.html'],
      checks: { bundlerTimings: false }, // a machine that is busy is none of the package's warnings
    },
  },
});
