/** What was thrown, in words, shortened: anything can be. Its cause is among them: Node's fetch says no more than that it failed. */
export function words(thrown: unknown): string {
  try {
    const said = String(thrown);
    const cause = causeOf(thrown);
    return (said.includes(cause) ? said : `${said}: ${cause}`).slice(0, 1000);
  } catch {
    return 'a value that has no words'; // an object without a prototype, for one
  }
}

/** A cause in words, with what helps against those of OpenSSL; that of a host with several addresses has an error for each of them, and a code. */
function causeOf(thrown: unknown): string {
  const cause = Object(Object(thrown).cause) as { message?: unknown; code?: unknown; errors?: { message?: unknown }[] };
  return `${cause.errors?.[0]?.message || cause.message || cause.code || ''}`
    .trim()
    .replace(/.*:wrong version number:.*/s, 'the server speaks no TLS; is its URL http:?')
    .replace(/certificate( chain)?$/, '$&; NODE_EXTRA_CA_CERTS=its.pem has it trusted');
}
