import { Profiler, StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { provide, type Props } from '../app';
import { Messages } from './Messages';

const root = createRoot(document.getElementById('app')!);
const count = () => {
  renders++;
};
const page = (props?: Props) => (
  <StrictMode>
    <Profiler id="messages" onRender={count}>
      {props && <Messages {...props} />}
    </Profiler>
  </StrictMode>
);

provide({ show: (props) => flushSync(() => root.render(page(props))), hide: () => root.render(page()) }, false);
