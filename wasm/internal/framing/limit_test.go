package framing_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

// An envelope puts a record of n bytes into a body in front of {}.
type envelope struct {
	name   string
	in     framingtest.Input
	format string
}

var envelopes = []envelope{
	{"LF", jsonLines(framing.LF), "%s\n{}\n"},
	{"LF with CR before it", jsonLines(framing.LF), "%s\r\n{}\r\n"},
	{"CR", jsonLines(framing.CR), "%s\r{}\r"},
	{"CR with LF behind it", jsonLines(framing.CR), "\r\n%s\r\n{}\r\n"},
	{"CRLF", jsonLines(framing.CRLF), "%s\r\n{}\r\n"},
	{"text", textLines(framing.LF), "%s\r\n{}\r\n"},
	{"text CRLF", textLines(framing.CRLF), "%s\r\n{}\r\n"},
	{"JSON back to back", jsonInput, "%s{}"},
	{"JSON lines by depth", jsonInput, "%s\r\n{}"},
	{"JSON sequence", seqInput, "\x1e%s\n\x1e{}\n"},
	{"JSON array", arrayInput, "[%s,{}]"},
	{"length", lengthInput, "\r\n1\r\n%s\r\n4\r\n{}\r\n"},
	{"length, LF only", lengthInput, "1\n%s\n3\n{}\n"},
}

// fill makes JSON texts of n bytes, the length from which on they are that long.
var fills = map[string]func(n int) string{
	"string": func(n int) string { return `"` + strings.Repeat("a", n-2) + `"` },
	"object": func(n int) string { return `{"":"` + strings.Repeat("}", n-7) + `"}` },
	"array": func(n int) string {
		return strings.Repeat("[", n/2) + strings.Repeat(" ", n%2) + strings.Repeat("]", n/2)
	},
	"number": func(n int) string { return strings.Repeat("7", n) },
}

// TestLimit: a record of exactly the limit passes however it is cut, with either
// delimiter; one more byte is always too large, with the same excerpt; and the
// record after it is there.
func TestLimit(t *testing.T) {
	for _, e := range envelopes {
		for kind, fill := range fills {
			if kind == "number" && !strings.ContainsAny(e.format[strings.Index(e.format, "%s")+2:], "\r\n,") {
				continue
			}
			t.Run(e.name+"/"+kind, func(t *testing.T) {
				t.Parallel()
				for _, limit := range []int{8, 9, 60, 1100} {
					if limit > 60 && kind != "string" {
						break
					}
					for n := limit - 1; n <= limit+4; n++ {
						checkLimit(t, e, limit, fill(n))
					}
				}
			})
		}
	}
}

func checkLimit(t *testing.T, e envelope, limit int, record string) {
	t.Helper()
	want := "data " + record
	if len(record) > limit {
		want = "too-large " + record[:min(limit, 1024)]
	}
	got := e.in.WithLimit(limit).Records(t, fmt.Sprintf(e.format, record))
	got = slices.DeleteFunc(got, func(s string) bool { return strings.HasPrefix(s, "keep-alive") })
	if !slices.Equal(got, []string{want, "data {}"}) {
		t.Errorf("limit %d, record of %d bytes:\n got %q\nwant %q", limit, len(record), got, want)
	}
}

var limitCases = []framingtest.Case{
	{Name: "excerpt ends before half a character", Limit: 8, Body: "{\"\":\"12\U0001f600\"}\n{}\n", Want: []string{`too-large {"":"12`, "data {}"}},
	{Name: "excerpt ends behind a whole character", Limit: 8, Body: "{\"\U0001f600\":12}\n{}\n", Want: []string{"too-large {\"\U0001f600\":", "data {}"}},
	{Name: "two in a row", Limit: 4, Body: "{\"a\":1}\n[1,2,3]\n{}\n", Want: []string{`too-large {"a"`, "too-large [1,2", "data {}"}},
	{Name: "end in a record over the limit", Limit: 4, Body: "{}\n{\"a\":", Want: []string{"data {}", `too-large {"a"`}},
}

// limitCRCases end in a CR that may be half of the delimiter.
var limitCRCases = []framingtest.Case{
	{Name: "end behind a record of the limit and CR", Limit: 7, Body: "{\"a\":1}\r", Want: []string{`data {"a":1}`}},
	{Name: "end behind a record over the limit and CR", Limit: 6, Body: "{\"a\":1}\r", Want: []string{`too-large {"a":1`}},
}

func TestExcerpt(t *testing.T) {
	for _, d := range []framing.Delimiter{framing.LF, framing.CRLF, framing.CR} {
		framingtest.Run(t, jsonLines(d), limitCRCases)
	}
	framingtest.Run(t, jsonLines(framing.LF), limitCases)
	framingtest.Run(t, jsonInput, limitCases)
}

var limitJSONCases = []framingtest.Case{
	{Name: "literal over the limit ends where it would", Limit: 4, Body: "ttttttt {}", Want: []string{"too-large tttt", "data {}"}},
	{Name: "broken text over the limit", Limit: 8, Body: "<html> <body>\n{}", Want: []string{"too-large <html> <", "data {}"}},
	{Name: "string over the limit, cut off", Limit: 4, Body: "\"aaaaaaa\n{}", Want: []string{`too-large "aaa`, "data {}"}},
	{Name: "white space between records does not count", Limit: 2, Body: "{}" + strings.Repeat(" ", 50) + "{}\n", Want: []string{"data {}", "data {}"}},
	{Name: "broken text of the limit and one byte at the end", Limit: 4, Body: "xxxxx", Want: []string{"too-large xxxx"}},
}

func TestLimitJSON(t *testing.T) { framingtest.Run(t, jsonInput, limitJSONCases) }

var limitLengthCases = []framingtest.Case{
	{Name: "message of the limit", Limit: 7, Body: "9\r\n{\"a\":1}\r\n4\r\n{}\r\n", Want: []string{`data {"a":1}`, "data {}"}},
	{Name: "count that makes the message one too long", Limit: 6, Body: "9\r\n{\"a\":1}\r\n4\r\n{}\r\n", Want: []string{"length-too-large 9", "data {}"}},
	{Name: "count of the limit, CRLF not counted", Limit: 7, Body: "7\r\n{\"a\":1}\r\n4\r\n{}\r\n", Want: []string{`data {"a":1}`, "data {}"}},
	{Name: "count over the limit, CRLF not counted", Limit: 6, Body: "7\r\n{\"a\":1}\r\n4\r\n{}\r\n", Want: []string{`too-large {"a":1`, "data {}"}},
	{Name: "count of the limit for a longer message", Limit: 6, Body: "6\r\n{\"a\":1}\r\n4\r\n{}\r\n", Want: []string{`too-large {"a":1`, "data {}"}},
	{Name: "line over the limit where a length belongs", Limit: 6, Body: "{\"a\":1}\r\n4\r\n{}\r\n", Want: []string{`too-large {"a":1`, "data {}"}},
	{Name: "blank line over the limit", Limit: 4, Body: "         \r\n4\r\n{}\r\n", Want: []string{"too-large     ", "data {}"}},
	{Name: "zeros in front", Limit: 30, Body: "0000000000000000000004\r\n{}\r\n4\r\n{}\r\n", Want: []string{"data {}", "data {}"}},
	{Name: "end in a line over the limit", Limit: 4, Body: "{\"a\":", Want: []string{`too-large {"a"`}},
}

func TestLimitLength(t *testing.T) { framingtest.Run(t, lengthInput, limitLengthCases) }
