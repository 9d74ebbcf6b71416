package feed

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// read frames body in chunks of n bytes and returns the kinds and contents of its rows.
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
		room := m.Reserve(1, len(chunk))
		if room == nil {
			return got // an array that has come to its end
		}
		copy(room, chunk)
		m.Commit(len(chunk), 0)
		collect()
	}
	if _, ok := m.Finish(1, true, 0); ok {
		collect()
	}
	return got
}

func TestAutoFindsTheFormat(t *testing.T) {
	for _, c := range []struct {
		name, contentType, body string
		want                    []string
	}{
		{"by type: SSE", "text/event-stream", "{\n\ndata:x\n\n", []string{`0 "x"`}},
		{"by type: NDJSON", "application/x-ndjson; charset=utf-8", "[1]\n[2]\n", []string{`0 "[1]"`, `0 "[2]"`}},
		{"by type: json-seq", "application/json-seq", "\x1e{}\n", []string{`0 "{}"`}},
		{"JSON array", "application/json", "[1,\n2]", []string{`0 "1"`, `0 "2"`}},
		{"concatenated JSON", "application/json", `{"a":1}{"b":2}`, []string{`0 "{\"a\":1}"`, `0 "{\"b\":2}"`}},
		{"CR-ended JSON", "application/json", "{\"a\":1}\r \r{\"b\":2}\r", []string{`0 "{\"a\":1}"`, `1 ""`, `0 "{\"b\":2}"`}},
		{"length-prefixed", "application/json", "4\r\n{}\r\n\r\n4\r\n[]\r\n", []string{`0 "{}"`, `1 ""`, `0 "[]"`}},
		{"SSE of no type", "", ": hi\n\ndata: x\n\n", []string{`3 "hi"`, `0 "x"`}},
		{"SSE by its first field", "text/plain", "event: a\ndata: x\n\n", []string{`0 "x"`}},
		{"text", "text/plain", "dated news\nmore\n", []string{`0 "dated news"`, `0 "more"`}},
		{"blank lines first", "", "\r\n\n \r{\"a\":1}", []string{`1 ""`, `1 ""`, `1 ""`, `0 "{\"a\":1}"`}},
		{"indent of the first line", "", "\n  \t one\n two\n", []string{`1 ""`, `0 "  \t one"`, `0 " two"`}},
		{"indented field", "", " data: x\n\n", []string{`0 " data: x"`, `1 ""`}},
		{"indented object", "", " \n  {\"a\":1}\n", []string{`1 ""`, `0 "{\"a\":1}"`}},
		{"indented length", "", "  2\r\n{}\r\n", []string{`0 "{}"`}},
		{"indent and no more", "", "\n  ", []string{`1 ""`}},
		{"a tag of no type", "", "<a>\n", []string{`0 "<a>"`}},
		{"by type a web page, and none", "text/html", "a < b\n", []string{`0 "a < b"`}},
		{"events of the wrong type", "text/html; charset=utf-8", "data: x\n\n", []string{`0 "x"`}},
		{"byte order mark", "", "\xef\xbb\xbf{\"a\":1}\n", []string{`0 "{\"a\":1}"`}},
		{"nothing but a hint", "", "dat", []string{`0 "dat"`}},
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
	assert.Equal(t, []string{`0 "data: x"`}, read(framing.TextLines, "text/event-stream", "data: x\n", 99))
	assert.Equal(t, []string{`0 "x"`}, read(framing.SSE, "application/json", "data: x\n\n", 99))
}

func TestAutoReadsTheReconnectionTime(t *testing.T) {
	m := newMachine(t, Config{})
	m.Response(1, 0, Head{Status: 200})
	send(t, m, 1, "retry: 2000\n\n")
	assert.EqualValues(t, 2e9, failure(t, m.Ended(1, 0, "")).RetryIn)
}

// White space before a first line is not kept without end.
func TestIndentIsHeldBackUpToALimit(t *testing.T) {
	indent := strings.Repeat(" ", 3*maxIndentBytes)
	for _, n := range []int{1, 100, 1 << 20} {
		got := read(framing.Auto, "", indent+"x\n", n)
		require.Len(t, got, 1)
		assert.LessOrEqual(t, len(got[0]), maxIndentBytes+len(`0 "x"`), "chunks of %d", n)
		assert.Equal(t, read(framing.Auto, "", indent+"x\n", 1<<20), got)
		assert.Equal(t, []string{`0 "{}"`}, read(framing.Auto, "", indent+"{}\n", n))
	}
}

// A proxy's web page that asks for a login has status 200, and no line of it is a record.
func TestWebPageIsNoFeed(t *testing.T) {
	const page = "\n <!doctype html>\n<title>Log in</title>\n"
	opened := func(c Config) *Machine {
		m := newMachine(t, c)
		m.Response(1, 0, Head{Status: 203, ContentType: "Text/HTML; charset=utf-8"})
		return m
	}
	m := opened(Config{Format: framing.Auto})
	assert.Equal(t, []Action{{Kind: Arm, After: excerptTime}}, commit(m, 1, 0, page))
	assert.Empty(t, records(m))
	f := failure(t, m.Ended(1, 0, ""))
	assert.Equal(t, where+`: the server answered 203 with a web page instead of a feed (is the URL right?) and said "Log in"; trying again in 5.0 s.`, f.Message)
	assert.Equal(t, []any{FailContentType, 203, "<!doctype html>\n<title>Log in</title>\n"}, []any{f.Type, f.Status, f.Body})

	m = opened(Config{Format: framing.Auto})
	assert.Equal(t, FailContentType, failure(t, commit(m, 1, 0, page+strings.Repeat("x", 2000))).Type, "it need not be read to its end")
	m = opened(Config{Format: framing.TextLines})
	assert.Empty(t, send(t, m, 1, page), "of a format that was named")
}
