/** What the server tells the page. */
export interface Config {
  version: string;
  /** Origin of the local feeds. */
  feeds: string;
  /** Origin of the relay that reads one of them; absent if none runs. */
  relay?: string;
  /** What the local feeds ask for; they protect nothing. */
  credentials: { gitter: string; ably: string; twitter: string };
}

export async function loadConfig(): Promise<Config> {
  const response = await fetch('/config.json');
  if (!response.ok) throw new Error(`/config.json answered ${response.status}.`);
  return (await response.json()) as Config;
}
