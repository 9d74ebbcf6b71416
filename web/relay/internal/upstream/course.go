package upstream

import (
	"sync"
	"time"

	"github.com/feedsource/feedsource/web/relay/internal/collect"
	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// A course is where a feed is upstream. A cursor can move without a record: by a bookmark, or an id that stands alone.
type course struct {
	cursor func() string // of what the feed has given and had taken
	out    collect.Deliver

	mu        sync.Mutex
	delivered string // the cursor that went out last
	before    string // the feed's when it did: the record is not taken yet
}

func newCourse(cursor func() string, out collect.Deliver) *course {
	now := cursor()
	return &course{cursor: cursor, out: out, delivered: now, before: now}
}

// deliver hands on what the feed gives.
func (c *course) deliver(r record.Record) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if r.Kind.IsRecord() {
		c.delivered, c.before = r.Cursor, c.cursor()
	}
	return c.out(r)
}

// mark hands on where the feed is, if it has moved since.
func (c *course) mark() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.cursor()
	if now == c.delivered || now == c.before {
		return nil
	}
	c.delivered, c.before = now, now
	return c.out(record.Record{Kind: record.Mark, Cursor: now})
}

// markEvery is how often a cursor is noted that moves without records.
const markEvery = time.Second

// follow marks until it is told to end. A failure is the feed's, which tells it too.
func (c *course) follow() (end func()) {
	ticker, done := time.NewTicker(markEvery), make(chan struct{})
	var running sync.WaitGroup
	running.Go(func() {
		defer ticker.Stop()
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
				_ = c.mark()
			}
		}
	})
	return func() {
		close(done)
		running.Wait()
	}
}
