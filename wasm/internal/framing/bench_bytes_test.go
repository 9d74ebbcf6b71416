package framing_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// BenchmarkFramingBytes frames 1 MiB of small records, in chunks as a browser hands them over.
func BenchmarkFramingBytes(b *testing.B) {
	const payload = `{"n":12345678,"text":"the quick brown fox jumps over the lazy"}`
	const cbor = "\xa2\x61n\x1a\x00\xbc\x61\x4e\x64text\x78\x28the quick brown fox jumps over the lazy!"
	const msgpack = "\x82\xa1n\xce\x00\xbc\x61\x4e\xa4text\xd9\x28the quick brown fox jumps over the lazy!"
	for _, c := range []struct {
		name, record string
		framer       func() framing.Framer
	}{
		{"varint", "\x3f" + payload, varintInput.Framer},
		{"u32be", "\x00\x00\x00\x3f" + payload, fixedInput(layout("u32be")).Framer},
		{"docker", head1 + "\x3f" + payload, dockerInput(false).Framer},
		{"docker-stamped", head1 + "\x5e2024-05-01T10:00:00.123456789Z " + payload, dockerInput(true).Framer},
		{"cbor-seq", cbor, cborInput.Framer},
		{"msgpack", msgpack, msgpackInput.Framer},
	} {
		records := megabyte / len(c.record)
		for _, chunk := range []int{64 << 10, 512} {
			b.Run(fmt.Sprintf("%s/%d", c.name, chunk), func(b *testing.B) {
				frame(b, c.framer, strings.Repeat(c.record, records), chunk)
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*records), "ns/record")
			})
		}
	}
}
