// The package, whose feeds a test can find.
import { FeedSource as Package } from '/dist/index.js';

export * from '/dist/index.js';

/** All feeds of the page. */
export const made = [];

export class FeedSource extends Package {
  constructor(...given) {
    super(...given);
    made.push(this);
    this.addEventListener('error', ({ error }) => {
      if (error?.final) this.failure = error.type;
      if (error) this.told = error.message;
    });
  }

  get records() {
    return this.stats.records;
  }
}
