package framing_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// BenchmarkFraming frames 1 MiB of 65-byte records, as ticks and tokens are, in chunks
// as a browser hands them over.
func BenchmarkFraming(b *testing.B) {
	const record = `{"n":12345678,"text":"the quick brown fox jumps over the lazy"}`
	for _, c := range []struct {
		name, before, after string
		framer              func() framing.Framer
	}{
		{"ndjson", "", "\n", func() framing.Framer { return framing.NewJSONLines(framing.LF) }},
		{"json-cr", "", "\r", func() framing.Framer { return framing.NewJSONLines(framing.CR) }},
		{"json-crlf", "", "\r\n", func() framing.Framer { return framing.NewJSONLines(framing.CRLF) }},
		{"length", fmt.Sprintf("%d\r\n", len(record)+2), "\r\n", func() framing.Framer { return framing.NewLength() }},
		{"json", "", " ", func() framing.Framer { return framing.NewJSON() }},
		{"json-seq", "\x1e", "\n", func() framing.Framer { return framing.NewJSONSeq() }},
	} {
		body := strings.Repeat(c.before+record+c.after, 1<<20/len(record))
		for _, chunk := range []int{64 << 10, 512} {
			b.Run(fmt.Sprintf("%s/%d", c.name, chunk), func(b *testing.B) { frame(b, c.framer, body, chunk) })
		}
	}
}

func frame(b *testing.B, framer func() framing.Framer, body string, chunk int) {
	b.SetBytes(int64(len(body)))
	s := framing.NewStream(framer(), framing.NewTable(1<<20))
	for b.Loop() {
		for rest := body; rest != ""; {
			n := copy(s.Reserve(min(chunk, len(rest))), rest)
			s.Commit(n)
			rest = rest[n:]
		}
	}
}
