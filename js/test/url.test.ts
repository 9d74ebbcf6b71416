import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { resolve } from '../src/page/url.js';

const pretend = (t: TestContext, page: object): void => {
  for (const [name, value] of Object.entries(page)) {
    Object.defineProperty(globalThis, name, { value, configurable: true });
    t.after(() => Reflect.deleteProperty(globalThis, name));
  }
};

test('a made-up page that has half of what pages have resolves what it can', (t) => {
  const whole = 'https://feeds.example/a?b=%20c';
  for (const document of [
    {},
    { baseURI: '' },
    { baseURI: 'about:blank', characterSet: '' },
    { characterSet: 'UTF-8' },
  ]) {
    pretend(t, { document });
    assert.equal(resolve(whole).href, whole);
    assert.throws(() => resolve('/a'), { name: 'SyntaxError', message: /^"\/a" is relative, and there is no page/ });
  }
  pretend(t, { document: {}, location: { href: 'https://page.example/b/c' } });
  assert.equal(resolve('d').href, 'https://page.example/b/d');
  pretend(t, { document: { baseURI: 'https://page.example/e/f' } });
  assert.equal(resolve('d').href, 'https://page.example/e/d');
});
