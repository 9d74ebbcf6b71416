import type { PageEnd } from '../../link/contract.js';
import type { Member } from './member.js';

/** How long a member may think about a question before another is asked as well, in milliseconds. */
const patienceMs = 10_000;

/**
 * Asks one member after another until one answers: the next when one goes away, or says nothing for long. A refusal is an
 * answer.
 *
 * @param members Those that are there, whenever it is called.
 * @param arrival Resolves when one has come that may be asked.
 */
export async function askInTurn<A>(
  members: () => Iterable<Member>,
  arrival: () => Promise<void>,
  ask: (page: PageEnd) => Promise<A>,
): Promise<A> {
  const asked = new Set<Member>();
  const answers: Promise<{ readonly answer: A }>[] = [];
  for (;;) {
    const member = bestOf([...members()].filter((one) => !asked.has(one) && !one.gone && !one.asleep));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const cues: Promise<void>[] = [];
    if (member) {
      asked.add(member);
      answers.push(ask(member.page).then((answer) => ({ answer })));
      cues.push(member.departure(), new Promise((resolve) => (timer = setTimeout(resolve, patienceMs))));
    } else {
      cues.push(arrival());
    }
    try {
      const first = await Promise.race([...answers, ...cues]);
      if (first) return first.answer;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** One that is visible if any is, and that is not held up by what it has to take first. */
function bestOf(members: Member[]): Member | undefined {
  const rank = ({ paused, visible, behind }: Member) => (paused ? 4 : 0) + (visible ? 0 : 2) + (behind ? 1 : 0);
  return members.sort((a, b) => rank(a) - rank(b))[0];
}
