// Package framingtest replays bodies through a framer at every cut and says in
// words what came out. It is support for tests and not part of the library.
package framingtest

import (
	"bytes"
	"slices"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/feedsource/feedsource/test/vectors"
	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// An Input makes the framers that bodies are read with.
type Input struct {
	Framer func() framing.Framer
	Limit  int
	// Moves says that the framer joins lines: a row's bytes need not lie in the
	// buffer as they lie in the body.
	Moves bool
}

// WithLimit is the same input with another record limit.
func (in Input) WithLimit(n int) Input {
	in.Limit = n
	return in
}

// Read sends body in pieces that end at cuts, then its end, and gives a line for
// each record. Whatever must hold for every batch of every body is checked here.
func (in Input) Read(tb testing.TB, body []byte, cuts []int) []string {
	tb.Helper()
	return vectors.Words(in.Placed(tb, body, cuts))
}

// Placed is Read with the records as they are, and their places.
func (in Input) Placed(tb testing.TB, body []byte, cuts []int) []vectors.Record {
	tb.Helper()
	table := framing.NewTable(in.Limit)
	return in.into(tb, framing.NewStream(in.Framer(), table), body, cuts)
}

// ReadInto is Read with a stream of the caller's.
func (in Input) ReadInto(tb testing.TB, s *framing.Stream, body []byte, cuts []int) []string {
	tb.Helper()
	return vectors.Words(in.into(tb, s, body, cuts))
}

func (in Input) into(tb testing.TB, s *framing.Stream, body []byte, cuts []int) []vectors.Record {
	tb.Helper()
	_, binary := in.Framer().(framing.BytesFramer)
	r := reading{Input: in, Stream: s, body: body, text: utf8.Valid(body) && !binary}
	from, widest := 0, 0
	for i := 0; i <= len(cuts); i++ {
		to := len(body)
		if i < len(cuts) {
			to = cuts[i]
		}
		copy(s.Reserve(to-from), body[from:to])
		s.Commit(to - from)
		from, widest = to, max(widest, to-from)
		r.batch(tb)
		// Event data and a line after it at most, and as much again for growth; or a header.
		most := 3*(s.Limit()+1) + widest
		if binary {
			most += longestHeader
		}
		if cap(s.Buffer()) > most {
			tb.Fatalf("buffer of %d bytes with limit %d and chunks of %d", cap(s.Buffer()), s.Limit(), widest)
		}
	}
	s.End(true)
	r.batch(tb)
	return r.records
}

// longestHeader is more than the framers of bytes hold of a record beside what counts for the limit.
const longestHeader = 64

// A reading is one body on its way through a stream.
type reading struct {
	Input
	*framing.Stream
	body    []byte
	text    bool // the body is UTF-8, and the rows are to be decoded
	records []vectors.Record
}

// batch checks the rows of one batch and appends them to the records.
func (r *reading) batch(tb testing.TB) {
	buf, behind := r.Buffer(), 0
	for i, row := range r.Rows {
		off, end := int(row.Off), int(row.Off+row.Len)
		if off < behind || end < off || end > len(buf) {
			tb.Fatalf("row %d is [%d:%d], the row before ends at %d, the buffer at %d", i, off, end, behind, len(buf))
		}
		if row.Len > int32(r.Stream.Limit()) {
			tb.Fatalf("row %d holds %d bytes, the limit is %d", i, row.Len, r.Stream.Limit())
		}
		behind = end
		text := buf[off:end]
		if row.IsBytes() {
			_, text = r.Head.Split(text)
			off = end - len(text)
		}
		if place := int(r.Base()) + off; !r.Moves && !bytes.HasPrefix(r.body[place:], text) {
			tb.Fatalf("row %d: %q is not at %d of the body", i, text, place)
		}
		record := recordOf(r.Table, row, text)
		if row.IsBytes() {
			header, _ := r.Head.Split(buf[row.Off:end])
			record.Kind, record.Head = vectors.Bytes, string(header)
		}
		if !r.Moves {
			record.At = int(r.Base()) + off
		}
		r.records = append(r.records, record)
	}
	if len(r.Rows) > 0 && r.text && !r.HasBytes() {
		sliced(tb, buf, r.Rows, behind)
	}
}

// sliced decodes a batch at once and slices it by UTF-16 units, as JavaScript does.
func sliced(tb testing.TB, buf []byte, rows []framing.Row, end int) {
	region := buf[rows[0].Off:end]
	if !utf8.Valid(region) {
		tb.Fatalf("the batch is not UTF-8: %q", region)
	}
	units, measured := utf16.Encode([]rune(string(region))), slices.Clone(rows)
	framing.Measure(buf, measured)
	for i, row := range rows {
		at, n := measured[i].Off-rows[0].Off, measured[i].Len
		if got, want := string(utf16.Decode(units[at:at+n])), string(buf[row.Off:row.Off+row.Len]); got != want {
			tb.Fatalf("row %d is sliced as %q, not %q", i, got, want)
		}
	}
}

// recordOf is a record, with the event type and last event ID unless they are the
// usual ones.
func recordOf(t *framing.Table, row framing.Row, text []byte) vectors.Record {
	record := vectors.Record{Kind: vectors.Data, At: vectors.Anywhere, Text: string(text)}
	switch row.Kind() {
	case framing.Malformed:
		record.Kind = framing.Reason(row.Aux).Word()
		return record
	case framing.KeepAlive:
		record.Kind = vectors.KeepAlive
	case framing.Comment:
		record.Kind = vectors.Comment
	}
	if row.Type() != 0 {
		record.Type = typeName(t, row.Type())
	}
	record.ID = string(t.IDs.At(int(row.Aux)))
	return record
}

// typeName reads a type as JavaScript does, from the joined list.
func typeName(t *framing.Table, slot int) string {
	return string(bytes.Split(t.Types.Joined(), []byte("\n"))[slot])
}
