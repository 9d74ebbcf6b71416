package serve

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/feedsource/feedsource/web/relay/internal/live"
	"github.com/feedsource/feedsource/web/relay/internal/record"
	"github.com/feedsource/feedsource/web/relay/internal/store"
)

// A passage is a piece of the stream, encoded once for all who read it.
type passage struct {
	epoch   string
	asked   uint64 // there is nothing between this sequence and first
	first   uint64
	through uint64 // 0 of none
	entries []*live.Entry
}

func passageOf(epoch string, asked uint64, p store.Piece) passage {
	entries := make([]*live.Entry, len(p.Records))
	for i, one := range p.Records {
		entries[i] = live.NewEntry(epoch, one)
	}
	return passage{epoch, asked, p.First, p.Through, entries}
}

func (p *passage) has(at record.ID) bool {
	return p.epoch == at.Epoch && p.asked <= at.Sequence && at.Sequence <= p.through
}

// from is the part from a sequence on.
func (p passage) from(sequence uint64) passage {
	i, _ := slices.BinarySearchFunc(p.entries, sequence, func(e *live.Entry, s uint64) int { return int(int64(e.Sequence - s)) })
	p.asked, p.first, p.entries = sequence, max(p.first, sequence), p.entries[i:]
	return p
}

func (p *passage) weight() (sum int) {
	for _, e := range p.entries {
		sum += e.Weight()
	}
	return sum
}

// A shelf has what was read from the stream a moment ago: readers who come back together have missed the same.
type shelf struct {
	read func(context.Context, uint64) (store.Piece, error)

	mu       sync.Mutex
	passages []*passage // the newest last
	weight   int
	lookups  []*lookup
	slots    chan struct{} // for each lookup at a time
}

// How much is on a shelf, and for how long.
const (
	shelfWeight = 16 << 20
	shelfTime   = 10 * time.Second
)

// reach is how far behind where it begins a lookup may find a record, which others then wait for.
const reach = 500

// A lookup reads the stream, for whoever waits.
type lookup struct {
	at    record.ID
	done  chan struct{} // closed when the rest is there
	found passage
	err   error
}

func newShelf(read func(context.Context, uint64) (store.Piece, error)) *shelf {
	return &shelf{read: read, slots: make(chan struct{}, 16)}
}

// get is what the stream has from a position on.
func (s *shelf) get(ctx context.Context, at record.ID) (passage, error) {
	for {
		p, l := s.find(at)
		if p != nil {
			return p.from(at.Sequence), nil
		}
		select {
		case <-ctx.Done():
			return passage{}, ctx.Err()
		case <-l.done:
		}
		if l.err != nil {
			return passage{}, l.err
		}
		if l.found.has(at) {
			return l.found.from(at.Sequence), nil
		}
	}
}

// find is a passage, or the lookup that may find it: one that is under way, or a new one.
func (s *shelf) find(at record.ID) (*passage, *lookup) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.passages {
		if p.has(at) {
			return p, nil
		}
	}
	for _, l := range s.lookups {
		if l.at.Epoch == at.Epoch && l.at.Sequence <= at.Sequence && at.Sequence-l.at.Sequence < reach {
			return nil, l
		}
	}
	l := &lookup{at: at, done: make(chan struct{})}
	s.lookups = append(s.lookups, l)
	go s.look(l)
	return nil, l
}

// look goes on if who asked is gone: others may wait.
func (s *shelf) look(l *lookup) {
	s.slots <- struct{}{}
	piece, err := s.read(context.Background(), l.at.Sequence)
	<-s.slots
	l.err = err
	if err == nil {
		l.found = passageOf(l.at.Epoch, l.at.Sequence, piece)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lookups = slices.DeleteFunc(s.lookups, func(other *lookup) bool { return other == l })
	if err == nil && l.found.first == l.at.Sequence { // else a replica may have answered that is behind, and the next one has more
		s.put(&l.found)
	}
	close(l.done)
}

func (s *shelf) put(p *passage) {
	s.passages = append(s.passages, p)
	s.weight += p.weight()
	for s.weight > shelfWeight && len(s.passages) > 1 {
		s.weight -= s.passages[0].weight()
		s.passages = slices.Delete(s.passages, 0, 1)
	}
	time.AfterFunc(shelfTime, func() { s.remove(p) })
}

func (s *shelf) remove(p *passage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := slices.Index(s.passages, p); i >= 0 {
		s.weight -= p.weight()
		s.passages = slices.Delete(s.passages, i, i+1)
	}
}
