/** What was thrown, in words, shortened: anything can be. */
export function words(thrown: unknown): string {
  try {
    return String(thrown).slice(0, 1000);
  } catch {
    return 'a value that has no words'; // an object without a prototype, for one
  }
}
