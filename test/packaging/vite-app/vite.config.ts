import { defineConfig } from 'vite';

export default defineConfig({
  // The dev server's pre-bundled copy of a package is looked up without the files beside it.
  optimizeDeps: { exclude: ['feedsource'] },
});
