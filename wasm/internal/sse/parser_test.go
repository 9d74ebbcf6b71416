package sse_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
	"github.com/feedsource/feedsource/wasm/internal/sse"
)

const limit = 1000 // enough for every body that is not about limits

var input = framingtest.Input{Framer: func() framing.Framer { return new(sse.Parser) }, Limit: limit, Moves: true}

// cornerCases are events by the rules of WHATWG HTML section 9.2.6.
var cornerCases = []framingtest.Case{
	{Name: "empty body", Body: ""},
	{Name: "one event", Body: "data: hello\n\n", Want: []string{"data hello"}},
	{Name: "all fields", Body: "event: t\nid: 7\nretry: 10\ndata: x\n\n", Want: []string{"data x type=t id=7"}},
	{Name: "data without colon", Body: "data\n\n", Want: []string{"data "}},
	{Name: "two empty data lines", Body: "data:\ndata\n\n", Want: []string{"data \n"}},
	{Name: "three empty data lines", Body: "data\ndata\ndata\n\n", Want: []string{"data \n\n"}},
	{Name: "one space is taken off", Body: "data:  x\n\ndata: \n\ndata:\tx\n\n", Want: []string{"data  x", "data ", "data \tx"}},
	{Name: "value with colons", Body: "data: a:b: c\n\n", Want: []string{"data a:b: c"}},
	{Name: "unfinished block at the end", Body: "data:a\n\ndata:x\n", Want: []string{"data a"}},
	{Name: "unfinished line at the end", Body: "data:x", Want: nil},
	{Name: "ID of a block without data", Body: "id:5\n\ndata:a\n\n", Want: []string{"data a id=5"}},
	{Name: "ID stays, and an empty one clears it", Body: "id:5\ndata:a\n\ndata:b\n\nid\ndata:c\n\n",
		Want: []string{"data a id=5", "data b id=5", "data c"}},
	{Name: "ID with NUL is ignored", Body: "id:5\ndata:w\n\nid:a\x00b\ndata:x\n\n", Want: []string{"data w id=5", "data x id=5"}},
	{Name: "ID with NUL does not undo the one before", Body: "id:5\nid:\x00\ndata:x\n\n", Want: []string{"data x id=5"}},
	{Name: "last ID of a block counts", Body: "id:5\nid:6\ndata:x\n\n", Want: []string{"data x id=6"}},
	{Name: "ID behind the data", Body: "data:x\nid:5\n\n", Want: []string{"data x id=5"}},
	{Name: "ID of an unfinished block is lost", Body: "id:5\ndata:a\n\nid:6\n", Want: []string{"data a id=5"}},
	{Name: "empty event type", Body: "event:\ndata:x\n\n", Want: []string{"data x"}},
	{Name: "event type message", Body: "event:message\ndata:x\n\n", Want: []string{"data x"}},
	{Name: "last event type of a block counts", Body: "event:a\nevent: b \ndata:x\n\n", Want: []string{"data x type=b "}},
	{Name: "type ends with its block", Body: "event:t\ndata:x\n\ndata:y\n\n", Want: []string{"data x type=t", "data y"}},
	{Name: "type of a block without data", Body: "event:t\n\ndata:x\n\n", Want: []string{"data x"}},
	{Name: "names are compared as they are", Body: "Data:x\n\n data:x\n\ndata :x\n\ndatax\n\n"},
	{Name: "payload for a field name", Body: "{\"a\":1}\n\ntick\n\n"},
	{Name: "CR", Body: "data:a\rdata:b\r\r", Want: []string{"data a\nb"}},
	{Name: "CRLF", Body: "data:a\r\ndata:b\r\n\r\n", Want: []string{"data a\nb"}},
	{Name: "line ends mixed", Body: "data:a\rdata:b\ndata:c\r\n\rdata:d\n\r\n", Want: []string{"data a\nb\nc", "data d"}},
	{Name: "LF CR are two line ends", Body: "data:a\n\rdata:b\n\r", Want: []string{"data a", "data b"}},
	{Name: "CR LF CR", Body: "data:a\r\n\rdata:b\r\n\r", Want: []string{"data a", "data b"}},
	{Name: "comment", Body: ":\n\n", Want: []string{"comment"}},
	{Name: "comment with text", Body: ": hi \n:keepalive\n\n", Want: []string{`comment "hi "`, `comment "keepalive"`}},
	{Name: "comment after an ID is no event", Body: "id:5\ndata:a\n\n: ping\n\n", Want: []string{"data a id=5", `comment "ping" id=5`}},
	{Name: "comment in a block", Body: ":a\ndata:x\n:b\ndata:y\n\n", Want: []string{`comment "a"`, `comment "b"`, "data x\ny"}},
	{Name: "comment between lines of data", Body: "data: one\n:inside\ndata: two\n\n", Want: []string{`comment "inside"`, "data one\ntwo"}},
	{Name: "comments between lines of data", Body: "id:3\ndata:x\n:a\n: bc\nevent:t\n:\ndata:é\n:é\ndata\n\n\n", Want: []string{`comment "a"`, `comment "bc"`, "comment", `comment "é"`, "data x\né\n type=t id=3", "keep-alive id=3"}},
	{Name: "comment behind the data", Body: "data:xyz\n:a\n\ndata:1\n\n", Want: []string{`comment "a"`, "data xyz", "data 1"}},
	{Name: "type alone", Body: "event:x\n\nevent:\n\ndata:1\n\n\n", Want: []string{"data 1", "keep-alive"}},
	{Name: "reconnection time alone", Body: "retry:5\n\nretry:x\n\n\n", Want: []string{"keep-alive"}},
	{Name: "reconnection time, then an event, then a blank line", Body: "retry:5\ndata: x\n\n\ndata: y\n\n\n", Want: []string{"data x", "keep-alive", "data y", "keep-alive"}},
	{Name: "many comments in a large event", Limit: 2000, Body: "data:" + strings.Repeat("é", 600) + "\n" + strings.Repeat(":c\n", 10) + "data:é\n\n",
		Want: append(append(slices.Repeat([]string{`comment "c"`}, 8), "comment", "comment"), "data "+strings.Repeat("é", 600)+"\né")},
	{Name: "many comments in a small event", Body: "data:" + strings.Repeat("é", 400) + "\n" + strings.Repeat(":c\n", 10) + "\n",
		Want: append(slices.Repeat([]string{`comment "c"`}, 10), "data "+strings.Repeat("é", 400))},
	{Name: "blank lines", Body: "\n\n\n", Want: []string{"keep-alive", "keep-alive", "keep-alive"}},
	{Name: "byte order mark", Body: "\xef\xbb\xbfdata:1\n\n\xef\xbb\xbfdata:2\n\ndata:3\n\n", Want: []string{"data 1", "data 3"}},
	{Name: "two byte order marks", Body: "\xef\xbb\xbf\xef\xbb\xbfdata:1\n\n"},
	{Name: "byte order mark of UTF-16", Body: "\xff\xfedata:1\n\ndata:2\n\n", Want: []string{"data 2"}},
	{Name: "half a byte order mark at the end", Body: "\xef\xbb"},
	{Name: "half a byte order mark, then an event", Body: "\xef\xbb\n\ndata:x\n\n", Want: []string{"data x"}},
	{Name: "NUL is data", Body: "data:\x00\n\n", Want: []string{"data \x00"}},
	{Name: "emoji", Body: "data:\U0001f600\ndata:\U0001f600\n\n", Want: []string{"data \U0001f600\n\U0001f600"}},
	{Name: "bytes that are not UTF-8", Body: "data:\xff\ndata:\x80\xf0\n\n", Want: []string{"data \xff\n\x80\xf0"}},
	{Name: "fields between data lines", Body: "data:a\nevent:t\nfoo:bar\nid:1\ndata:b\nretry:1\ndata:c\n\n", Want: []string{"data a\nb\nc type=t id=1"}},
	{Name: "hex chunk sizes of a second framing", Body: "9\r\ndata: x\n\n\r\n0\r\n\r\n", Want: []string{"data x", "keep-alive"}},
	{Name: "JSON error where events were asked for", Body: "{\"error\":\n{\"code\":40101}}\n"},
	{Name: "HTML error page", Body: "<html>\r\n<body>: 502</body>\r\n\r\n</html>"},
}

