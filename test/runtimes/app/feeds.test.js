import { equal } from 'node:assert/strict';

// In whichever of the runners this is.
const { test } = process.env.VITEST ? await import('vitest') : await import('node:test');
const checks = await import('./checks.js');
const { given, wanted } = JSON.parse(process.env.CHECKS);

for (const [name, result] of Object.entries(wanted))
  test(name, async () => equal(JSON.stringify((await checks[name](given)) ?? null), result));
