package framing_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

// TestEachByteIsLookedAtOnce sends a record of 1 MiB in small pieces and takes away
// what was scanned; see [framingtest.Forget]. What the stream moves to make room is
// counted: it may be a small multiple of the body. An element of a sequence is looked at once
// more, as a whole: there the noise is found.
func TestEachByteIsLookedAtOnce(t *testing.T) {
	const size = 1 << 20
	record := `"` + strings.Repeat("a", size-2) + `"`
	for _, c := range []struct {
		name   string
		framer func() framing.Framer
		noise  string
		body   string
	}{
		{"LF", jsonLines(framing.LF).Framer, "\n", record + "\n"},
		{"CR", textLines(framing.CR).Framer, "\r", record + "\r"},
		{"CRLF", textLines(framing.CRLF).Framer, "\r\n", record + "\r\n"},
		{"JSON string", jsonInput.Framer, "\"\n}", record},
		{"JSON array", jsonInput.Framer, "\"]\n{", "[" + record[1:size-1] + "]"},
		{"JSON sequence", seqInput.Framer, "\"\x1e}", "\x1e" + record + "\n"},
		{"top-level array", arrayInput.Framer, "\"]},", "[" + record + "]"},
		{"length, count too short", lengthInput.Framer, "\n", "10\r\n" + record + "\r\n"},
		{"length", lengthInput.Framer, "\r\n", fmt.Sprintf("%d\r\n%s\r\n", size+2, record)},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, piece := range []int{1, 2, 7, 64} {
				s := framing.NewStream(framingtest.Forget(c.framer(), c.noise), framing.NewTable(size))
				moved := framingtest.Send(s, c.body[:len(c.body)-2], piece)
				if n := len(s.Rows); n != 0 {
					t.Fatalf("pieces of %d bytes: %d rows before the end", piece, n)
				}
				copy(s.Reserve(2), c.body[len(c.body)-2:])
				s.Commit(2)
				want := framing.Data
				if c.name == "JSON sequence" {
					want = framing.Malformed
				}
				if len(s.Rows) != 1 || s.Rows[0].Kind() != want || s.Rows[0].Len != size {
					t.Fatalf("pieces of %d bytes: rows %v", piece, s.Rows)
				}
				if moved > 4*size {
					t.Errorf("pieces of %d bytes: %d bytes moved", piece, moved)
				}
			}
		})
	}
}

// TestRefusedBytesAreNotKept: floods without a delimiter, at every piece size. That
// the buffer stays within a small multiple of the limit is checked at every batch.
func TestRefusedBytesAreNotKept(t *testing.T) {
	floods := []string{"a", "\r", "\n", "{", "}", "[", "\"", "\\", "1", "9999\r\n", "5\r\nab", " ", ",", "\x1e", "t", "<b>\n"}
	for name, in := range map[string]framingtest.Input{
		"LF": jsonLines(framing.LF), "CR": jsonLines(framing.CR), "CRLF": jsonLines(framing.CRLF), "text": textLines(framing.LF),
		"json": jsonInput, "json-seq": seqInput, "json-array": arrayInput, "length": lengthInput,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, head := range []string{"", "[", "\x1e", "{\"a\":\"", "9\r\n"} {
				for _, flood := range floods {
					body := []byte(head + strings.Repeat(flood, 1000))
					for _, piece := range []int{1, 13, 500, len(body)} {
						in.WithLimit(64).Read(t, body, framingtest.Every(piece, len(body)))
					}
				}
			}
		})
	}
}

// TestNothingIsAllocatedPerRecord: once a stream is warm, records cost no memory.
func TestNothingIsAllocatedPerRecord(t *testing.T) {
	for name, c := range map[string]struct {
		in    framingtest.Input
		chunk string
		rows  int
	}{
		"LF":         {jsonLines(framing.LF), "{\"a\":1}\n\n12\noops\n\"123456789012345678901234567890\"\n{", 5},
		"CRLF":       {jsonLines(framing.CRLF), "{}\r\n{}\n{}\r\n{\n", 3},
		"text":       {textLines(framing.LF), "a\nb\r\nc", 2},
		"json":       {jsonInput, "{\"a\":[1]} 12 true \"b\"\n\n<b>\n{}{}\n\"", 8},
		"json-seq":   {seqInput, "\x1e{}\n\x1e\x1e12\n\x1eoops\n\x1e[", 4},
		"json-array": {arrayInput, "[{},[],1,\n\n\"\",{}\n,{\"a\":1}", 6},
		"length":     {lengthInput, "4\r\n{}\r\n\r\nabc\r\n2\r\n{}\r\n99999999999999999999999\r\n{}\r\n4\r\n", 5},
	} {
		s := framing.NewStream(c.in.Framer(), framing.NewTable(20))
		send := func() {
			copy(s.Reserve(len(c.chunk)), c.chunk)
			s.Commit(len(c.chunk))
		}
		send()
		if len(s.Rows) < c.rows {
			t.Errorf("%s: %d rows", name, len(s.Rows))
		}
		for range 100 {
			send()
		}
		if n := testing.AllocsPerRun(100, send); n != 0 {
			t.Errorf("%s: %v allocations per batch", name, n)
		}
	}
}
