/*
 * The same for pages into which a test puts a classic script ahead of their own: Playwright's addInitScript, chromedp's
 * AddScriptToEvaluateOnNewDocument, Cypress's onBeforeLoad, or a script tag.
 */
import * as testing from './index.js';

Object.assign(globalThis, { FeedSourceTesting: testing });
