export default defineNuxtConfig({
  compatibilityDate: '2026-01-01',
  telemetry: false,
  hooks: {
    // Else every page has its browser fetch the engine and its worker, whether or not a feed is opened.
    'build:manifest': (manifest) => {
      for (const item of Object.values(manifest)) {
        if (/^(feedsource\.wasm|worker)[.-]/.test(item.file)) item.prefetch = item.preload = false;
      }
    },
  },
});
