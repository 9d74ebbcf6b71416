package sse_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
	"github.com/feedsource/feedsource/wasm/internal/sse"
)

// TestEachByteIsLookedAtOnce sends a line of 1 MiB in small pieces and takes away
// what was scanned; see [framingtest.Forget].
func TestEachByteIsLookedAtOnce(t *testing.T) {
	const size = 1 << 20
	for _, piece := range []int{1, 2, 7, 64} {
		s := framing.NewStream(framingtest.Forget(new(sse.Parser), "\n\r:"), framing.NewTable(size))
		moved := framingtest.Send(s, "data: "+strings.Repeat("a", size-6), piece)
		if len(s.Rows) != 0 {
			t.Fatalf("pieces of %d bytes: %d rows before the end", piece, len(s.Rows))
		}
		copy(s.Reserve(2), "\n\n")
		s.Commit(2)
		if len(s.Rows) != 1 || s.Rows[0].Kind() != framing.Data || s.Rows[0].Len != size-6 {
			t.Fatalf("pieces of %d bytes: rows %v", piece, s.Rows)
		}
		if moved > 4*size {
			t.Errorf("pieces of %d bytes: %d bytes moved", piece, moved)
		}
	}
}

// TestBlockOfManyLines: 100 000 data lines, with other fields among them, make one
// event. Whole and in pieces of any size the lines are moved to their place once.
func TestBlockOfManyLines(t *testing.T) {
	const lines = 100_000
	body := strings.Repeat("data: é\nevent: tick\ndata:x\r\n:c\n", lines/2) + "\n"
	want := strings.TrimSuffix(strings.Repeat("é\nx\n", lines/2), "\n")
	for _, piece := range []int{1, 3, 64, 4096, len(body)} {
		s := framing.NewStream(new(sse.Parser), framing.NewTable(len(want)))
		moved := framingtest.Send(s, body, piece)
		last := s.Rows[len(s.Rows)-1]
		if got := s.Buffer()[last.Off : last.Off+last.Len]; string(got) != want || last.Kind() != framing.Data {
			t.Fatalf("pieces of %d bytes: row %v", piece, last)
		}
		if moved > 4*len(body) {
			t.Errorf("pieces of %d bytes: %d bytes moved", piece, moved)
		}
	}
}

// TestLongLineBehindLongData: a block may hold data of the limit and, open, a line
// of the limit; the room for both is not made anew for each piece.
func TestLongLineBehindLongData(t *testing.T) {
	const size = 1 << 18
	long := strings.Repeat("a", size-5)
	body := "data:" + long + "\nevent:" + long[1:] + "\ndata:\n\n"
	for _, piece := range []int{1, 7, 64} {
		s := framing.NewStream(new(sse.Parser), framing.NewTable(size))
		if moved := framingtest.Send(s, body, piece); moved > 8*size {
			t.Errorf("pieces of %d bytes: %d bytes moved", piece, moved)
		}
		if len(s.Rows) != 1 || s.Rows[0].Len != size-4 || s.Rows[0].Type() != 1 {
			t.Fatalf("pieces of %d bytes: rows %v", piece, s.Rows)
		}
	}
}

// TestFloods: what has no end must not fill the memory. That the buffer stays within
// a small multiple of the limit is checked at every batch.
func TestFloods(t *testing.T) {
	for name, c := range map[string]struct{ head, flood string }{
		"no line end":              {"", "a"},
		"data without line end":    {"data:", "a"},
		"data lines":               {"", "data:x\n"},
		"empty data lines":         {"data:x\n", "data\r\n"},
		"comments":                 {"", ":xyz\n"},
		"comments in a block":      {"data:x\n", ":xyz\n"},
		"types in a block":         {"data:x\n", "event:xyz\r"},
		"IDs in a block":           {"data:x\n", "id:xyz\n"},
		"line within a block":      {"data:x\n", ":"},
		"blank lines":              {"", "\n"},
		"CR":                       {"data:x", "\r"},
		"lines over the limit":     {"data:x\n", strings.Repeat("data:", 20) + "\n"},
		"data and long lines":      {"data:" + strings.Repeat("y", 55) + "\n", strings.Repeat("z", 63) + "\n"},
		"half characters in a gap": {"data:x\n", ":\x80\x80\x80\xff\ndata:\x80\n"},
	} {
		t.Run(name, func(t *testing.T) {
			body := []byte(c.head + strings.Repeat(c.flood, 1000))
			for _, piece := range []int{1, 13, 500, len(body)} {
				input.WithLimit(64).Read(t, body, framingtest.Every(piece, len(body)))
			}
		})
	}
}

// TestNamesWithoutEnd: event types and IDs that are new every time are forgotten.
func TestNamesWithoutEnd(t *testing.T) {
	for name, long := range map[string]string{"short": "", "long": strings.Repeat("é", 400)} {
		t.Run(name, func(t *testing.T) {
			table := framing.NewTable(limit)
			s := framing.NewStream(new(sse.Parser), table)
			for i := range 20000 {
				text := fmt.Sprintf("event:t%s%d\nid:i%s%d\ndata:x\n\n", long, i, long, i)
				framingtest.Send(s, text, 50)
				if n := cap(table.Types.Joined()) + cap(table.IDs.Joined()); n > 160<<10 {
					t.Fatalf("event %d: %d bytes of names", i, n)
				}
			}
			if got, want := string(table.IDs.Current()), fmt.Sprintf("i%s19999", long); got != want {
				t.Errorf("last event ID %q", got)
			}
			if table.Types.Epoch() == 0 || table.Types.Count() > 300 {
				t.Errorf("epoch %d, %d types", table.Types.Epoch(), table.Types.Count())
			}
		})
	}
}

// TestNothingIsAllocatedPerEvent: once a stream is warm, events cost no memory.
func TestNothingIsAllocatedPerEvent(t *testing.T) {
	const chunk = "id: 1\nevent: a\ndata: x\n\nid: 2\nevent: b\ndata: y\ndata: z\n\n: c\n\nretry: 5\nid: 3\ndata\n\n" +
		"data: 12345678901234567890\n\nevent: a\ndata: 1\nda"
	s := framing.NewStream(new(sse.Parser), framing.NewTable(20))
	send := func() {
		copy(s.Reserve(len(chunk)), chunk)
		s.Commit(len(chunk))
	}
	for range 100 {
		send()
	}
	if n := testing.AllocsPerRun(100, send); n != 0 || len(s.Rows) != 5 {
		t.Errorf("%v allocations per batch of %d rows", n, len(s.Rows))
	}
}
