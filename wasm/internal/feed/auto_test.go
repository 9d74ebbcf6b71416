package feed

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// read frames body in chunks of n bytes and tells kinds and contents.
func read(format framing.Format, contentType, body string, n int) []string {
	m := New(Config{Format: format, URL: where}, func() float64 { return 0 })
	m.Connect(0)
	m.Response(1, 0, Head{Status: 200, ContentType: contentType})
	var got []string
	collect := func() {
		for _, r := range m.Stream().Rows {
			got = append(got, fmt.Sprintf("%d %q", r.Kind(), m.Stream().Buffer()[r.Off:r.Off+r.Len]))
		}
	}
	for rest := body; rest != ""; rest = rest[min(n, len(rest)):] {
		chunk := rest[:min(n, len(rest))]
		copy(m.Reserve(1, len(chunk)), chunk)
		m.Commit(len(chunk), 0)
		collect()
	}
	m.Finish(1, 0)
	collect()
	return got
}

func TestAutoFindsTheFormat(t *testing.T) {
	for _, c := range []struct {
		name, contentType, body string
		want                    []string
	}{
		{"by type: SSE", "text/event-stream", "{\n\ndata:x\n\n", []string{`1 ""`, `0 "x"`}},
		{"by type: NDJSON", "application/x-ndjson; charset=utf-8", "[1]\n[2]\n", []string{`0 "[1]"`, `0 "[2]"`}},
		{"by type: json-seq", "application/json-seq", "\x1e{}\n", []string{`0 "{}"`}},
		{"JSON array", "application/json", "[1,\n2]", []string{`0 "1"`, `0 "2"`}},
		{"concatenated JSON", "application/json", `{"a":1}{"b":2}`, []string{`0 "{\"a\":1}"`, `0 "{\"b\":2}"`}},
		{"CR-ended JSON", "application/json", "{\"a\":1}\r \r{\"b\":2}\r", []string{`0 "{\"a\":1}"`, `1 ""`, `0 "{\"b\":2}"`}},
		{"length-prefixed", "application/json", "4\r\n{}\r\n\r\n4\r\n[]\r\n", []string{`0 "{}"`, `1 ""`, `0 "[]"`}},
		{"SSE of no type", "", ": hi\n\ndata: x\n\n", []string{`1 "hi"`, `0 "x"`}},
		{"SSE by its first field", "text/plain", "event: a\ndata: x\n\n", []string{`0 "x"`}},
		{"text", "text/plain", "dated news\nmore\n", []string{`0 "dated news"`, `0 "more"`}},
		{"blank lines first", "", "\r\n\n \r{\"a\":1}", []string{`1 ""`, `1 ""`, `1 ""`, `0 "{\"a\":1}"`}},
		{"byte order mark", "", "\xef\xbb\xbf{\"a\":1}\n", []string{`0 "{\"a\":1}"`}},
		{"nothing but a hint", "", "dat", []string{`2 "dat"`}},
		{"nothing", "", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, n := range []int{len(c.body) + 1, 1, 2, 3} {
				assert.Equal(t, c.want, read(framing.Auto, c.contentType, c.body, n), "chunks of %d", n)
			}
		})
	}
}

func TestExplicitFormatDoesNotLookAtTheType(t *testing.T) {
	assert.Equal(t, []string{`0 "data: x"`}, read(framing.Text, "text/event-stream", "data: x\n", 99))
	assert.Equal(t, []string{`0 "x"`}, read(framing.SSE, "application/json", "data: x\n\n", 99))
}

func TestAutoReadsTheReconnectionTime(t *testing.T) {
	m := newMachine(t, Config{})
	m.Response(1, 0, Head{Status: 200})
	send(t, m, 1, "retry: 2000\n\n")
	assert.EqualValues(t, 2e9, failure(t, m.Ended(1, 0, "")).RetryIn)
}

func TestEveryFormatHasAnAcceptHeader(t *testing.T) {
	for _, f := range framing.Formats() {
		accept := Config{Format: f}.Accept()
		assert.NotEmpty(t, accept, f)
		assert.LessOrEqual(t, len(accept), 128, "longer values cost a CORS preflight (Fetch, \"CORS-safelisted request-header\")")
	}
	assert.Equal(t, "text/event-stream", Config{Strict: true}.withDefaults().Accept())
}
