import type { RecordingEvent } from '../recorder/event.js';

/** How many entries the page's performance timeline has of feeds at most. */
const most = 1000;

const names: string[] = [];

/**
 * Puts the connections, waits and stalls of a feed on the page's performance timeline (W3C User Timing), where developer tools draw
 * them. Each is there when it is over; those of Chromium have a track of their own for a feed.
 */
export class Measures {
  readonly #place: () => string;
  readonly #requests = new Map<number, number>(); // when each was made that is under way: what was missed is read beside the stream
  #wait: Extract<RecordingEvent, { kind: 'wait' }> | undefined;
  #waits = 0;
  #stalls = 0;

  /** @param place What the feed is called, as no other of the page is. */
  constructor(place: () => string) {
    this.#place = place;
  }

  take(event: RecordingEvent): void {
    const { t, kind } = event;
    if (kind === 'request') {
      this.#endWait(t);
      this.#requests.set(event.request, t);
    } else if (kind === 'response')
      this.#measure(`request ${event.request}, ${event.status}`, this.#requests.get(event.request), t, 'tertiary');
    else if (kind === 'end') this.#endConnection(event.request, t, event.cut);
    else if (kind === 'unanswered') this.#endConnection(event.request, t, event.why);
    else if (kind === 'abort') this.#endConnection(event.request, t, '');
    else if (kind === 'wait') this.#wait = event;
    else if (kind === 'notice' && event.type === 'stall')
      this.#measure(`stall ${++this.#stalls}`, t - Number(event.detail['silentMs']), t, 'error');
    else if (kind === 'call' && event.call === 'close') {
      for (const request of this.#requests.keys()) this.#endConnection(request, t, '');
      this.#endWait(t);
    }
  }

  #endConnection(request: number, t: number, why: string): void {
    this.#measure(
      `connection ${request}${why && `, ${why}`}`,
      this.#requests.get(request),
      t,
      why ? 'error' : 'primary',
    );
    this.#requests.delete(request);
  }

  #endWait(t: number): void {
    if (this.#wait) this.#measure(`wait ${++this.#waits}, ${this.#wait.reason}`, this.#wait.t, t, 'secondary');
    this.#wait = undefined;
  }

  /**
   * @param what Said once of a feed: entries are cleared by their names, and the last ones are to stay.
   * @param from In milliseconds since 1970, as `to`; undefined if nothing is known of the beginning.
   */
  #measure(what: string, from: number | undefined, to: number, color: string): void {
    if (from === undefined) return;
    const place = this.#place();
    const zero = Date.now() - performance.now(); // `timeOrigin` stays where it is when the clock is set
    const name = `feed ${place}: ${what}`;
    const devtools = { dataType: 'track-entry', track: place, trackGroup: 'FeedSource', color };
    performance.measure(name, { start: Math.max(0, from - zero), end: Math.max(0, to - zero), detail: { devtools } });
    names.push(name);
    if (names.length > most) performance.clearMeasures(names.shift()!);
  }
}
