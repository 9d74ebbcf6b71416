package live

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sort"
	"sync"
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
	source Source
	room   int // in bytes
	log    *slog.Logger

	mu      sync.RWMutex
	state   store.State // as it was asked for last; its Epoch is that of the entries
	entries []*Entry    // the records behind base, through through
	base    uint64
	through uint64
	bytes   int
	changed chan struct{} // closed and made anew when something has
}

// NewTail keeps records of so many bytes, and always the newest.
func NewTail(source Source, room int, log *slog.Logger) *Tail {
	return &Tail{source: source, room: room, log: log, changed: make(chan struct{})}
}

// preload is how many records a tail begins with: readers whose node has started anew are not far behind.
const preload = 1000

// lookEvery is how often the stream is asked whether something was not republished.
const lookEvery = 2 * time.Second

// Run keeps the tail until ctx is done.
func (t *Tail) Run(ctx context.Context) {
	for ctx.Err() == nil {
		err := t.follow(ctx)
		if ctx.Err() != nil {
			return
		}
		t.log.Warn("the feed is followed anew", "error", err)
		pause(ctx, time.Second)
	}
}

func (t *Tail) follow(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	pieces, err := t.source.Follow(ctx)
	if err != nil {
		return err
	}
	if err := t.look(ctx); err != nil {
		return err
	}
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return ctx.Err()
		case p := <-pieces:
			err = t.take(ctx, p)
		case <-ticker.C:
			err = t.look(ctx)
		}
		if err != nil {
			return err
		}
	}
}

// look compares the tail with the stream, and begins anew when that is another one.
func (t *Tail) look(ctx context.Context) error {
	state, err := t.source.State(ctx)
	if err != nil {
		return err
	}
	t.mu.Lock()
	if state.Epoch != t.state.Epoch || state.Last < t.through {
		if t.state.Epoch == state.Epoch {
			t.log.Error("the stream has lost messages", "had", t.through, "has", state.Last)
		}
		from := max(state.First, 1)
		if state.Last > from+preload {
			from = state.Last - preload
		}
		t.entries, t.bytes, t.base, t.through = nil, 0, from-1, from-1
	}
	t.state = state
	t.tell()
	t.mu.Unlock()
	return t.fill(ctx, state.Last)
}

// take appends a piece that follows on, and what is missing ahead of it.
func (t *Tail) take(ctx context.Context, p store.Piece) error {
	if p.Through <= t.through {
		return nil
	}
	if p.First > t.through+1 {
		if err := t.fill(ctx, p.First-1); err != nil {
			return err
		}
	}
	if p.Through > t.through { // else it has come with what was missing
		t.append(p)
	}
	return nil
}

// fill reads through a sequence. A replica that was asked may not have it yet.
func (t *Tail) fill(ctx context.Context, through uint64) error {
	const tries = 100
	for try := 0; t.through < through; try++ {
		p, err := t.source.Read(ctx, t.through+1)
		if errors.Is(err, store.ErrNone) && try < tries {
			pause(ctx, 50*time.Millisecond)
			continue
		}
		if err != nil {
			return fmt.Errorf("reading from %d through %d: %w", t.through+1, through, err)
		}
		t.append(p)
	}
	return nil
}

// append is the one place that adds entries; only the goroutine of Run comes here.
func (t *Tail) append(p store.Piece) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if p.First > t.through+1 { // what was in between is not kept any more
		t.entries, t.bytes, t.base = nil, 0, p.First-1
	}
	for _, r := range p.Records {
		t.entries = append(t.entries, NewEntry(t.state.Epoch, r))
		t.bytes += weight(r)
	}
	t.through = p.Through
	drop := 0
	for ; t.bytes > t.room && drop < len(t.entries)-1; drop++ {
		t.bytes -= weight(t.entries[drop].Record)
		t.base = t.entries[drop].Sequence
	}
	t.entries = t.entries[drop:]
	t.tell()
}

// weight is about what an entry takes: the record, and its frames.
func weight(r record.Record) int { return 3*len(r.Data) + 512 }

func (t *Tail) tell() {
	close(t.changed)
	t.changed = make(chan struct{})
}

// A View is what a tail has behind a position.
type View struct {
	Epoch    string
	Entries  []*Entry
	Through  uint64          // the position behind them
	IsBehind bool            // the position is older than the tail: the stream has what follows
	Changed  <-chan struct{} // closed when there may be more
}

// After looks behind a sequence.
func (t *Tail) After(sequence uint64) View {
	t.mu.RLock()
	defer t.mu.RUnlock()
	v := View{Epoch: t.state.Epoch, Through: max(sequence, t.through), Changed: t.changed}
	if sequence < t.base {
		v.IsBehind, v.Through = true, sequence
		return v
	}
	i := sort.Search(len(t.entries), func(i int) bool { return t.entries[i].Sequence > sequence })
	v.Entries = t.entries[i:len(t.entries):len(t.entries)]
	return v
}

// Newest is the position behind all there is, and State what the stream had a moment ago.
func (t *Tail) Newest() record.ID {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return record.ID{Epoch: t.state.Epoch, Sequence: t.through}
}

// State is what the stream had when it was asked last. Its epoch is "" until it was.
func (t *Tail) State() store.State {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.state
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
