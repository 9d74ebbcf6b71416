import { useFeed } from 'feedsource/react';

interface Message {
  id: string;
  text: string;
}

export function Messages({ url, token }: { url: string | null; token: string }) {
  const { records, state, error, reconnect, close } = useFeed<Message>(url, {
    preset: 'gitter',
    headers: () => ({ Authorization: `Bearer ${token}` }),
    keep: 50,
  });
  return (
    <section>
      <p id="state">{state}</p>
      <p id="error">{error?.message}</p>
      <button type="button" id="reconnect" onClick={reconnect}>
        Connect now
      </button>
      <button type="button" id="close" onClick={close}>
        Stop
      </button>
      <ol>
        {records.map(({ json }) => (
          <li key={json.id}>{json.text}</li>
        ))}
      </ol>
    </section>
  );
}
