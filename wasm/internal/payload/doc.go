// Package payload undoes the encodings that a message says its payload has, as Ably's
// do (Ably client library specification, RSL6):
//
//	{"name":"x","encoding":"json/utf-8/base64","data":"eyJhIjoxfQ=="}
//	{"name":"x","encoding":null               ,"data":{"a":1}       }
//
// The chain lists the steps in the order in which the sender took them, so that the
// last is undone first:
//
//   - base64 turns a string into bytes. Both alphabets are read, and the padding may
//     be missing.
//   - utf-8 turns bytes into a string. A string is one already.
//   - json turns a string into the value that it is the text of. What is no string
//     was parsed already.
//
// The first step that is unknown, such as cipher+aes-128-cbc or vcdiff, or that cannot
// be undone, ends it; it and what is left of it stay in the chain. JSON has no place
// for bytes, so a payload that is binary keeps its base64, and the chain that step.
//
// The record is rewritten where it lies, and neither grows nor shrinks: what becomes
// shorter is followed by spaces. A string whose escapes need more room than there was
// stays as it came. A record that was valid JSON is valid afterwards, and its chain
// says what is still to be done to its data. One of another shape is not touched. Half
// of a surrogate pair in a string that is undone becomes U+FFFD, as in all UTF-8.
package payload
