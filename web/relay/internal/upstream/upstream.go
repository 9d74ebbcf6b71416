package upstream

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/feedsource/feedsource/wasm/feedsource"

	"github.com/feedsource/feedsource/web/relay/internal/collect"
	"github.com/feedsource/feedsource/web/relay/internal/config"
	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// A Feed is one that the configuration names.
type Feed struct {
	config *config.Feed
	log    *slog.Logger
	lags   func(time.Duration)

	// NoResume says that nothing gives back what comes between two connections.
	NoResume bool
}

// New reads a feed as its options say, which have been checked. lags is told how far behind it is, if it has that option.
func New(c *config.Feed, log *slog.Logger, lags func(time.Duration)) *Feed {
	return &Feed{config: c, log: log, lags: lags, NoResume: noResume(c)}
}

// open asks for headers for every attempt, so that a secret in a file can be replaced.
func (f *Feed) open(ctx context.Context, cursor string) (*feedsource.Feed, error) {
	url, err := f.config.URL.Value()
	if err != nil {
		return nil, err
	}
	options, err := f.config.Options()
	if err != nil {
		return nil, err
	}
	if cursor != "" && !f.NoResume {
		options.LastEventID = cursor
	}
	options.HeadersFunc = func(context.Context, feedsource.State) (http.Header, error) { return f.config.Header() }
	return feedsource.Open(ctx, url, options)
}

// Read is a collect.Upstream.
func (f *Feed) Read(ctx context.Context, cursor string, deliver collect.Deliver) error {
	feed, err := f.open(ctx, cursor)
	if err != nil {
		return f.clean(err)
	}
	defer func() { <-feed.Done() }()
	defer func() { _ = feed.Close() }()
	course := newCourse(feed.LastEventID, deliver)
	defer course.follow()()
	for event := range feed.Events() {
		if err := f.hear(event, course.deliver); err != nil {
			return err
		}
	}
	if err := feed.Err(); err != nil {
		return f.clean(err)
	}
	if m := f.config.Method; m != "" && m != http.MethodGet && m != http.MethodHead {
		return collect.ErrOver
	}
	return errors.New("the answer is complete")
}

func (f *Feed) hear(event feedsource.Event, deliver collect.Deliver) error {
	switch e := event.(type) {
	case *feedsource.Record:
		return deliver(f.recordOf(e))
	case *feedsource.GapEvent:
		return deliver(*collect.Gap(string(e.Reason), f.shown(e.Message), e.From))
	case *feedsource.MalformedEvent:
		f.log.Warn("a record could not be read", "reason", e.Reason, "behind", e.LastEventID)
		return deliver(*collect.Gap("malformed", "A record could not be read ("+string(e.Reason)+").", e.LastEventID))
	case *feedsource.Error:
		f.log.Warn("the connection has ended", "type", e.Type, "error", f.shown(e.Message))
	case *feedsource.WarningEvent:
		f.log.Warn("the feed warns", "reason", e.Reason, "message", f.shown(e.Message))
	case *feedsource.StallEvent:
		f.log.Warn("the feed is silent", "message", f.shown(e.Message))
	case *feedsource.OpenEvent:
		f.log.Info("the feed is open", "status", e.Status)
		return deliver(record.Record{Kind: record.Opened})
	case *feedsource.LagEvent:
		f.lags(e.Lag)
	}
	return nil
}

func (f *Feed) recordOf(e *feedsource.Record) record.Record {
	r := record.Record{Type: e.Type, Cursor: e.LastEventID, Data: e.Data}
	switch {
	case e.IsBytes:
		r.Kind = record.Bytes
	case f.config.Preset == "relay" && e.Type == record.GapType:
		r.Kind = record.Gap // that another relay has told of
	}
	if r.Type == "message" {
		r.Type = ""
	}
	return r
}
