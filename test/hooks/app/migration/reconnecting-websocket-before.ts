import ReconnectingWebSocket from 'reconnecting-websocket';

export function listen(url: string, show: (text: string) => void) {
  let last = 0;
  const socket = new ReconnectingWebSocket(() => `${url}&since=${last}`, [], { maxReconnectionDelay: 10_000 });
  socket.onmessage = (event) => {
    const message = JSON.parse(event.data);
    last = message.id ?? last;
    show(message.text);
  };
  socket.onopen = () => socket.send('hello');
  return () => socket.close();
}
