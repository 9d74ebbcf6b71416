import { FeedSource } from 'feedsource';
import { toObservable } from 'feedsource/observable';
import { from, map, retry, scan, type Observable } from 'rxjs';

interface Message {
  id: string;
  text: string;
}

/** The last ten texts of a room, as they come. */
export function latest(url: string, token: string): Observable<string[]> {
  const messages = toObservable(
    () => new FeedSource<Message>(url, { preset: 'gitter', headers: { Authorization: `Bearer ${token}` } }),
  );
  return from(messages).pipe(
    map((event) => event.json.text),
    scan((texts: string[], text) => [...texts, text].slice(-10), []),
    retry({ count: 3, delay: 60_000 }), // where the feed itself has given up
  );
}
