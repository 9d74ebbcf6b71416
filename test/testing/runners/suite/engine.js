// The engine is there before a test has taken the clock away.
import { init } from 'feedsource';

await init();
