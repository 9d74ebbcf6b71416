const all = (selector) => [...document.querySelectorAll(selector)];

export async function drawn() {
  while (all('#suites section').length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

const notesSeen = () =>
  all('tr.notes')
    .filter((row) => row.checkVisibility())
    .map((row) => row.textContent);

// Tells what the document shows, and of notes what it shows when they are asked for, and when
// failures alone are.
export function look() {
  const marks = all('.mark').map((mark) => mark.className);
  const open = all('details.group').map((group) => group.open);
  all('details.group')[0].open = true;
  all('.mark.differs')[0].click();
  const note = notesSeen();
  const only = document.querySelector('#only');
  only.value = 'fail';
  only.dispatchEvent(new Event('change'));
  return {
    marks,
    open,
    note,
    failed: notesSeen(),
    made: document.querySelector('#made').textContent,
    figures: all('.figures li').map((each) => each.textContent),
    line: document.querySelector('polyline').points.length,
  };
}
