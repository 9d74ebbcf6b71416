import { fetchEventSource } from 'feedsource/compat';

export function listen(url: string, show: (text: string) => void) {
  const stop = new AbortController();
  void fetchEventSource(url, {
    headers: { Authorization: 'Bearer token' },
    signal: stop.signal,
    async onopen(response) {
      if (!response.ok) throw new Error(`The server answered ${response.status}.`);
    },
    onmessage({ event, data }) {
      if (event === 'news') show(JSON.parse(data).text);
    },
    onclose() {
      throw new Error('The server ended the stream.'); // so that it is asked for again
    },
    onerror(error) {
      console.info(error.message);
      return 1000;
    },
  });
  return () => stop.abort();
}
