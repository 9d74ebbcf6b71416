package feed

import (
	"fmt"
	"io/fs"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/recordings"
	"github.com/feedsource/feedsource/test/vectors"
	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

// sniffed are bodies of no type, in the formats that are found by their first bytes.
var sniffed = []vectors.Case{
	{Name: "JSON texts", Body: "\r\n \n{\"a\":1}{\"b\":2}\n\n{\"c\":3}"},
	{Name: "JSON array", Body: "\n[{\"a\":1},\n2,\"\U0001f600\"]\n"},
	{Name: "JSON sequence", Body: "\x1e{}\n\x1e\x1e1\n\x1e2\x1e3\n"},
	{Name: "lengths", Body: "4\r\n{}\r\n\r\n6\r\n[\"\u00e9\"]\r\n4\r\n[]\r\n"},
	{Name: "event stream", Body: "retry: 5\n\nid: 1\nevent: tick\ndata: a\ndata: b\n\n: c\n\n"},
	{Name: "comment first", Body: ": hello\n\ndata: x\r\n\r\n"},
	{Name: "text", Body: "one\ntwo \U0001f600\r\n\nthree"},
	{Name: "number in a text", Body: "28\n28 days\n"},
	{Name: "byte order mark and an object", Body: "\xef\xbb\xbf{\"a\":1}\n"},
	{Name: "byte order mark and events", Body: "\xef\xbb\xbfdata: a\n\n\xef\xbb\xbfdata: b\n\ndata: c\n\n"},
	{Name: "blank lines only", Body: "\n\r\n \r"},
	{Name: "half a field", Body: "dat"},
	{Name: "half a byte order mark", Body: "\xef\xbb"},
}

// TestGolden keeps what is in every body that the recordings have, and in some of no
// type, as the engine finds the format by itself.
func TestGolden(t *testing.T) {
	var cases []vectors.Case
	for _, r := range recordings.All() {
		if r.IsWebSocket() {
			continue // a message is no body
		}
		for n := 1; ; n++ {
			head, body, err := r.Response(n)
			if err != nil {
				require.ErrorIs(t, err, fs.ErrNotExist)
				require.Greater(t, n, 1)
				break
			}
			cases = append(cases, vectors.Case{
				Group: "recordings, " + r.Preset, Name: fmt.Sprint(r.Name, " ", n), Body: string(body),
				Format: "auto", ContentType: head.Header.Get("Content-Type"), Limit: vectors.DefaultLimit,
			})
		}
	}
	for _, c := range sniffed {
		c.Group, c.Format, c.Limit = "found by the first bytes", "auto", vectors.DefaultLimit
		cases = append(cases, c)
	}
	framingtest.Golden(t, "golden/auto.txt", cases, func(c vectors.Case) framingtest.Input {
		return framingtest.Input{Limit: c.Limit, Moves: isSSE(c), Framer: func() framing.Framer {
			return newFramer(formatBy(framing.Auto, c.ContentType), framing.Source{ContentType: c.ContentType}, wants{})
		}}
	})
}

// isSSE reports whether a body is an event stream, whose records are not where they were.
func isSSE(c vectors.Case) bool {
	format := framing.FormatOf(c.ContentType)
	if format == framing.Auto {
		format, _ = framing.Sniff([]byte(c.Body))
	}
	return format == framing.SSE
}
