const checks = await import('./checks.js');
const [name, given] = process.argv.slice(2);
console.log(JSON.stringify((await checks[name](JSON.parse(given))) ?? null));
