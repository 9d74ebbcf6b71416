package security

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

func hostileBytes(t *testing.T, s *suite) {
	const group = "Bytes"
	o := newOrigin(t)
	page := s.open(t)
	read := func(t *testing.T, kind, body string, types ...string) heard {
		t.Helper()
		o.on("/b", always(kind, body))
		return hear(t, page, o.URL+"/b", options{"reconnect": false}, options{"types": append([]string{}, types...)})
	}

	types := []string{"__proto__", "constructor", "toString", "hasOwnProperty", "open", "error", "message", "keepalive", "malformed", "gap", "warning", "stall", "lag", "close"}
	s.holds(group, "event types that are names of something else", func(t *testing.T) string {
		var body, want strings.Builder
		for _, name := range types {
			fmt.Fprintf(&body, "event: %s\ndata: %[1]s\n\n", name)
			fmt.Fprintf(&want, "%s %[1]s;", name)
		}
		o.on("/types", bodies(stream, body.String()))
		got := call[map[string]any](t, page, "bytes.js", "typesThatAreNames", harness.Args{"url": o.URL + "/types", "types": types})
		assert.Equal(t, map[string]any{"seen": want.String(), "opens": 1.0, "final": "complete", "clean": true}, got)
		return "Each comes as a FeedEvent of that type; what the feed itself tells is of another class."
	})
	s.holds(group, "event types without end", func(t *testing.T) string {
		var body strings.Builder
		for i := range 20_000 {
			fmt.Fprintf(&body, "event: %d%s\ndata: x\n\n", i, strings.Repeat("t", 100))
		}
		body.WriteString("event: last\ndata: y\n\n")
		got := read(t, stream, body.String(), "last")
		assert.Equal(t, []string{"y"}, got.datas())
		assert.Equal(t, 20_001.0, got.Stats.Records)
		return "256 are remembered at a time, or 64 KiB; then the list begins anew."
	})

	s.holds(group, "invalid UTF-8", func(t *testing.T) string {
		got := read(t, ndjson, "{\"a\":\"\xff\xc0\x80\"}\n{\"\xed\xa0\x80\":1}\n{\"b\":\"é\"}\n")
		assert.Equal(t, []string{`{"a":"���"}`, `{"���":1}`, `{"b":"é"}`}, got.datas())
		return "U+FFFD, record by record; the records beside it are whole."
	})
	s.holds(group, "an escaped half of a surrogate pair", func(t *testing.T) string {
		o.on("/half", always(ndjson, `{"id":"\ud83d"}`+"\n"+`{"id":"\ude00x"}`+"\n"))
		got := hear(t, page, o.URL+"/half", options{"reconnect": false, "id": "/id"}, nil)
		assert.Len(t, got.Events, 2)
		assert.Equal(t, "�x", got.LastEventID)
		return "The record is as it came; the id has U+FFFD, which headers can carry."
	})
	s.holds(group, "byte order marks", func(t *testing.T) string {
		const bom = "\ufeff"
		got := read(t, stream, bom+"data: "+bom+"a\n\n"+bom+"data: b\n\ndata: c\n\n")
		assert.Equal(t, []string{bom + "a", "c"}, got.datas())
		got = read(t, ndjson, bom+"{}\n"+bom+"{}\n")
		assert.Equal(t, []string{"{}"}, got.datas())
		assert.Equal(t, []string{"not-json"}, got.reasons())
		return "One at the start of the body is taken off, and no other."
	})
	s.holds(group, "NULs", func(t *testing.T) string {
		got := read(t, stream, "data: a\x00b\n\nevent: \x00\ndata: c\n\n\x00data: d\n\n", "\x00")
		assert.Equal(t, []string{"a\x00b", "c"}, got.datas())
		got = read(t, ndjson, "\x00\n{\"a\":\"\x00\"}\n")
		assert.Equal(t, []string{"{\"a\":\"\x00\"}"}, got.datas())
		assert.Equal(t, []string{"not-json"}, got.reasons())
		return "Content like any other byte."
	})
	s.holds(group, "lengths that lie", func(t *testing.T) string {
		page := s.watch(t)
		before := call[float64](t, page, "bombs.js", "memoryAtStart", nil)
		for _, length := range []string{"1000000000000000", "9223372036854775807", "9223372036854775808", strings.Repeat("9", 1000), "-1", "+5", "0x10", "1e3", "1.5", "٣", "NaN"} {
			o.on("/length", always("text/plain", length+"\r\n{\"lost\":1}\r\n9\r\n{\"n\":1}\r\n"))
			got := hear(t, page, o.URL+"/length", options{"format": "length", "reconnect": false}, nil)
			require.NotEmpty(t, got.reasons(), length)
			assert.Contains(t, []string{"length-too-large", "bad-length"}, got.reasons()[0], length)
			assert.Equal(t, `{"n":1}`, got.datas()[len(got.datas())-1], length)
		}
		after := call[float64](t, page, "bombs.js", "memoryNow", nil)
		assert.LessOrEqual(t, after-before, float64(4<<20), "bytes of linear memory")
		return "Malformed, nothing is set aside for them, and the next message is read."
	})
	s.holds(group, "random bytes as frames of every format", func(t *testing.T) string {
		page := s.watch(t)
		before := call[float64](t, page, "bombs.js", "memoryAtStart", nil)
		type end struct {
			End                string
			Records, Malformed float64
		}
		for _, begun := range []bool{false, true} {
			ends := call[map[string]end](t, page, "bytes.js", "random", harness.Args{"size": 1_000_000, "begun": begun})
			for format, got := range ends {
				assert.Contains(t, []string{"content-type", "framing", "incomplete", "complete", "server"}, got.End, format)
			}
		}
		after := call[float64](t, page, "bombs.js", "memoryNow", nil)
		assert.LessOrEqual(t, after-before, float64(32<<20), "bytes of linear memory")
		o.on("/b", always(stream, "data: a\n\n"))
		got := hear(t, page, o.URL+"/b", options{"reconnect": false}, nil)
		assert.Equal(t, []string{"a"}, got.datas())
		return "The feed says what is no frame, and goes on or ends; the engine goes on."
	})
}
