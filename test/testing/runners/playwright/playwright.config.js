import { defineConfig } from '@playwright/test';

// The Chromium and the site are those of the Go test: Playwright downloads its own browsers from elsewhere than npm.
export default defineConfig({
  timeout: 120_000,
  expect: { timeout: 60_000 }, // as the other pages here have, on a machine that is busy
  use: {
    baseURL: process.env.SITE,
    launchOptions: {
      executablePath: process.env.CHROME_BIN,
      args: ['--disable-background-networking', '--disable-gpu'],
    },
  },
});
