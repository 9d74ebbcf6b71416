// Package payload undoes the encodings that a message says its payload has, as Ably's
// do (Ably client library specification, RSL6):
//
//	{"name":"x","encoding":"json/utf-8/base64","data":"eyJhIjoxfQ=="}
//	{"name":"x","encoding":null               ,"data":{"a":1}       }
//
// The chain lists the steps in the order in which the sender took them, so the last one
// is undone first:
//
//   - base64 turns a string into bytes. Both alphabets are read, and the padding may
//     be missing.
//   - utf-8 turns bytes into a string. A string stays as it is.
//   - json parses a string. Any other value has been parsed already.
//
// The work ends at the first step that is unknown, such as cipher+aes-128-cbc or vcdiff,
// or that cannot be undone; this step and those before it stay in the chain. JSON has no
// place for bytes, so a binary payload keeps its base64, and the chain keeps that step.
//
// The record is rewritten in place, and neither grows nor shrinks: what becomes shorter
// is padded with spaces. A string whose escapes need more room than there was stays as
// it came. A record that was valid JSON is valid afterwards, and its chain says which
// steps are still to be undone. A record of another shape is not touched. Half of a
// surrogate pair in a string that is undone becomes U+FFFD, as always in UTF-8.
package payload
