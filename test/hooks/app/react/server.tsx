import { renderToString } from 'react-dom/server';
import { Messages } from './Messages';

console.info(renderToString(<Messages url={process.argv[2]!} token="token" />));