func TestCorners(t *testing.T) { framingtest.Run(t, input, cornerCases) }

// TestCRIsFinal: an event that CR CR ends is there at once, not when more bytes
// come; an LF that comes first in the next chunk is swallowed, and only one.
func TestCRIsFinal(t *testing.T) {
	table := framing.NewTable(limit)
	s := framing.NewStream(new(sse.Parser), table)
	for i, step := range []struct {
		chunk string
		rows  int
	}{
		{"data:a\r", 0}, {"\r", 1}, {"", 0}, {"\n", 0}, {"data:b\r\n", 0}, {"\r", 1},
		{"\n\n", 1}, {"data:c\r\r", 1}, {"\ndata:d", 0}, {"\r\n\r", 1}, {"data:e\n\r", 1}, {"\n\r", 1},
	} {
		copy(s.Reserve(len(step.chunk)), step.chunk)
		s.Commit(len(step.chunk))
		if len(table.Rows) != step.rows {
			t.Errorf("step %d: %q gave %d rows, want %d", i, step.chunk, len(table.Rows), step.rows)
		}
	}
}

func TestRetry(t *testing.T) {
	for body, want := range map[string]int64{ // -1 for none
		"retry:3000\n": 3000, "retry: 3000": -1, "retry:007\n": 7, "retry: 0\r": 0,
		"retry:1e3\n": -1, "retry:-1\n": -1, "retry:+1\n": -1, "retry: 5 \n": -1, "retry:  5\n": -1,
		"retry\n": -1, "retry:\n": -1, "retry:٣\n": -1, "Retry:5\n": -1,
		"retry:1\nretry:2\n\nretry:x\n":             2,
		"retry:99999999999999999999999999\n":        1 << 52,
		"retry:" + strings.Repeat("9", 900) + "x\n": -1,
		"data:x\nretry:5\n":                         5, // at once, without waiting for the block
		": c\nid:4\nretry:5\n\ndata:x\n\nretry: 6":  5,
		"\xef\xbb\xbfretry:5\n":                     5,
	} {
		for _, cuts := range [][]int{nil, framingtest.Each(len(body))} {
			p := new(sse.Parser)
			input.ReadInto(t, framing.NewStream(p, framing.NewTable(limit)), []byte(body), cuts)
			ms, ok := p.Retry()
			if ok != (want >= 0) || ok && ms != want {
				t.Errorf("%.40q, cut at %.40v: %d, %v; want %d", body, cuts, ms, ok, want)
			}
			if _, again := p.Retry(); again {
				t.Errorf("%.40q: the time is returned twice", body)
			}
		}
	}
}

// TestNextBody: the last event ID outlives the body that set it; an unfinished block
// and its type do not.
func TestNextBody(t *testing.T) {
	table := framing.NewTable(limit)
	read := func(body string) []string {
		return input.ReadInto(t, framing.NewStream(new(sse.Parser), table), []byte(body), framingtest.Each(len(body)))
	}
	read("id:5\ndata:a\n\nid:6\nevent:t\ndata:b\r")
	if got := strings.Join(read("\ndata:c\n\n"), ","); got != "keep-alive id=5,data c id=5" {
		t.Error(got)
	}
	if got := string(table.IDs.Current()); got != "5" {
		t.Errorf("last event ID %q", got)
	}
}
