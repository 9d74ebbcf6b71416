package framing_test

import (
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

// TestBase: a row's place in the body, also after a byte order mark in pieces and
// when the row is the one that End gives. [framingtest.Input.Read] checks that the
// body has the row's bytes there, for every test; here the numbers are plain.
func TestBase(t *testing.T) {
	const body = "\xef\xbb\xbf{\"n\":1}\n\n{\"n\":2}\n{\"n\":3}"
	for _, cuts := range [][]int{nil, {1}, {2}, {3}, {5, 5, 13}, framingtest.Each(len(body))} {
		s := framing.NewStream(framing.NewJSONLines(framing.LF), framing.NewTable(limit))
		var places []int64
		note := func() {
			for _, row := range s.Rows {
				places = append(places, s.Base()+int64(row.Off))
			}
		}
		from := 0
		for _, to := range append(cuts[:len(cuts):len(cuts)], len(body)) {
			copy(s.Reserve(to-from), body[from:to])
			s.Commit(to - from)
			note()
			from = to
		}
		s.End(true)
		note()
		if len(places) != 4 || places[0] != 3 || places[1] != 11 || places[2] != 12 || places[3] != 20 {
			t.Errorf("cut at %v: rows at %v", cuts, places)
		}
	}
}

// TestCommitLess: a reader may fill less than it asked room for, or nothing.
func TestCommitLess(t *testing.T) {
	for name, framer := range framersByName() {
		s := framing.NewStream(framer, framing.NewTable(limit))
		copy(s.Reserve(100), "{}\n{}")
		s.Commit(0)
		if len(s.Rows) != 0 {
			t.Errorf("%s: %d rows out of nothing", name, len(s.Rows))
		}
		room := s.Reserve(3)
		if len(room) != 3 {
			t.Errorf("%s: room for %d bytes", name, len(room))
		}
		copy(room, "\n\n\n")
		s.Commit(1 << 20) // no more than was reserved counts
		if s.Base() != 0 || len(s.Buffer()) > 3 {
			t.Errorf("%s: base %d, %d bytes", name, s.Base(), len(s.Buffer()))
		}
		s.Reserve(10)
		s.Reserve(5)
		s.Commit(0)
		s.End(true)
		_, bytes := framer.(framing.BytesFramer) // to which three line ends are the beginning of a frame
		if len(s.Rows) != 0 && !bytes {
			t.Errorf("%s: %d rows at the end", name, len(s.Rows))
		}
	}
}

func framersByName() map[string]framing.Framer {
	byName := map[string]framing.Framer{}
	for _, f := range framing.Formats() {
		if framer, ok := framing.New(f, framing.Source{}); ok {
			byName[string(f)] = framer
		}
	}
	return byName
}

// TestLargeRecordIsNotHeldForEver: the buffer shrinks when no large record comes for a while.
func TestLargeRecordIsNotHeldForEver(t *testing.T) {
	s := framing.NewStream(framing.NewJSONLines(framing.LF), framing.NewTable(16<<20))
	send := func(text string) {
		copy(s.Reserve(len(text)), text)
		s.Commit(len(text))
	}
	chunk := strings.Repeat("a", 64<<10)
	send(`"`)
	for range 100 {
		send(chunk)
	}
	send("\"\n")
	if len(s.Rows) != 1 || int(s.Rows[0].Len) != 100*64<<10+2 {
		t.Fatalf("rows %v", s.Rows)
	}
	large := cap(s.Buffer())
	for range 100 {
		send("1\n")
		if got := cap(s.Buffer()); got != large {
			t.Fatalf("the buffer holds %d bytes, where the next large record would have needed %d", got, large)
		}
	}
	send("1\n")
	if got := cap(s.Buffer()); got > 256<<10 {
		t.Errorf("the buffer holds %d bytes", got)
	}
}
