package main

import "fmt"

// framings are the targets of the formats of bytes: to bytes beside a loop by hand, and beside
// the library that is usual for a format, to what that gives.
func framings() []Target {
	var list []Target
	for _, c := range []struct{ corpus, size string }{{"ticks", "small records"}, {"pages", "4 KB"}, {"pictures", "64 KiB"}} {
		for _, chunk := range []struct{ bytes, size string }{{"65536", "64 KiB"}, {"512", "512 B"}} {
			for _, f := range framed {
				name := fmt.Sprintf("%s, %s, chunks of %s, to ", f.name, c.size, chunk.size)
				group := fmt.Sprintf("%s, %s, chunks of %s, to ", f.format, c.corpus, chunk.bytes)
				if f.byHand && (c.corpus != "pictures" || f.format == "multipart") {
					list = append(list, Target{Name: name + "bytes", Group: group + "bytes", Ours: batches, Against: "hand", Limit: atLeast(1)})
				}
				// meros makes one part of two if a chunk cuts the mark between them and has another one.
				cuts := f.library == "meros" && c.corpus == "ticks"
				if f.library != "" && c.corpus != "pictures" && !cuts {
					list = append(list, Target{Name: name + f.gives, Group: group + f.gives, Ours: batches, Against: f.library, Limit: atLeast(1.3)})
				}
			}
		}
	}
	return list
}

// framed are the formats of bytes, by what is in them if that matters to a library.
var framed = []struct {
	name, format   string
	byHand         bool
	library, gives string
}{
	{"varint", "varint", true, "protobuf-es", "objects"},
	{"u32be", "u32be", true, "", ""},
	{"envelope, proto", "envelope-proto", true, "connect-web", "objects"},
	{"envelope, JSON", "envelope-json", false, "connect-web", "objects"},
	{"docker", "docker", true, "", ""},
	{"aws-eventstream", "aws-eventstream", true, "smithy", "bytes"},
	{"multipart", "multipart", true, "meros", "objects"},
	{"cbor-seq", "cbor-seq", true, "cbor-x", "objects"},
	{"msgpack", "msgpack", true, "@msgpack/msgpack", "objects"},
}
