package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/feedsource/feedsource/web/relay/internal/config"
	"github.com/feedsource/feedsource/web/relay/internal/store"
)

// Forget removes what is kept of a feed that is not in the configuration.
func Forget(ctx context.Context, c *config.Config, feed string, log *slog.Logger) error {
	if c.Feeds[feed] != nil {
		return fmt.Errorf("-forget %s: it is a feed of the configuration; take it out there first, on all nodes", feed)
	}
	node, err := store.Open(ctx, storeOptions(c, log))
	if err != nil {
		return fmt.Errorf("-forget %s: %w", feed, err)
	}
	defer node.Close()
	kept, err := dropped(ctx, node, c)
	if err != nil {
		return fmt.Errorf("-forget %s: %w", feed, err)
	}
	for _, one := range kept {
		if one.Feed != feed {
			continue
		}
		if err := node.Forget(ctx, feed); err != nil {
			return fmt.Errorf("-forget %s: %w", feed, err)
		}
		log.Info("the feed is forgotten", "feed", feed, "stream", one)
		return nil
	}
	if len(kept) == 0 {
		return fmt.Errorf("-forget %s: nothing is kept of it, nor of any other feed that is not in the configuration", feed)
	}
	return fmt.Errorf("-forget %s: nothing is kept of it; of feeds that are not in the configuration there are %s", feed, listed(kept))
}

// dropped are feeds that have a stream and are not in the configuration.
func dropped(ctx context.Context, node *store.Node, c *config.Config) (list []store.Kept, err error) {
	kept, err := node.Kept(ctx)
	for _, one := range kept {
		if c.Feeds[one.Feed] == nil {
			list = append(list, one)
		}
	}
	return list, err
}

func listed(kept []store.Kept) string {
	names := make([]string, len(kept))
	for i, one := range kept {
		names[i] = one.String()
	}
	return strings.Join(names, ", ")
}

// warnOfDropped names what is kept and in nobody's way but that of new feeds.
func (a *App) warnOfDropped(ctx context.Context, c *config.Config) []store.Kept {
	kept, err := dropped(ctx, a.node, c)
	if err != nil {
		a.log.Warn("what is kept of other feeds is not known", "error", err)
	}
	for _, one := range kept {
		a.log.Warn("a feed is kept that is not in the configuration; -forget, with its name, removes it",
			"feed", one.Feed, "stream", "RELAY_"+one.Feed, "bytes", one.Bytes, "reserved", one.Reserved)
	}
	return kept
}

// withDropped says what can make room for streams that were refused for want of it.
func withDropped(err error, kept []store.Kept) error {
	if !store.IsNoRoom(err) || len(kept) == 0 {
		return err
	}
	return errors.Join(err, fmt.Errorf("kept of feeds that are not in the configuration: %s; -forget, with the name of one, removes it", listed(kept)))
}
