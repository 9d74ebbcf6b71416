//go:build !js

package feedsource

import (
	"context"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"sync"
	"time"
)

// CursorStore keeps strings, such as those of [FileStore].
type CursorStore interface {
	// Get is what is kept under a key; empty if nothing is.
	Get(ctx context.Context, key string) (string, error)
	// Set keeps a string under a key.
	Set(ctx context.Context, key, value string) error
}

// mark begins everything that is kept, so that what somebody else left under the key is not taken for a cursor.
const mark = "feedsource/1 "

const (
	writeEvery = time.Second // the least time between two writes
	longest    = 16384       // of what is kept: servers refuse longer headers
)

// cursor is that of a feed: the last event ID of what loops have taken. With Resume.Persist it outlives the process in a store.
type cursor struct {
	store CursorStore // nil if there is none
	key   string
	asked string // the mark of the request: what was kept of another is not taken
	warn  func(what string)

	mu          sync.Mutex // for all below
	id          string
	from        string // what was remembered of the first answer
	kept        string // what the store holds of ours
	timer       *time.Timer
	isForgotten bool

	writing sync.Mutex // one at a time, in order
}

func newCursor(o Options, place string, warn func(string)) *cursor {
	c := &cursor{id: o.LastEventID, warn: warn}
	r := o.Resume
	if r == nil || r.Persist == nil {
		return c
	}
	c.store, c.key, c.asked = r.Persist, r.Key, markOf(o.Method, o.Body)
	if c.key == "" {
		c.key = place
	}
	return c
}

// markOf is a short mark of what a request asks for: empty without a body.
func markOf(method string, body []byte) string {
	if len(body) == 0 {
		return ""
	}
	h := fnv.New32a()
	_, _ = fmt.Fprintf(h, "%s\n%s", strings.ToUpper(method), body)
	return strconv.FormatUint(uint64(h.Sum32()), 36)
}

// restore takes what the store holds, unless the program gave a cursor.
func (c *cursor) restore(ctx context.Context) error {
	if c.store == nil {
		return nil
	}
	kept, err := c.store.Get(ctx, c.key)
	if err != nil {
		return fmt.Errorf("feedsource: the cursor could not be read from Resume.Persist: %w", err)
	}
	if kept == "" {
		return nil
	}
	text, isOurs := strings.CutPrefix(kept, mark)
	parts := strings.SplitN(text+"\n\n", "\n", 4)
	id, from, asked := parts[0], parts[1], parts[2]
	if !isOurs || len(id) > longest || len(from) > longest || strings.ContainsAny(text, "\x00\r") || strings.Count(text, "\n") > 2 {
		c.warn("what was kept under " + strconv.Quote(c.key) + " is no cursor, and is ignored")
		return nil
	}
	if asked != c.asked {
		return nil
	}
	if c.kept = text; c.id == "" {
		c.id, c.from = id, from
	}
	return nil
}

// advance moves behind a record that a loop has taken.
func (c *cursor) advance(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.isForgotten && c.id != id {
		c.id = id
		c.moved()
	}
}

// remember takes what was remembered of the first answer.
func (c *cursor) remember(from string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.from = from
	c.moved()
}

// forget is told when there is nothing to go on with any more.
func (c *cursor) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.isForgotten, c.id, c.from = true, "", ""
}

// current is the cursor.
func (c *cursor) current() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.id
}

// moved sees to it that a cursor that moved is written soon.
func (c *cursor) moved() {
	if c.store == nil || c.timer != nil {
		return
	}
	c.timer = time.AfterFunc(writeEvery, func() {
		if err := c.save(); err != nil {
			c.warn("the cursor could not be kept (" + err.Error() + ")")
		}
	})
}

// save writes the cursor now, if it moved.
func (c *cursor) save() error {
	c.writing.Lock()
	defer c.writing.Unlock()
	text, ok := c.unwritten()
	if !ok {
		return nil
	}
	return c.store.Set(context.Background(), c.key, mark+text)
}

// unwritten is what the store does not hold yet; ok is false if there is nothing.
func (c *cursor) unwritten() (text string, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.timer != nil {
		c.timer.Stop()
		c.timer = nil
	}
	if text = c.id; c.id != "" || c.from != "" {
		text = strings.TrimRight(c.id+"\n"+c.from+"\n"+c.asked, "\n")
	}
	if c.store == nil || text == c.kept {
		return "", false
	}
	c.kept = text
	return text, true
}
