package framing_test

import (
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// large reads a body of one record of n bytes in chunks, through a table with a spare
// buffer, and returns where the buffer was at the end.
func large(t *testing.T, spare *framing.Spare, letter string, n int) *byte {
	t.Helper()
	table := framing.NewTable(64 << 20)
	table.Spare = spare
	s := framing.NewStream(framing.NewJSONLines(framing.LF), table)
	text := `"` + strings.Repeat(letter, n) + `"`
	for rest := text; rest != ""; {
		k := min(len(rest), 60<<10)
		copy(s.Reserve(k), rest[:k])
		s.Commit(k)
		rest = rest[k:]
	}
	s.End(true)
	if len(s.Rows) != 1 || string(s.Buffer()[s.Rows[0].Off:][:s.Rows[0].Len]) != text {
		t.Fatalf("a record of %d bytes did not come out as it was", len(text))
	}
	return &s.Buffer()[0]
}

// TestSpareBufferServesTheNextBody: also the one after it, and with nothing of the last
// body left in the records.
func TestSpareBufferServesTheNextBody(t *testing.T) {
	spare := &framing.Spare{}
	first := large(t, spare, "a", 4<<20)
	if large(t, spare, "b", 4<<20) != first || large(t, spare, "c", 3<<20) != first {
		t.Error("the buffer was made anew")
	}
	if large(t, spare, "d", 100) == first {
		t.Error("a small record took the large buffer")
	}
}

// TestSpareIsBounded: the buffer of a huge record goes with its body.
func TestSpareIsBounded(t *testing.T) {
	spare := &framing.Spare{}
	huge := large(t, spare, "a", 20<<20)
	if large(t, spare, "b", 20<<20) == huge {
		t.Error("a buffer of more than 20 MiB was kept")
	}
}

// TestStreamsTakeTurnsWithTheSpare: while one stream has it, another makes its own.
func TestStreamsTakeTurnsWithTheSpare(t *testing.T) {
	spare := &framing.Spare{}
	large(t, spare, "a", 4<<20)
	table := framing.NewTable(64 << 20)
	table.Spare = spare
	s := framing.NewStream(framing.NewJSONLines(framing.LF), table)
	copy(s.Reserve(2<<20), `"`+strings.Repeat("x", 2<<20))
	s.Commit(2 << 20)
	large(t, spare, "b", 4<<20)
	s.Reserve(2)[0] = '"'
	s.Commit(1)
	s.End(true)
	if text := string(s.Buffer()[s.Rows[0].Off:][:s.Rows[0].Len]); text != `"`+strings.Repeat("x", 2<<20-1)+`"` {
		t.Error("another stream wrote into the buffer")
	}
}
