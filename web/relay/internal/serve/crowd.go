package serve

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/feedsource/feedsource/web/relay/internal/live"
	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// A crowd is readers of a feed who are at one position and get the same bytes. To the feed it is one reader. What it writes is
// encoded, compressed and cut into chunks once for all of them, and none has a goroutine to write for it: a socket is given what it
// takes at once, and whose socket is full goes on by itself.
type crowd struct {
	*connection // its body is the crowd
	reader      *reader
	attempt     *attempt

	mu      sync.Mutex
	members []*visit
	epoch   string
	through uint64             // with epoch, the position of all members
	reached int                // members who were written to last
	stop    context.CancelFunc // ends the goroutine; nil while there is none
}

// A form is what the bytes of readers depend on.
type form struct {
	face   *face
	coding string
}

// crowds are those of a feed.
type crowds struct {
	mu    sync.Mutex
	of    map[form][]*crowd
	count int // of readers so far
}

// crowdFor is one of as many as there are processors; nil for a reader who gets bytes of its own.
func (s *Server) crowdFor(feed *Feed, v *visit) *crowd {
	bytes := form{v.conn.face, v.conn.codingName}
	if v.raw.socket == nil || v.reader.types != nil || bytes.coding == "gzip" { // whose end has the checksum of all
		return nil
	}
	all := &feed.crowds
	all.mu.Lock()
	defer all.mu.Unlock()
	if all.of == nil {
		all.of = map[form][]*crowd{}
	}
	if all.of[bytes] == nil {
		for range runtime.GOMAXPROCS(0) {
			all.of[bytes] = append(all.of[bytes], newCrowd(s, feed, v.conn))
		}
	}
	all.count++
	return all.of[bytes][all.count%len(all.of[bytes])]
}

func newCrowd(s *Server, feed *Feed, like *connection) *crowd {
	c := &crowd{attempt: newAttempt()}
	c.connection = &connection{body: everybody{c}, face: like.face, coding: like.coding}
	c.reader = &reader{server: s, feed: feed, sink: c, settled: c.settled}
	return c
}

// join takes a reader who is where all others are.
func (c *crowd) join(v *visit) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	at := v.reader.at
	switch {
	case v.raw.context.Err() != nil:
		return false
	case c.stop == nil:
		ctx, stop := context.WithCancel(context.Background())
		c.stop, c.epoch, c.through, c.reader.at = stop, at.Epoch, at.Sequence, at
		go c.run(ctx)
	case at != record.ID{Epoch: c.epoch, Sequence: c.through}:
		return false
	}
	_ = v.raw.conn.SetWriteDeadline(time.Time{}) // or it would be over some time
	v.index = len(c.members)
	c.members = append(c.members, v)
	return true
}

// remove says whether a reader was there.
func (c *crowd) remove(v *visit) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if v.index >= len(c.members) || c.members[v.index] != v {
		return false
	}
	c.drop(v)
	return true
}

func (c *crowd) drop(v *visit) {
	last := len(c.members) - 1
	c.members[v.index] = c.members[last]
	c.members[v.index].index = v.index
	c.members[last] = nil
	c.members = c.members[:last]
	if last == 0 {
		c.stop()
	}
}

// run is the crowd's one goroutine, for as long as there are members.
func (c *crowd) run(ctx context.Context) {
	for {
		why := c.reader.run(ctx)
		c.mu.Lock()
		if why != left || len(c.members) == 0 {
			defer c.mu.Unlock()
			c.stop()
			c.stop = nil
			for _, v := range c.members {
				go v.sendAway(why)
			}
			c.members = nil
			return
		}
		ctx, c.stop = context.WithCancel(context.Background()) // somebody has joined since the last one left
		c.mu.Unlock()
	}
}

func (c *crowd) settled() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.through = c.reader.at.Sequence
	return false
}

func (c *crowd) deliver(entries []*live.Entry) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.through, c.reached = entries[len(entries)-1].Sequence, len(c.members)
	if c.reached == 0 {
		return 0, nil
	}
	return c.connection.deliver(entries)
}

func (c *crowd) heartbeat(at record.ID, moved bool) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.dismiss(time.Now())
	return c.connection.heartbeat(at, moved)
}

// dismiss sends those away who need another token.
func (c *crowd) dismiss(now time.Time) {
	for i := 0; i < len(c.members); {
		v := c.members[i]
		if !v.reader.isOver(now) {
			i++
			continue
		}
		c.drop(v)
		go v.sendAway(expired)
	}
}

// goodbye is each member's own: they are not to come back all at once.
func (c *crowd) goodbye(time.Duration) error { return nil }

// everybody is the body of a crowd, which is locked meanwhile.
type everybody struct{ *crowd }

func (e everybody) write(text []byte) error {
	if len(text) == 0 {
		return nil
	}
	chunk := buffer()
	defer buffers.Put(chunk)
	addChunk(chunk, text)
	for i := 0; i < len(e.members); {
		v := e.members[i]
		n, err := e.attempt.write(v.raw.socket, chunk.Bytes())
		if n == chunk.Len() {
			i++
			continue
		}
		e.drop(v)
		v.reader.at.Sequence = e.through
		if err != nil {
			go v.end(left)
		} else {
			go v.resume(slices.Clone(chunk.Bytes()[n:]))
		}
	}
	return nil
}

func (e everybody) end() error { return nil }
