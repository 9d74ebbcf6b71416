import { createSignal, Show } from 'solid-js';
import { render } from 'solid-js/web';
import { provide, type Props } from '../app';
import { Messages } from './Messages';

const [shown, show] = createSignal<Props>();
const App = () => <Show when={shown()}>{(props) => <Messages url={props().url} token={props().token} />}</Show>;
render(App, document.getElementById('app')!);

provide({ show, hide: () => show(undefined) });
