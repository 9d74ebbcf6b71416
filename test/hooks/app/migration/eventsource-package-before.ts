import { EventSource } from 'eventsource';

export function listen(url: string, show: (text: string) => void) {
  const source = new EventSource(url, {
    fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, Authorization: 'Bearer token' } }),
  });
  source.addEventListener('news', (event) => show(JSON.parse(event.data).text));
  source.onerror = ({ code, message }) => {
    if (code === 401) show(message ?? 'The token is no longer good.');
  };
  return () => source.close();
}
