package live

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/feedsource/feedsource/web/relay/internal/store"
)

// lookEvery is how often the stream is asked whether something was not republished.
const lookEvery = 2 * time.Second

// Run keeps the tail until ctx is done.
func (t *Tail) Run(ctx context.Context) {
	said := ""
	for ctx.Err() == nil {
		before := t.lastFollowed()
		err := t.follow(ctx)
		if ctx.Err() != nil {
			return
		}
		if t.lastFollowed() != before || err.Error() != said { // else it has been said
			said = err.Error()
			t.log.Warn("the feed is followed anew", "error", err)
		}
		t.fails(err)
		pause(ctx, time.Second)
	}
}

func (t *Tail) follow(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	t.heard = 0
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
	return t.adopt(ctx, state)
}

func (t *Tail) adopt(ctx context.Context, state store.State) error {
	t.mu.Lock()
	isOther := state.Epoch != t.state.Epoch || state.Last < t.read
	if isOther {
		if t.state.Epoch == state.Epoch {
			t.log.Error("the stream has lost messages", "had", t.read, "has", state.Last)
		}
		from := max(state.First, 1)
		if state.Last > from+preload {
			from = state.Last - preload
		}
		t.begin(from)
	}
	t.state = state
	t.forget(state.First)
	if isOther {
		t.tell()
	}
	t.mu.Unlock()
	if err := t.fill(ctx, state.Last); err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.followed, t.why = time.Now(), nil
	return nil
}

// take appends a piece that follows on, and what is missing ahead of it. A stream that was made anew since it was looked at counts from 1
// again: what comes is not what follows then.
func (t *Tail) take(ctx context.Context, p store.Piece) error {
	if p.Through <= t.heard || p.First > t.read+1 {
		state, err := t.source.State(ctx)
		if err == nil && state.Epoch != t.state.Epoch {
			err = t.adopt(ctx, state)
		}
		if err != nil {
			return err
		}
	}
	t.heard = p.Through
	if p.Through <= t.read {
		return nil
	}
	if p.First > t.read+1 {
		if err := t.fill(ctx, p.First-1); err != nil {
			return err
		}
	}
	if p.Through > t.read { // else it has come with what was missing
		t.append(p)
	}
	return nil
}

// fill reads through a sequence. A replica that was asked may not have it yet.
func (t *Tail) fill(ctx context.Context, through uint64) error {
	const tries = 100
	for try := 0; t.read < through; try++ {
		p, err := t.source.Read(ctx, t.read+1)
		if errors.Is(err, store.ErrNone) && try < tries {
			pause(ctx, 50*time.Millisecond)
			continue
		}
		if err != nil {
			return fmt.Errorf("reading from %d through %d: %w", t.read+1, through, err)
		}
		t.append(p)
	}
	return nil
}

func (t *Tail) lastFollowed() time.Time {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.followed
}

func (t *Tail) fails(why error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.why = why
}

// patience is how long a feed may not be followed before that counts: JetStream takes up to nine seconds to see that a leader is gone,
// and some more to elect another.
const patience = 15 * time.Second

// Health is why records are not known here as they come, as of now.
func (t *Tail) Health(now time.Time) error {
	t.mu.RLock()
	defer t.mu.RUnlock()
	why := t.why
	if why == nil {
		why = errors.New("JetStream does not answer")
	}
	switch {
	case t.state.Epoch == "" && t.why == nil:
		return errors.New("its stream was not read yet")
	case t.state.Epoch == "":
		return fmt.Errorf("its stream cannot be read yet: %w", t.why)
	case now.Sub(t.followed) > patience:
		return fmt.Errorf("its stream has not been read for %s: %w", now.Sub(t.followed).Round(time.Second), why)
	}
	return nil
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
