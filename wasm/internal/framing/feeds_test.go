package framing_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

// gitter is one exchange as the three documents of Gitter's streaming API would have
// it on the wire: CR, CRLF or LF ends a record, and a space and that is a keep-alive.
func gitter(delimiter string) string {
	return strings.Join([]string{` `, `{"id":"5f0c00aa","text":"hi\r\n"}`, ` `, "{\n \"id\": \"5f0c00ab\",\n \"text\": \"a } b\"\n}", ` `, ` `, ""}, delimiter)
}

var gitterWant = []string{"keep-alive", `data {"id":"5f0c00aa","text":"hi\r\n"}`, "keep-alive",
	"data {\n \"id\": \"5f0c00ab\",\n \"text\": \"a } b\"\n}", "keep-alive", "keep-alive"}

// TestGitter: the scan by depth reads all three, the framings by delimiter their own.
func TestGitter(t *testing.T) {
	for _, c := range []struct {
		name, delimiter string
		inputs          []framingtest.Input
	}{
		{"CR", "\r", []framingtest.Input{jsonInput, jsonLines(framing.CR)}},
		{"CRLF", "\r\n", []framingtest.Input{jsonInput, jsonLines(framing.CRLF), jsonLines(framing.CR)}},
		{"LF", "\n", []framingtest.Input{jsonInput}},
	} {
		for _, in := range c.inputs {
			got := in.Records(t, gitter(c.delimiter))
			for i, s := range got {
				got[i], _, _ = strings.Cut(s, ` " "`)
			}
			if !slices.Equal(got, gitterWant) {
				t.Errorf("%s: %q", c.name, got)
			}
		}
	}
}

// TestHeadOfARecordWithLF: Gitter's Ruby sample, where "." does not match LF, took
// the tail of such a message only and left its head in the buffer for ever.
func TestHeadOfARecordWithLF(t *testing.T) {
	const body = "{\"text\":\n\"tail\"}\r\n{\"id\":2}\r\n"
	want := []string{"data {\"text\":\n\"tail\"}", `data {"id":2}`}
	for _, in := range []framingtest.Input{jsonLines(framing.CRLF), jsonLines(framing.CR), jsonInput} {
		if got := in.Records(t, body); !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
	}
}

// TestKeepAlivesInOneChunk: fifty of them, then a record.
func TestKeepAlivesInOneChunk(t *testing.T) {
	for _, c := range []struct {
		mark string
		in   framingtest.Input
	}{
		{"\n", jsonLines(framing.LF)}, {"\r\n", jsonLines(framing.LF)}, {" \n", textLines(framing.LF)},
		{"\r", jsonLines(framing.CR)}, {"\r\n", jsonLines(framing.CR)}, {"\r\n", jsonLines(framing.CRLF)},
		{"\n", jsonInput}, {"\r", jsonInput}, {"\r\n", jsonInput}, {" \r\n", jsonInput}, {"\r\n", arrayInput},
		{"\r\n", lengthInput}, {"\n", lengthInput}, {"\x1e", seqInput},
	} {
		got := c.in.Records(t, "\x1e"[:strings.Count(c.mark, "\x1e")]+strings.Repeat(c.mark, 50))
		if len(got) != 50 || !strings.HasPrefix(got[0], "keep-alive") || slices.ContainsFunc(got, func(s string) bool { return s != got[49] }) {
			t.Errorf("%q: %d records, %q", c.mark, len(got), got)
		}
	}
}

// TestRecordsAreNotHeldBack: a record is there in the chunk that ends it.
func TestRecordsAreNotHeldBack(t *testing.T) {
	for name, c := range map[string]struct {
		in   framingtest.Input
		body string
	}{
		"LF":                     {jsonLines(framing.LF), "{}\n"},
		"CR":                     {jsonLines(framing.CR), "{}\r"},
		"CRLF":                   {jsonLines(framing.CRLF), "{}\r\n"},
		"json":                   {jsonInput, "{}"},
		"string":                 {jsonInput, `"a"`},
		"number":                 {jsonInput, "1 "},
		"json-seq":               {seqInput, "\x1e{}\n"},
		"json-array":             {arrayInput, "[{}"},
		"length":                 {lengthInput, "4\r\n{}\r\n"},
		"length, too short by 2": {lengthInput, "2\r\n{}\r\n"},
	} {
		s := framing.NewStream(c.in.Framer(), framing.NewTable(limit))
		for i := range len(c.body) {
			s.Reserve(1)[0] = c.body[i]
			s.Commit(1)
			if got := len(s.Rows); got != (i+1)/len(c.body) {
				t.Errorf("%s: %d records after %q", name, got, c.body[:i+1])
			}
		}
	}
}
