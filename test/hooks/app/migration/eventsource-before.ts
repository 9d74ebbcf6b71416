export function listen(url: string, show: (text: string) => void) {
  const source = new EventSource(url, { withCredentials: true });
  source.addEventListener('news', (event) => show(JSON.parse(event.data).text));
  source.onerror = () => {
    if (source.readyState === EventSource.CLOSED) show('The feed is over, and nobody says why.');
  };
  return () => source.close();
}
