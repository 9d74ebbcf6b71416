const script = document.createElement('script');
const loaded = new Promise((resolve, reject) => {
  script.onload = resolve;
  script.onerror = () => reject(new Error('no axe-core: npm ci in js'));
});
script.src = '/axe.js';
document.head.append(script);

// What axe-core finds wrong with the page as it stands: each rule, with the elements that break it.
export async function violations() {
  await loaded;
  const result = await window.axe.run(document, { resultTypes: ['violations'] });
  return {
    passed: result.passes.length,
    violations: result.violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${help}\n${html.slice(0, 200)}\n${failureSummary}`),
    ),
  };
}
