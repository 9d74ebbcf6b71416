// Package streamtest has a stream in memory, for tests of what reads one.
package streamtest

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/feedsource/feedsource/web/relay/internal/record"
	"github.com/feedsource/feedsource/web/relay/internal/store"
)

// A Stream does as store.Feed does, and what a test wants besides.
type Stream struct {
	mu       sync.Mutex
	epoch    string
	first    uint64
	records  []record.Record // the one of sequence 1 first; those before first have gone
	follower []chan store.Piece
	deaf     bool
	behind   int // how often it still says that it is empty
	lame     bool
	failure  error
}

// New is an empty stream. Epochs of tests are digits and end in "ab".
func New(epoch int) *Stream { return &Stream{epoch: fmt.Sprintf("%010dab", epoch), first: 1} }

// Anew makes the stream another one.
func (s *Stream) Anew(epoch int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.epoch, s.first, s.records = fmt.Sprintf("%010dab", epoch), 1, nil
}

// Drop has everything before a sequence go.
func (s *Stream) Drop(before uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.first = before
}

// Mute has what is added not be republished.
func (s *Stream) Mute(is bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.deaf = is
}

// Behind has the stream say, so often, that it is empty, as a leader does that has just become it.
func (s *Stream) Behind(times int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.behind = times
}

// Lame has reading begin at the last record, as with a replica that has lost all others.
func (s *Stream) Lame(is bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lame = is
}

// Fail has nobody be told what the stream has, but why not; nil ends that.
func (s *Stream) Fail(why error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failure = why
}

// Add stores records.
func (s *Stream) Add(records ...record.Record) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range records {
		r.Sequence, r.Stored = uint64(len(s.records)+1), time.Now()
		s.records = append(s.records, r)
		for _, f := range s.follower {
			if !s.deaf {
				f <- store.Piece{First: r.Sequence, Through: r.Sequence, Records: []record.Record{r}}
			}
		}
	}
}

// AddNumbers stores records whose texts are numbers, which are their sequences if there is nothing else.
func (s *Stream) AddNumbers(from, to int) {
	for i := from; i <= to; i++ {
		s.Add(record.Record{Data: []byte(strconv.Itoa(i))})
	}
}

// ID is that of a sequence of the stream.
func (s *Stream) ID(sequence int) record.ID {
	s.mu.Lock()
	defer s.mu.Unlock()
	return record.ID{Epoch: s.epoch, Sequence: uint64(sequence)}
}

// State is what the stream has.
func (s *Stream) State(context.Context) (store.State, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failure != nil {
		return store.State{}, s.failure
	}
	last := uint64(len(s.records))
	if s.behind > 0 {
		s.behind--
		last = 0
	}
	return store.State{Epoch: s.epoch, First: s.first, Last: last, Messages: last + 1 - s.first}, nil
}

// PieceRecords is how many records a piece has at most.
const PieceRecords = 100

// Read reads from a sequence on.
func (s *Stream) Read(_ context.Context, from uint64) (store.Piece, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	from = max(from, s.first)
	if s.lame {
		from = max(from, uint64(len(s.records)))
	}
	if from > uint64(len(s.records)) {
		return store.Piece{}, store.ErrNone
	}
	records := s.records[from-1:]
	records = records[:min(len(records), PieceRecords)]
	return store.Piece{First: from, Through: from + uint64(len(records)) - 1, Records: records}, nil
}

// ReadSince reads from a time on.
func (s *Stream) ReadSince(ctx context.Context, since time.Time) (store.Piece, error) {
	s.mu.Lock()
	from := uint64(len(s.records) + 1)
	for _, r := range s.records {
		if !r.Stored.Before(since) {
			from = r.Sequence
			break
		}
	}
	s.mu.Unlock()
	return s.Read(ctx, from)
}

// Follow gives what is added.
func (s *Stream) Follow(context.Context) (<-chan store.Piece, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	pieces := make(chan store.Piece, 100_000)
	s.follower = append(s.follower, pieces)
	return pieces, nil
}
