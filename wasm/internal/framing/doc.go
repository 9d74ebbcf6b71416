// Package framing cuts the bytes of a response body into records.
//
// Bytes enter as they came off the network, cut anywhere. What leaves is a
// [Table]: for each record its kind and its place in the buffer that holds the
// bytes. Nothing is copied, decoded or parsed on the way; JavaScript decodes a whole
// batch at once.
//
// Three rules hold for every framer here:
//
//   - Chunk boundaries mean nothing. The records of a body are the same however
//     the body was cut; the tests replay every input at every cut.
//   - Cost is linear in bytes and memory is bounded by the record limit. A length
//     that a server announces is a claim: no memory is set aside for it.
//   - A bad record is reported with its bytes and skipped. The feed goes on, unless
//     nobody can tell where the next record begins; a [Judge] says so.
//
// The package knows nothing of HTTP, of time or of JavaScript.
package framing
