package serve

import (
	"context"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/feedsource/feedsource/web/relay/internal/live"
	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// A sink is a reader's end of a connection. Each call reaches the reader, or fails for as long as the write timeout.
type sink interface {
	deliver(entries []*live.Entry) (bytes int, err error)
	heartbeat(at record.ID, moved bool) error // moved says that the reader has not been told of at
	goodbye(retry time.Duration) error
}

// Why a reader is sent away, or has left.
const (
	left    = "left"    // by itself
	stuck   = "stuck"   // took nothing for the write timeout
	slow    = "slow"    // fell behind all that is in memory
	drained = "drained" // the process ends
	moved   = "moved"   // the feed has been changed or dropped
	expired = "expired" // its token has
	lost    = "lost"    // what follows is not kept any more, or cannot be read
	joined  = "joined"  // has not left: a crowd has taken it
)

// A reader is somebody who reads a feed.
type reader struct {
	server *Server
	feed   *Feed
	sink   sink
	types  map[string]bool // that it wants; nil is all
	until  time.Time       // when its token is over; zero is never
	at     record.ID
	begin  passage // what follows on that was read already
	told   uint64  // the sequence that it knows
	isLive bool    // it has caught up once
	tardy  bool    // what it was sent last had to wait for it

	// settled is called when there is nothing to deliver. If it is true, a crowd has taken the reader. nil of one that none can take.
	settled func() bool
}

// ask has the reader begin where a request says, with what it says.
func (r *reader) ask(request *http.Request, query url.Values) (why *problem) {
	if r.types, why = filter(query); why != nil {
		return why
	}
	from, why := r.feed.position(request, query)
	r.begins(from)
	return why
}

func (r *reader) begins(from position) { r.at, r.begin = from.ID, from.passage }

// isOver says whether the reader needs another token.
func (r *reader) isOver(now time.Time) bool { return !r.until.IsZero() && now.After(r.until) }

// run delivers until the reader leaves or is sent away, and says why.
func (r *reader) run(ctx context.Context) (why string) {
	r.told = r.at.Sequence
	beat := time.NewTicker(r.server.options.Heartbeat)
	defer beat.Stop()
	why = r.pass(r.begin)
	r.begin = passage{} // which can be long
	if why != "" {
		return why
	}
	for {
		view := r.feed.Tail.After(r.at.Sequence)
		switch {
		case view.Epoch != r.at.Epoch:
			return r.sendAway(lost, r.server.options.Retry)
		case view.IsBehind:
			if why := r.catchUp(ctx); why != "" {
				return why
			}
			continue
		case len(view.Entries) > 0:
			if why := r.deliver(view.Entries, view.Through); why != "" {
				return why
			}
			continue
		}
		r.isLive = true
		r.at.Sequence = view.Through
		if r.settled != nil && r.settled() {
			return joined
		}
		select {
		case <-ctx.Done():
			return left
		case <-view.Changed:
		case now := <-beat.C:
			if r.isOver(now) {
				return r.sendAway(expired, rand.N(r.server.options.Spread))
			}
			if r.sink.heartbeat(r.at, r.told != r.at.Sequence) != nil {
				return stuck
			}
			r.told = r.at.Sequence
		case <-r.server.leave:
			return r.sendAway(drained, rand.N(r.server.options.Spread))
		case <-r.feed.leave:
			return r.sendAway(moved, rand.N(r.server.options.Spread))
		}
	}
}

// catchUp reads the stream for a reader who is behind the tail. One who was not, and fell behind because it did not take
// what it was sent, is sent away: it comes back with its id.
func (r *reader) catchUp(ctx context.Context) (why string) {
	if r.isLive && r.tardy {
		return r.sendAway(slow, r.server.options.Retry)
	}
	select {
	case <-r.server.leave:
		return r.sendAway(drained, rand.N(r.server.options.Spread))
	case <-r.feed.leave:
		return r.sendAway(moved, rand.N(r.server.options.Spread))
	default:
	}
	p, err := r.feed.shelf.get(ctx, record.ID{Epoch: r.at.Epoch, Sequence: r.at.Sequence + 1})
	if ctx.Err() != nil {
		return left
	}
	if err != nil || p.first > r.at.Sequence+1 {
		return r.sendAway(lost, r.server.options.Retry)
	}
	return r.pass(p)
}

// pass delivers what was read from the stream.
func (r *reader) pass(p passage) (why string) {
	if p.through == 0 {
		return ""
	}
	return r.deliver(p.entries, p.through)
}

// stepBytes is how much one write has, so that a write timeout means the same for all. A longer record comes alone.
const stepBytes = 64 << 10

// deliver writes entries in steps. Behind them the reader is at through.
func (r *reader) deliver(entries []*live.Entry, through uint64) (why string) {
	r.tardy = false
	for len(entries) > 0 {
		n := step(entries)
		if why := r.write(r.wanted(entries[:n])); why != "" {
			return why
		}
		r.at.Sequence = entries[n-1].Sequence
		entries = entries[n:]
	}
	r.at.Sequence = through
	return ""
}

func step(entries []*live.Entry) (n int) {
	for size := 0; n < len(entries); n++ {
		if size += len(entries[n].Data); n > 0 && size > stepBytes {
			break
		}
	}
	return n
}

func (r *reader) wanted(entries []*live.Entry) []*live.Entry {
	if r.types == nil {
		return entries
	}
	return slices.DeleteFunc(slices.Clone(entries), func(e *live.Entry) bool { return !r.types[typeOf(e)] })
}

// tardyAfter is how long a write takes that has to wait for the reader.
const tardyAfter = time.Second

func (r *reader) write(entries []*live.Entry) (why string) {
	if len(entries) == 0 {
		return ""
	}
	begun := time.Now()
	if r.isOver(begun) { // who takes just so much that there is always more comes to no heartbeat
		return r.sendAway(expired, rand.N(r.server.options.Spread))
	}
	bytes, err := r.sink.deliver(entries)
	if err != nil {
		return stuck
	}
	now := time.Now()
	r.tardy = r.tardy || now.Sub(begun) > tardyAfter
	newest := entries[len(entries)-1]
	r.told = newest.Sequence
	readers := 1
	if c, ok := r.sink.(*crowd); ok {
		readers = c.reached
	}
	r.server.options.Observer.Delivered(r.feed.Name, readers, len(entries), bytes, now.Sub(newest.Stored))
	return ""
}

func (r *reader) sendAway(why string, retry time.Duration) string {
	_ = r.sink.goodbye(retry) // who cannot be told comes back all the same
	return why
}

func typeOf(e *live.Entry) string {
	if e.Type == "" {
		return "message"
	}
	return e.Type
}
