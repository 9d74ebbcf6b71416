import type { FeedError, FeedSourceInit } from 'feedsource';
import type { Recording } from '../recorder/recording.js';
import { replay } from '../recorder/replay.js';
import { feedSource } from './package.js';

/**
 * Plays a recording as a feed of the page, which the panel then shows as any other.
 *
 * @param speed How many times as fast as it was; `Infinity` without waits.
 * @throws {TypeError} it is of a WebSocket.
 */
export async function play(recording: Recording, speed: number): Promise<void> {
  const { url, options } = recording.header;
  const given = options as FeedSourceInit;
  const answered = recording.events.flatMap((event) => (event.kind === 'delay' ? [event.answer] : []));
  const fetch = replay(recording, { speed });
  const FeedSource = await feedSource();
  const feed = new FeedSource(url || 'https://recording.invalid/', {
    ...given,
    // Its own waits are not the recording's, and last as long as those did.
    reconnect:
      given.reconnect === false
        ? false
        : {
            ...Object(given.reconnect),
            delay: ({ retryInMs }: FeedError) => {
              const answer = answered.shift() ?? retryInMs;
              return typeof answer === 'number' ? answer / speed : answer;
            },
          },
    worker: false,
    share: false,
    fetch,
  });
  feed.addEventListener('*', () => {});
}
