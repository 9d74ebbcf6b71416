package collect

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/feedsource/feedsource/web/relay/internal/record"
	"github.com/feedsource/feedsource/web/relay/internal/store"
)

// A Collector reads one feed whenever this node has its lease.
type Collector struct {
	Node     *store.Node
	Feed     *store.Feed
	Upstream Upstream
	Log      *slog.Logger
	Observer Observer

	// NoResume says that upstream takes no cursor: whatever comes between two connections is lost.
	NoResume bool
	// Pause is between the end of a feed and the next attempt to open it. It doubles up to sixteen times of it, as long as nothing
	// comes. 0 is 10 s.
	Pause time.Duration
}

// An Observer is told what a collector does.
type Observer interface {
	Leads(feed string, leads bool)
	Stored(feed string, records, bytes int)
	Repeated(feed string, records int) // that upstream sent again
	Gap(feed string)
	Failed(feed string) // upstream, to the end of its patience
}

// farewell is how long what has been read may take to be stored once ctx is done.
const farewell = 10 * time.Second

// Run collects until ctx is done, and returns when nothing is open any more.
func (c *Collector) Run(ctx context.Context) {
	for ctx.Err() == nil {
		lease, err := c.Node.Acquire(ctx, c.Feed.Name)
		if err != nil {
			return
		}
		c.Observer.Leads(c.Feed.Name, true)
		c.Log.Info("this node reads the feed now")
		err = c.lead(ctx, lease)
		c.Observer.Leads(c.Feed.Name, false)
		c.Log.Info("this node reads the feed no longer", "why", err)
		release, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
		lease.Release(release)
		cancel()
	}
}

// lead reads the feed for as long as the lease is this node's and ctx is not done.
func (c *Collector) lead(ctx context.Context, lease *store.Lease) error {
	reading, stop := context.WithCancelCause(lease)
	defer stop(nil)
	defer context.AfterFunc(ctx, func() { stop(context.Cause(ctx)) })()
	for inVain := 0; ; inVain++ {
		records, err := c.term(reading, lease)
		if records > 0 {
			inVain = 0
		}
		if reading.Err() != nil {
			return context.Cause(reading)
		}
		if errors.Is(err, ErrOver) {
			c.Log.Info("the feed is over, and is not asked for again")
			<-reading.Done()
			continue // which tells why
		}
		wait := c.wait(inVain)
		c.Observer.Failed(c.Feed.Name)
		c.Log.Warn("the feed has ended", "error", err, "again", wait)
		select {
		case <-reading.Done():
		case <-time.After(wait):
		}
	}
}

func (c *Collector) wait(inVain int) time.Duration {
	first := c.Pause
	if first == 0 {
		first = 10 * time.Second
	}
	return first << min(inVain, 4)
}

// term begins a term and reads upstream once. When reading is done, upstream is closed first and then what it has
// given is stored, if the lease is this node's still.
func (c *Collector) term(reading context.Context, lease *store.Lease) (records int, err error) {
	term, err := c.Feed.Begin(reading)
	if err != nil {
		return 0, err
	}
	ctx, stop := context.WithCancelCause(reading)
	defer stop(nil)
	q := newQueue()
	ended := make(chan error, 1)
	go func() {
		defer q.close()
		before := term.Position.Cursor
		ended <- c.Upstream(ctx, before, func(r record.Record) error {
			bounded := c.bounded(r, before)
			before = cmp.Or(r.Cursor, before)
			return q.put(ctx, bounded)
		})
	}()
	records, err = c.store(reading, lease, term, q)
	if err != nil {
		stop(err)
		<-ended
		return records, err
	}
	return records, <-ended
}

// store stores what comes through the queue until that is closed and empty.
func (c *Collector) store(reading context.Context, lease *store.Lease, term *store.Term, q *queue) (records int, err error) {
	ctx, cancel := context.WithCancel(lease)
	defer cancel()
	defer context.AfterFunc(reading, func() { time.AfterFunc(farewell, cancel) })()
	seams := newSeams(term.Position, c.NoResume)
	for {
		taken := q.take(ctx)
		if len(taken) == 0 {
			return records, ctx.Err()
		}
		records += count(taken)
		if err := c.append(ctx, term, seams.withGaps(taken)); err != nil {
			return records, err
		}
	}
}

func (c *Collector) append(ctx context.Context, term *store.Term, records []record.Record) error {
	before := term.Gaps
	stored, err := term.Append(ctx, records)
	gaps := term.Gaps - before
	bytes, came := 0, 0
	for _, r := range records {
		bytes += len(r.Data)
		if r.Kind.IsRecord() && r.Kind != record.Gap {
			came++
		}
	}
	c.Observer.Stored(c.Feed.Name, stored, bytes)
	for range gaps {
		c.Observer.Gap(c.Feed.Name)
	}
	if err == nil {
		c.Observer.Repeated(c.Feed.Name, came-(stored-gaps))
	}
	return err
}

func count(list []record.Record) (records int) {
	for _, r := range list {
		if r.Kind.IsRecord() {
			records++
		}
	}
	return records
}

// maxType is how long the type of a record can be: it is kept in a header, and JetStream takes 64 KiB of those.
const maxType = 32 << 10

// bounded is a record that the store can take. Of another it says that it is missing behind the cursor before it.
func (c *Collector) bounded(r record.Record, before string) record.Record {
	message := ""
	switch most := c.Node.MaxRecord(); {
	case len(r.Data) > most:
		message = fmt.Sprintf("A record of %d bytes came, and %d can be kept.", len(r.Data), most)
	case len(r.Type) > maxType:
		message = fmt.Sprintf("A record with a type of %d bytes came, and %d can be kept.", len(r.Type), maxType)
	default:
		return r
	}
	gap := *Gap("too-large", message, before)
	gap.Cursor = r.Cursor
	return gap
}
