package live

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/feedsource/feedsource/web/relay/internal/record"
	"github.com/feedsource/feedsource/web/relay/internal/store"
)

// A Source is the stream of a feed.
type Source interface {
	State(ctx context.Context) (store.State, error)
	Read(ctx context.Context, from uint64) (store.Piece, error)
	Follow(ctx context.Context) (<-chan store.Piece, error)
}

// A Tail is the newest records of a feed, as far as this process knows.
type Tail struct {
	// Gather is how long records wait for others at most, so that they are written together. 0 is not at all.
	Gather time.Duration

	source  Source
	room    int // in bytes
	log     *slog.Logger
	readers atomic.Int64

	mu      sync.RWMutex
	state   store.State // as it was asked for last; its Epoch is that of the entries
	entries []*Entry    // the records behind base, through through
	base    uint64
	through uint64
	bytes   int
	changed chan struct{} // closed and made anew when something has
	told    time.Time     // when that was

	// What has been read and is not told yet. Only the goroutine of Run adds to it.
	waiting []record.Record
	read    uint64 // through
	isDue   bool   // it will be told

	heard    uint64    // the sequence that was republished last; only the goroutine of Run knows it
	followed time.Time // when the stream was last what the tail took it for
	why      error     // it is not followed since
}

// NewTail keeps records of so many bytes, and always the newest.
func NewTail(source Source, room int, log *slog.Logger) *Tail {
	return &Tail{source: source, room: room, log: log, changed: make(chan struct{})}
}

// preload is how many records a tail begins with: readers whose node has started anew are not far behind.
const preload = 1000

// append is the one place that adds records; only the goroutine of Run comes here.
func (t *Tail) append(p store.Piece) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if p.First > t.read+1 { // what was in between is not kept any more
		t.begin(p.First)
	}
	t.waiting = append(t.waiting, p.Records...)
	t.read = p.Through
	if t.isDue {
		return
	}
	if wait := t.gathering() - time.Since(t.told); wait > 0 {
		t.isDue = true
		time.AfterFunc(wait, func() {
			t.mu.Lock()
			defer t.mu.Unlock()
			t.tell()
		})
		return
	}
	t.tell()
}

// begin has the tail go on from a sequence, with nothing.
func (t *Tail) begin(from uint64) {
	t.entries, t.bytes, t.waiting = nil, 0, nil
	t.base, t.through, t.read = from-1, from-1, from-1
}

// forget drops what the stream does not keep any more. What is told is no longer than what is kept.
func (t *Tail) forget(before uint64) {
	drop := 0
	for ; drop < len(t.entries) && t.entries[drop].Sequence < before; drop++ {
		t.bytes -= t.entries[drop].Weight()
		t.base = t.entries[drop].Sequence
	}
	t.entries = t.entries[drop:]
}

// A write takes a processor some ten microseconds, however short it is. Twice as long for each reader is about half a processor for a feed
// on which records never cease.
const forEachReader = 20 * time.Microsecond

// gathering is how long it is from one time that readers are told of records to the next, at least.
func (t *Tail) gathering() time.Duration {
	return min(time.Duration(t.readers.Load())*forEachReader, t.Gather)
}

// Join counts a reader, until it leaves.
func (t *Tail) Join() (leave func()) {
	t.readers.Add(1)
	return func() { t.readers.Add(-1) }
}

// tell shows readers what has been read.
func (t *Tail) tell() {
	for _, r := range t.waiting {
		e := NewEntry(t.state.Epoch, r)
		t.entries = append(t.entries, e)
		t.bytes += e.Weight()
	}
	t.through, t.waiting, t.isDue, t.told = t.read, nil, false, time.Now()
	drop := 0
	for ; t.bytes > t.room && drop < len(t.entries)-1; drop++ {
		t.bytes -= t.entries[drop].Weight()
		t.base = t.entries[drop].Sequence
	}
	t.entries = t.entries[drop:]
	close(t.changed)
	t.changed = make(chan struct{})
}
