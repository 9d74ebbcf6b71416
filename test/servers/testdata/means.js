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

// The last field of a message of protobuf with a number, as bytes. The message has numbers of no fixed size, as those of
// Kubernetes.
const protobufField = (bytes, wanted) => {
  let found;
  let at = 0;
  const varint = () => {
    let n = 0;
    for (let power = 1; ; power *= 128) {
      n += (bytes[at] & 127) * power;
      if (bytes[at++] < 128) return n;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const value = varint();
    if (key % 8 === 0) continue; // the value is the field
    if (Math.floor(key / 8) === wanted) found = bytes.subarray(at, at + value);
    at += value;
  }
  return found;
};

export const means = {
  // The body is a message in an envelope.
  enveloped: (init, message) => ({ ...init, body: FS.envelope(message) }),

  // The same as base64.
  envelopedAsText: (init, message) => ({ ...init, body: btoa(String.fromCharCode(...FS.envelope(message))) }),

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

  // A watch of Kubernetes in protobuf: no option looks into that, and so the page says where it goes on. A record is a
  // WatchEvent, whose object is "k8s", a zero, and a message with the object itself, of which the metadata have the version.
  watch: (init, from, url) => {
    let version = from;
    const hear = ({ data }) => {
      const object = [2, 1].reduce(protobufField, data);
      version = new TextDecoder().decode([2, 1, 6].reduce(protobufField, object.subarray(4)));
    };
    return { ...init, hear, url: () => `${url}&resourceVersion=${version}`, resume: 'page' };
  },

  // Connects again at once, however often that has failed.
  hurried: (init) => ({ ...init, reconnect: { ...init.reconnect, delay: ({ final }) => (final ? undefined : 0) } }),

  // A library of the page's reads the records.
  library: async (init, name) => ({ ...init, parse: await libraries[name]() }),
};
