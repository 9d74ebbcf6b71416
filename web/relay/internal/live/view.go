package live

import (
	"context"
	"sort"

	"github.com/feedsource/feedsource/web/relay/internal/record"
	"github.com/feedsource/feedsource/web/relay/internal/store"
)

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

// Await waits until it is known what the stream has, or until ctx is done.
func (t *Tail) Await(ctx context.Context) {
	for {
		changed := t.After(0).Changed
		if t.State().Epoch != "" {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-changed:
		}
	}
}

// Readers are how many have joined and not left.
func (t *Tail) Readers() int { return int(t.readers.Load()) }

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
