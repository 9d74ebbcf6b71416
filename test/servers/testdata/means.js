// What a feed is made with that no JSON can say: bytes, and functions. Each takes the init made so far.

const libraries = {
  cbor: async () => (await import('/npm/cbor-x/decode.js')).decode,
  msgpack: async () => (await import('/npm/@msgpack/msgpack/dist.esm/index.mjs')).decode,
  struct: async () => {
    const { fromBinary, toJson } = await import('/npm/@bufbuild/protobuf/dist/esm/index.js');
    const { StructSchema } = await import('/npm/@bufbuild/protobuf/dist/esm/wkt/index.js');
    return (bytes) => toJson(StructSchema, fromBinary(StructSchema, bytes));
  },
};

export const means = {
  // The body is a message in an envelope.
  enveloped: (init, message) => ({ ...init, body: FS.envelope(message) }),

  // The body is put into an envelope when it is sent, so that a cursor can be put into it before.
  envelopedWhenSent: (init) => ({
    ...init,
    fetch: (url, request) => fetch(url, { ...request, body: FS.envelope(request.body) }),
  }),

  // A token for each attempt.
  tokens: (init, tokens) => ({
    ...init,
    headers: (attempt) => ({ ...init.headers, Authorization: tokens[attempt - 1] }),
  }),

  // Connects again at once, however often that has failed.
  hurried: (init) => ({ ...init, reconnect: { ...init.reconnect, delay: ({ final }) => (final ? undefined : 0) } }),

  // A library of the page's reads the records.
  library: async (init, name) => ({ ...init, parse: await libraries[name]() }),
};
