import { createFeed } from 'feedsource/solid';
import { For } from 'solid-js';

interface Message {
  id: string;
  text: string;
}

export function Messages(props: { url: string | null; token: string }) {
  const feed = createFeed<Message>(() => props.url, {
    preset: 'gitter',
    headers: () => ({ Authorization: `Bearer ${props.token}` }),
    keep: 50,
  });
  return (
    <section>
      <p id="state">{feed.state}</p>
      <p id="error">{feed.error?.message}</p>
      <button type="button" id="reconnect" onClick={feed.reconnect}>
        Connect now
      </button>
      <button type="button" id="close" onClick={feed.close}>
        Stop
      </button>
      <ol>
        <For each={feed.records}>{({ json }) => <li>{json.text}</li>}</For>
      </ol>
    </section>
  );
}
