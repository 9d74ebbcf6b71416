// Writes llms.txt (https://llmstxt.org) of what the front page and the list of all pages say.

const fence = /^```js\n.*?^```/ms;

/** The text of the file, whose links lead to the pages in docs/, where the package and the demo have them. */
export function llms(front, list) {
  const about = /^(\*\*.*?)\n\n/ms.exec(front)[1].replaceAll('**', '').replaceAll('\n', ' ');
  const [title] = /^# .*$/m.exec(front);
  return `${[
    title,
    `> ${about}`,
    '`npm install feedsource`, and then, in a page, a worker, Node.js, Deno or Bun:',
    fence.exec(front)[0],
    ...sections(list),
  ].join('\n\n')}\n`;
}

/** A section for each heading of the list, and a line for each page. */
function sections(list) {
  return list
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const rows = [...part.matchAll(/^\| \[(.+?)\]\((\S+?)\) \| (.*) \|$/gm)];
      const lines = rows.map(([, name, page, what]) => `- [${name}](docs/${page}): ${what}`);
      return `## ${part.slice(0, part.indexOf('\n'))}\n\n${lines.join('\n')}`;
    });
}
