package feed

import (
	"bytes"
	"slices"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

// FuzzAuto looks for a body whose records depend on how it is cut while its format is
// being found, or on whether it was found or named.
func FuzzAuto(f *testing.F) {
	for i, c := range sniffed {
		f.Add([]byte(c.Body), "", uint64(i))
	}
	f.Add([]byte(" a\n b\n"), "text/html", uint64(0))
	f.Add([]byte("\t<a>\n<b>"), "text/html", uint64(0))
	f.Add([]byte("\ufeff\ufeffdata: b\ndata: c\n"), "", uint64(9))
	f.Add([]byte("{}\n{}\n"), "application/x-ndjson", uint64(1))
	f.Add([]byte("0\x1c"), "0", uint64(21))
	f.Add([]byte("\x1e{}\n"), "Application/JSON-Seq; charset=utf-8", uint64(2))
	f.Fuzz(func(t *testing.T, body []byte, contentType string, seed uint64) {
		found := input(func() framing.Framer {
			return newFramer(formatBy(framing.Auto, contentType), framing.Source{ContentType: contentType}, wants{})
		})
		got := framingtest.Uncut(t, found, body, seed)
		format := framing.FormatOf(contentType)
		if format == framing.Auto {
			format, _ = framing.Sniff(body)
		}
		text := format == framing.TextLines && !isMarkupType(framing.Essence(contentType)) // else it may be a web page
		unmarked := bytes.TrimPrefix(body, []byte("\ufeff"))
		first := bytes.TrimLeft(unmarked, " \t")
		indent := len(unmarked) - len(first)
		switch {
		case format == "", len(first) == 0, first[0] == '\r', first[0] == '\n', indent > 0 && !text, indent > maxIndentBytes:
			return // what is blank before the first record belongs to no format yet
		case format == framing.TextLines && !text:
			return
		case text && isNoText(first):
			return
		}
		named := input(func() framing.Framer { return framerOf(format, framing.Source{ContentType: contentType}, wants{}) })
		if want := named.Read(t, body, nil); !slices.Equal(got, want) {
			t.Fatalf("%q\nfound %q\nnamed %q", body, got, want)
		}
	})
}

// isNoText reports whether a body is refused where its format is to be found.
func isNoText(body []byte) bool {
	kind, _ := unreadable(body, true)
	return kind != "" || isMarkup(body)
}

// input has the limit of most bodies, and rows that may have been joined.
func input(framer func() framing.Framer) framingtest.Input {
	return framingtest.Input{Framer: framer, Limit: 1000, Moves: true}
}
