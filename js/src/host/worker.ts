// A worker that hosts feeds: dedicated to one page, or shared by all of an origin. A page sends each feed with a port,
// which becomes its link.
import type { FromWorker, ToWorker } from '../link/contract.js';
import { life } from '../link/life.js';
import { PortPageEnd } from '../link/port-page-end.js';
import { Connection } from './connection.js';
import { engine } from './engine.js';
import { locate } from './loader.js';
import { rehearse } from './rehearsal.js';
import { Groups } from './share/groups.js';
import { PageMembers } from './share/page-members.js';

declare const VERSION: string; // js/package.json's, set by build.sh

/** What a page is spoken to by. */
type Speaker = Pick<MessagePort, 'onmessage'> & { postMessage(message: FromWorker): void };

const shared = 'onconnect' in globalThis;
const kind = shared ? 'shared' : 'elected';
const { locks } = navigator as { locks?: LockManager }; // none where a page is not secure
const groups = new Groups(kind, (opening, page) => new Connection(kind, opening, page), locks);

function serve(speaker: Speaker): void {
  const say = (message: FromWorker): void => speaker.postMessage(message);
  const members = new PageMembers();
  speaker.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    if ('engine' in data) {
      locate(data.engine);
    } else if ('open' in data) {
      open(data, members);
    } else {
      const loaded = engine(data.load);
      (data.rehearses ? loaded.then(rehearse) : loaded).then(
        () => say({ loaded: data.id }),
        (cause: Error) => say({ failed: data.id, message: cause.message }),
      );
    }
  };
  void life().then((held) => say({ version: VERSION, life: held }));
}

function open({ open, port, life }: Extract<ToWorker, { open: unknown }>, members: PageMembers): void {
  if (!open.share) return void new PortPageEnd(port, (page) => new Connection('worker', open, page));
  const joined = groups.join(open, port);
  const leave = () => joined.then((member) => member.vanish());
  port.addEventListener('close', leave); // which tells that the page is gone, where there is this event
  if (life) void joined.then((member) => members.add(member, life));
}

if (shared) globalThis.addEventListener('connect', (event) => serve((event as MessageEvent).ports[0]!));
else serve(globalThis as unknown as Speaker);
