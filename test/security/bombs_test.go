package security

import (
	"bytes"
	"compress/flate"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// watch opens a page with an engine of its own, whose linear memory bombs.js tells.
func (s *suite) watch(t *testing.T) *harness.Page {
	t.Helper()
	page := s.open(t)
	call[any](t, page, "bombs.js", "watchMemory", nil)
	return page
}

// bomb is a gzip body that inflates to head and then to block, times over, and is never
// closed. Every block is deflated alone, so that one does for all.
func bomb(head, block string, times int) answer {
	deflated := func(text string) []byte {
		var b bytes.Buffer
		w, _ := flate.NewWriter(&b, flate.BestCompression)
		_, _ = w.Write([]byte(text))
		_ = w.Flush()
		return b.Bytes()
	}
	first, more := deflated(head), deflated(block)
	return func(_ int, w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Content-Type", "text/plain")
		_, _ = w.Write([]byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"))
		_, _ = w.Write(first)
		for range times {
			if _, err := w.Write(more); err != nil {
				return
			}
		}
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}
}

const mib = 1 << 20

// A testBomb is a body, and what it may cost.
type testBomb struct {
	name, format string
	head, block  string
	mib          int // how often the block comes
	limit        int // maxRecordBytes
	listens      string
	most, grows  float64 // MiB of the engine's memory, and of what the second half adds to it
	heap         float64 // MiB that JavaScript holds more than before
	holds        holding
}

// A holding is what must hold of a feed's stats.
type holding func(t *testing.T, stats map[string]float64)

func bombs(t *testing.T, s *suite) {
	const group = "Bombs"
	o := newOrigin(t)
	one := func(name, format, head, block string) testBomb {
		return testBomb{name: name, format: format, head: head, block: block, mib: 64, limit: mib, most: 64, grows: 16, heap: 32, holds: oneTooLarge}
	}
	// A chunk of up to 2 MiB is all that Chromium hands over at once, and what each of its
	// bytes can cost is the row of a record.
	flood := func(name, format, head, block string, size int, listens string, holds holding) testBomb {
		return testBomb{name, format, head, block, size, mib, listens, 192, 192, 64, holds}
	}
	bad := flood("malformed records of one byte", "ndjson", "", strings.Repeat("}\n", mib/2), 1, "", malformed(mib/2))
	bad.heap = 224 // each has its bytes and its reason
	whole := one("one endless record, under the limit that there is by default", "ndjson", "{", strings.Repeat("a", mib))
	whole.limit, whole.most, whole.mib = 16*mib, 128, 200
	nuls := one("one endless record of NULs", "ndjson", "", strings.Repeat("\x00", mib))
	line := one("one endless line of an event stream", "sse", "data: ", strings.Repeat("a", mib))
	nuls.mib, line.mib = 200, 200
	blank := one("a body of white space", "auto", "", strings.Repeat(" ", mib))
	blank.holds = nothing
	for i, b := range []testBomb{
		nuls, line, whole,
		one("one endless event of many lines", "sse", "", strings.Repeat("data: "+strings.Repeat("a", 1017)+"\n", 1024)),
		one("one endless id", "sse", "id: ", strings.Repeat("a", mib)),
		one("brackets without end", "json", "", strings.Repeat("[", mib)),
		one("one endless string in an array", "json-array", `["`, strings.Repeat(`\"`, mib/2)),
		one("a length without end", "length", "", strings.Repeat("9", mib)),
		one("a sequence text without end", "json-seq", "\x1e", strings.Repeat("{", mib)),
		blank,
		flood("blank lines", "sse", "", strings.Repeat("\n", mib), 4, "", keepalives(4*mib)),
		flood("blank lines, by ndjson", "ndjson", "", strings.Repeat("\n", mib), 4, "", keepalives(4*mib)),
		flood("comments", "sse", "", strings.Repeat(":\n", mib/2), 8, "", keepalives(4*mib)),
		flood("blank lines that the page listens to", "sse", "", strings.Repeat("\n", mib/4), 1, "keepalive", keepalives(mib/4)),
		flood("events of one byte that the page listens to", "sse", "", strings.Repeat("data:a\n\n", mib/8), 2, "message", records(mib/4)),
		flood("records of one byte", "json-array", "[", strings.Repeat("0,", mib/2), 8, "", records(4*mib)),
		bad,
		flood("an id for each event", "sse", "", strings.Repeat("id:a\ndata\n\nid:b\ndata\n\n", mib/22), 4, "", records(4*2*(mib/22))),
	} {
		s.holds(group, b.name, func(t *testing.T) string {
			path := fmt.Sprint("/bomb/", i)
			o.on(path, bomb(b.head, b.block, b.mib))
			page := s.watch(t)
			size := len(b.head) + b.mib*len(b.block)
			heap := func() float64 {
				held, err := harness.Heap(page.Context)
				require.NoError(t, err)
				return held
			}
			before := heap()
			got := call[map[string]float64](t, page, "bombs.js", "readBomb", harness.Args{
				"url": o.URL + path, "format": b.format, "limit": b.limit, "listens": b.listens, "size": size,
			})
			after := heap()
			call[any](t, page, "bombs.js", "close", nil)
			b.holds(t, got)
			assert.LessOrEqual(t, got["late"], b.most*mib, "bytes of linear memory")
			assert.LessOrEqual(t, got["late"]-got["early"], b.grows*mib, "what the second half of the body added to it")
			assert.LessOrEqual(t, after-before, b.heap*mib, "bytes that JavaScript holds")
			return fmt.Sprintf("%d MB inflated; the engine's memory stayed at %.0f MB, and JavaScript held %.0f MB more.", (size+mib-1)/mib, got["late"]/mib, max(0, after-before)/mib)
		})
	}
}

// oneTooLarge is a body of a single record over the limit.
func oneTooLarge(t *testing.T, stats map[string]float64) {
	assert.Equal(t, 1.0, stats["malformed"])
	assert.Zero(t, stats["records"])
}

func nothing(t *testing.T, stats map[string]float64) {
	assert.Zero(t, stats["records"])
	assert.LessOrEqual(t, stats["malformed"], 1.0)
}

func keepalives(n float64) holding {
	return func(t *testing.T, stats map[string]float64) { assert.InDelta(t, n, stats["keepalives"], 1) }
}

func records(n float64) holding {
	return func(t *testing.T, stats map[string]float64) { assert.Equal(t, n, stats["records"]) }
}

func malformed(n float64) holding {
	return func(t *testing.T, stats map[string]float64) { assert.Equal(t, n, stats["malformed"]) }
}
