import drain from './drain.js';
import native from './eventsource-native.js';
import feedsource from './feedsource.js';
import hand from './hand.js';
import handBytes from './hand-bytes.js';

/** The contenders that need nothing from npm. */
export default [drain, hand, handBytes, feedsource, native];
