package live

import (
	"sync/atomic"

	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// A Format is one of the ways in which records are written to readers.
type Format int

// The formats.
const (
	SSE Format = iota
	NDJSON
	formats
)

// An Entry is a record, and what has been made of it for readers so far.
type Entry struct {
	record.Record

	epoch  string
	frames [formats]atomic.Pointer[[]byte]
}

// NewEntry is one that no tail has.
func NewEntry(epoch string, r record.Record) *Entry {
	if r.Type == record.GapType && r.Kind != record.Gap {
		r.Type = record.OtherGapType
	}
	return &Entry{Record: r, epoch: epoch}
}

// ID is the position behind the record.
func (e *Entry) ID() record.ID { return record.ID{Epoch: e.epoch, Sequence: e.Sequence} }

// Weight is about how many bytes it takes: the record, and its frames.
func (e *Entry) Weight() int { return 3*len(e.Data) + 512 }

// Frame is the record in a format. Two readers who are the first make it twice.
func (e *Entry) Frame(f Format) []byte {
	if made := e.frames[f].Load(); made != nil {
		return *made
	}
	frame := encoders[f](e)
	e.frames[f].Store(&frame)
	return frame
}

var encoders = [formats]func(*Entry) []byte{SSE: event, NDJSON: line}
