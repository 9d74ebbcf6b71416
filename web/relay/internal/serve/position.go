package serve

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/feedsource/feedsource/web/relay/internal/record"
	"github.com/feedsource/feedsource/web/relay/internal/store"
)

// What says where a reader begins, besides an id.
const (
	oldest = "oldest"
	newest = "newest"
)

// A position is where a reader begins.
type position struct {
	record.ID
	passage passage // what follows, if it had to be read to know that it is there
}

// position is the one that a request asks for. Last-Event-ID counts most: it is where a reader was whose URL says where it began.
func (f *Feed) position(r *http.Request, query url.Values) (position, *problem) {
	id, since := query.Get("after"), query.Get("since")
	if last := r.Header.Get("Last-Event-ID"); last != "" {
		id, since = last, ""
	}
	switch {
	case f.Tail.State().Epoch == "":
		return position{}, notReady
	case id != "" && since != "":
		return position{}, bad("after and since cannot both be there.")
	case since != "":
		return f.since(r.Context(), since)
	case id == "" || id == newest:
		return position{ID: f.Tail.Newest()}, nil
	case id == oldest:
		return f.oldest(r.Context())
	}
	asked, err := record.ParseID(id)
	if err != nil {
		return position{}, bad(err.Error() + ".")
	}
	return f.behind(r.Context(), asked)
}

func bad(message string) *problem {
	return &problem{http.StatusBadRequest, "bad-request", message, nil}
}

var notReady = &problem{http.StatusServiceUnavailable, "not-ready", "The feed's stream cannot be read yet.", nil}

const otherLife = "is of another life of the stream, which has been made anew since"

// behind is a position that must be one of the stream's, with everything that follows it.
func (f *Feed) behind(ctx context.Context, asked record.ID) (position, *problem) {
	view := f.Tail.After(asked.Sequence)
	switch {
	case asked.Epoch != view.Epoch:
		return position{}, f.gone(otherLife)
	case asked.Sequence > f.Tail.Newest().Sequence:
		return f.ahead(ctx, asked)
	case !view.IsBehind:
		return position{ID: asked}, nil
	}
	p, err := f.shelf.get(ctx, record.ID{Epoch: asked.Epoch, Sequence: asked.Sequence + 1})
	switch {
	case errors.Is(err, store.ErrNone), err == nil && p.first > asked.Sequence+1:
		return position{}, f.expired(ctx, asked)
	case err != nil:
		return position{}, notReady
	}
	return position{asked, p}, nil
}

// expired is that nothing right behind a position could be read. The leader knows whether it has gone: a replica that is behind, or has
// lost something itself, may have answered.
func (f *Feed) expired(ctx context.Context, asked record.ID) *problem {
	state, err := f.asLed(ctx)
	if err != nil || state.Epoch == asked.Epoch && state.First <= asked.Sequence+1 {
		return notReady
	}
	return f.gone("is older than all that is kept")
}

// ahead is one that this process does not know of. Another may have been quicker, which the leader knows, unless it has just become it.
func (f *Feed) ahead(ctx context.Context, asked record.ID) (position, *problem) {
	for late := time.After(f.patience); ; {
		state, err := f.asLed(ctx)
		switch {
		case err != nil:
			return position{}, notReady
		case state.Epoch != asked.Epoch:
			return position{}, f.gone(otherLife)
		case state.Last >= asked.Sequence:
			return position{ID: asked}, nil
		}
		select {
		case <-ctx.Done():
			return position{}, notReady
		case <-late:
			return position{}, f.gone("is none that this stream has come to")
		case <-time.After(f.patience / 20):
		}
	}
}

// asLed is what the leader of the stream says that it has: once for all who ask meanwhile, and thousands can come who ask the same.
func (f *Feed) asLed(ctx context.Context) (store.State, error) {
	state, err, _ := f.states.Do("", func() (any, error) { return f.Store.State(context.WithoutCancel(ctx)) })
	known, _ := state.(store.State)
	return known, err
}

// gone tells where a reader can begin: behind oldest is all that is kept.
func (f *Feed) gone(why string) *problem {
	state, end := f.Tail.State(), f.Tail.Newest()
	first := record.ID{Epoch: state.Epoch, Sequence: max(state.First, 1) - 1}
	return &problem{http.StatusGone, "expired", fmt.Sprintf("The position %s.", why), map[string]string{
		oldest: first.String(), newest: end.String(),
	}}
}

// oldest begins with all that is kept. The leader knows whether that is what a replica had, as with expired.
func (f *Feed) oldest(ctx context.Context) (position, *problem) {
	kept := f.Tail.State()
	asked := record.ID{Epoch: kept.Epoch, Sequence: max(kept.First, 1)}
	p, err := f.shelf.get(ctx, asked)
	switch {
	case errors.Is(err, store.ErrNone): // yet, or at that replica
		return position{ID: record.ID{Epoch: asked.Epoch, Sequence: asked.Sequence - 1}}, nil
	case err == nil && p.first > asked.Sequence:
		if state, err := f.asLed(ctx); err != nil || state.First < p.first {
			return position{}, notReady
		}
	}
	return f.from(p, err)
}

func (f *Feed) since(ctx context.Context, text string) (position, *problem) {
	at, ok := parseTime(text)
	if !ok {
		return position{}, bad(fmt.Sprintf("since=%.40q is no time; it can be RFC 3339, or seconds since 1970.", text))
	}
	epoch := f.Tail.State().Epoch
	piece, err := f.Store.ReadSince(ctx, at)
	return f.from(passageOf(epoch, piece.First, piece), err)
}

// parseTime reads a time of RFC 3339, whose + a query has as a space unless it is escaped, or seconds. JetStream counts nanoseconds since
// 1970, and one that it has no number for would be another time.
func parseTime(text string) (at time.Time, ok bool) {
	at, err := time.Parse(time.RFC3339, strings.ReplaceAll(text, " ", "+"))
	if seconds, e := strconv.ParseInt(text, 10, 64); err != nil && e == nil {
		at, err = time.Unix(seconds, 0).UTC(), nil
	}
	return at, err == nil && at.Unix() >= 0 && at.Year() < 2262
}

// from begins where a passage does, or at the end if there is none.
func (f *Feed) from(p passage, err error) (position, *problem) {
	switch {
	case errors.Is(err, store.ErrNone):
		return position{ID: f.Tail.Newest()}, nil
	case err != nil:
		return position{}, notReady
	}
	return position{record.ID{Epoch: p.epoch, Sequence: p.first - 1}, p}, nil
}
