package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/feedsource/feedsource/web/relay/internal/collect"
	"github.com/feedsource/feedsource/web/relay/internal/config"
	"github.com/feedsource/feedsource/web/relay/internal/live"
	"github.com/feedsource/feedsource/web/relay/internal/serve"
	"github.com/feedsource/feedsource/web/relay/internal/store"
	"github.com/feedsource/feedsource/web/relay/internal/upstream"
)

// A running feed is collected, followed, and served.
type running struct {
	config *config.Feed
	served *serve.Feed
	stop   context.CancelFunc
	done   sync.WaitGroup
}

func (r *running) wait() { r.done.Wait() }

// setFeeds starts what is new, stops what is gone, and does both with what has changed. What cannot be started leaves
// everything as it was. Only the goroutine that started the app comes here; others look at the feeds.
func (a *App) setFeeds(ctx context.Context, c *config.Config) error {
	kept := a.warnOfDropped(ctx, c)
	streams, err := a.streams(ctx, c)
	if err != nil {
		return withDropped(err, kept)
	}
	a.warnOfLong(c, streams)
	next, gone, served := map[string]*running{}, map[string]*running{}, map[string]*serve.Feed{}
	for name, f := range a.feeds {
		if c.Feeds[name] != nil && streams[name] == nil {
			next[name] = f
			continue
		}
		gone[name] = f
	}
	for _, f := range gone {
		f.stop()
	}
	for name, f := range gone {
		f.wait()
		a.log.Info("the feed is not read any more, or anew", "feed", name)
	}
	for name, stream := range streams {
		if before := gone[name]; before != nil {
			a.warnOfElsewhere(name, before.config.Elsewhere(c.Feeds[name]))
		}
		next[name] = a.start(ctx, c.Feeds[name], c.Readers.Gather.Duration, stream)
	}
	ctx, cancel := context.WithTimeout(ctx, acquaintance)
	defer cancel()
	for name, f := range next {
		if gone[name] != nil {
			f.served.Tail.Await(ctx) // its readers come back to it at once, and some never ask again when they are refused
		}
		served[name] = f.served
	}
	a.mu.Lock()
	maps.Copy(a.dropped, gone)
	maps.DeleteFunc(a.dropped, func(name string, _ *running) bool { return next[name] != nil })
	a.feeds, a.config = next, c
	a.mu.Unlock()
	a.server.SetFeeds(served)
	return nil
}

// acquaintance is how long feeds that were changed may take to know their streams before readers are sent to them.
const acquaintance = 2 * time.Second

// streams are those of the feeds that do not run as they are to.
func (a *App) streams(ctx context.Context, c *config.Config) (map[string]*store.Feed, error) {
	streams := map[string]*store.Feed{}
	var all []error
	for name, f := range c.Feeds {
		if runs := a.feeds[name]; runs != nil && runs.config.IsSame(f) {
			continue
		}
		stream, err := a.node.Feed(ctx, name, store.Limits{Age: f.Keep.Age, Size: f.Keep.Size})
		if err != nil {
			all = append(all, fmt.Errorf("feeds.%s: %w", name, err))
		}
		streams[name] = stream
	}
	return streams, errors.Join(all...)
}

// warnOfLong names feeds whose records can be longer than NATS takes, though the relay could have them.
func (a *App) warnOfLong(c *config.Config, streams map[string]*store.Feed) {
	var names []string
	most := a.node.MaxRecord()
	for name := range streams {
		if most < longest(c.Feeds[name]) {
			names = append(names, name)
		}
	}
	if len(names) > 0 {
		slices.Sort(names)
		a.log.Warn("NATS takes no records as long as these feeds can have: they become gaps; max_payload = 8MB in its configuration mends that",
			"feeds", strings.Join(names, ", "), "bytes", most)
	}
}

// longest is how many bytes a record of a feed can have that the relay keeps.
func longest(f *config.Feed) int {
	return min(cmp.Or(f.MaxRecordBytes, store.MaxRecord), store.MaxRecord)
}

// warnOfElsewhere says that a feed may be another one upstream than that whose cursor it goes on from.
func (a *App) warnOfElsewhere(feed string, keys []string) {
	if len(keys) > 0 {
		a.log.Warn("what is read goes on after the cursor of what was read before; another feed needs another name", "feed", feed, "changed", strings.Join(keys, ", "))
	}
}

func (a *App) start(ctx context.Context, c *config.Feed, gather time.Duration, stream *store.Feed) *running {
	log := a.log.With("feed", stream.Name)
	source := upstream.New(c, log, func(lag time.Duration) { a.metrics.Lags(stream.Name, lag) })
	tail := live.NewTail(stream, int(c.Buffer.Bytes), log)
	tail.Gather = gather
	collector := &collect.Collector{
		Node: a.node, Feed: stream, Upstream: source.Read, NoResume: source.NoResume, Log: log, Observer: a.metrics,
	}
	r := &running{config: c, served: serve.NewFeed(stream.Name, tail, stream)}
	a.metrics.Leads(stream.Name, false) // or a node that never reads the feed would not say so
	run, stop := context.WithCancel(context.WithoutCancel(ctx))
	r.stop = stop
	r.done.Go(func() { tail.Run(run) })
	r.done.Go(func() { collector.Run(run) })
	return r
}
