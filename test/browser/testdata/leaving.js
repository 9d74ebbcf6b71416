import { feed, heard, pause } from './feeds.js';

const path = '/espresso/subscribe?from=1&take=1&rate=0&hold=1&retry=1';

const note = (what) => (sessionStorage.log = `${sessionStorage.log ?? ''} ${what}`.trim());

const leave = {
  link(url) {
    const a = document.body.appendChild(document.createElement('a'));
    a.href = url;
    a.click();
  },
  assign: (url) => location.assign(url),
  form(url) {
    const form = document.body.appendChild(document.createElement('form'));
    form.action = url;
    form.submit();
  },
  reload: () => location.reload(),
};

export async function readAndLeave({ how, url, init }) {
  sessionStorage.clear();
  const f = feed(path, init);
  for (const type of ['message', 'time', 'news']) f.addEventListener(type, () => note('message'), { once: true });
  f.onerror = ({ error }) => note(`error ${error.type}`);
  void (async () => {
    try {
      for await (const _ of f);
    } catch (error) {
      note(`thrown ${error.type}`);
    }
  })();
  addEventListener('pagehide', () => note('pagehide'));
  while (!sessionStorage.log) await pause(5);
  await FS.init();
  setTimeout(() => leave[how](url), 20);
}

export async function leaveAndStay({ init }) {
  const f = feed(path.replace('take=1', 'take=5'), init);
  const log = [];
  const add = (what) => log.at(-1) !== what && log.push(what);
  for (const type of ['message', 'time', 'news']) f.addEventListener(type, () => add('message'));
  f.onerror = ({ error }) => add(`error ${error.type}`);
  while (!log.length) await pause(5);
  f.onopen = () => add('open');
  await FS.init();
  location.assign('/nowhere');
  await (init.reconnect === false ? heard(f, 'error') : pause(6000));
  f.close();
  return log;
}
