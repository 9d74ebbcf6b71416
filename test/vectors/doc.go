// Package vectors holds bodies and what is in them, as data that is read by the native
// tests of the engine, by the same tests in WebAssembly, and by tests that put the
// bodies to the built package in Chromium.
//
// json.txt has texts that are JSON or are not, with a verdict each. The other files by
// hand have bodies by the rules of one format, with the records that a reader must find.
// golden/ has what the engine makes of all of these, of the cases that its own tests
// know and of the recordings; go test ./wasm/internal/{framing,sse,feed} -run Golden -update writes it.
//
// A line is a word and what belongs to it; "#" begins a comment. Bytes are Go strings in
// either kind of quotes, one behind the other, and "a"*3 is "aaa".
package vectors

import "embed"

//go:embed *.txt golden/*.txt
var files embed.FS

// Files are those that were written by hand, apart from json.txt.
var Files = []string{"json-seq.txt", "ndjson.txt", "length.txt"}
