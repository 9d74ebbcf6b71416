import { renderToString } from 'solid-js/web';
import { Messages } from './Messages';

console.info(renderToString(() => <Messages url={process.argv[2]!} token="token" />));
