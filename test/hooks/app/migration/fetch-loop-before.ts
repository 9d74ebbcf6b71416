export function listen(url: string, show: (text: string) => void) {
  const stop = new AbortController();
  void read();
  return () => stop.abort();

  async function read() {
    for (let wait = 500; !stop.signal.aborted; wait = Math.min(2 * wait, 30_000)) {
      try {
        const response = await fetch(url, { headers: { Authorization: 'Bearer token' }, signal: stop.signal });
        if (!response.ok) throw new Error(`The server answered ${response.status}.`);
        let rest = '';
        for await (const text of response.body!.pipeThrough(new TextDecoderStream())) {
          const lines = (rest + text).split('\n');
          rest = lines.pop()!;
          for (const line of lines) if (line.trim()) show(JSON.parse(line).text);
          wait = 500;
        }
      } catch (error) {
        console.info(error);
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
