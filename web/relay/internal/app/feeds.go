package app

import (
	"context"
	"errors"
	"fmt"
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
// everything as it was.
func (a *App) setFeeds(ctx context.Context, c *config.Config) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	sources, err := a.sources(c)
	if err != nil {
		return err
	}
	next := map[string]*running{}
	for name, f := range a.feeds {
		if now := c.Feeds[name]; now != nil && f.config.IsSame(now) {
			next[name] = f
			continue
		}
		f.stop()
		f.wait()
		a.log.Info("the feed is not read any more, or anew", "feed", name)
	}
	var all []error
	for name, source := range sources {
		if next[name] != nil {
			continue
		}
		f, err := a.start(ctx, name, c.Feeds[name], c.Readers.Gather.Duration, source)
		if err != nil {
			all = append(all, fmt.Errorf("feeds.%s: %w", name, err))
			continue
		}
		next[name] = f
	}
	served := map[string]*serve.Feed{}
	for name, f := range next {
		served[name] = f.served
	}
	a.feeds, a.config = next, c
	a.server.SetFeeds(served)
	return errors.Join(all...)
}

// sources checks the options of all feeds.
func (a *App) sources(c *config.Config) (map[string]*upstream.Feed, error) {
	sources := map[string]*upstream.Feed{}
	var all []error
	for name, f := range c.Feeds {
		source, err := upstream.New(f, a.log.With("feed", name), func(lag time.Duration) { a.metrics.Lags(name, lag) })
		if err != nil {
			all = append(all, fmt.Errorf("feeds.%s: %w", name, err))
		}
		sources[name] = source
	}
	return sources, errors.Join(all...)
}

func (a *App) start(ctx context.Context, name string, c *config.Feed, gather time.Duration, source *upstream.Feed) (*running, error) {
	stream, err := a.node.Feed(ctx, name, store.Limits{Age: c.Keep.Age, Size: c.Keep.Size})
	if err != nil {
		return nil, err
	}
	log := a.log.With("feed", name)
	tail := live.NewTail(stream, int(c.Buffer.Bytes), log)
	tail.Gather = gather
	collector := &collect.Collector{
		Node: a.node, Feed: stream, Upstream: source.Read, NoResume: source.NoResume, Log: log, Observer: a.metrics,
	}
	r := &running{config: c, served: serve.NewFeed(name, tail, stream)}
	run, stop := context.WithCancel(context.WithoutCancel(ctx))
	r.stop = stop
	r.done.Go(func() { tail.Run(run) })
	r.done.Go(func() { collector.Run(run) })
	return r, nil
}
