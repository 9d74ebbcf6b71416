package sse_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/sse"
)

// BenchmarkParser reads 1 MiB of events as language models and small servers send them,
// in chunks as a browser hands them over.
func BenchmarkParser(b *testing.B) {
	for name, event := range map[string]string{
		"tokens":     "data: {\"i\":7,\"delta\":\"token token token token token token \"}\n\n",
		"named":      "id: 12345\nevent: time\ndata: 12:00:00\n\n",
		"multi-line": "data: one line of it\ndata: another line\ndata: and the last\n\n",
	} {
		body := strings.Repeat(event, 1<<20/len(event))
		for _, chunk := range []int{64 << 10, 512} {
			b.Run(fmt.Sprintf("%s/%d", name, chunk), func(b *testing.B) {
				b.SetBytes(int64(len(body)))
				s := framing.NewStream(&sse.Parser{}, framing.NewTable(1<<20))
				for b.Loop() {
					for rest := body; rest != ""; {
						n := copy(s.Reserve(min(chunk, len(rest))), rest)
						s.Commit(n)
						rest = rest[n:]
					}
				}
			})
		}
	}
}
