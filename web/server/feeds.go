package server

import (
	"time"

	"github.com/feedsource/feedsource/web/feeds"
)

// slowest is the pause between messages of the slowest feed on the page. The logs
// must not grow faster than that by themselves, or every resumption would bring
// a crowd of messages that the connection had fallen behind.
const slowest = 2 * time.Second

// Feeds returns the local feeds at a pace at which people can read along.
func Feeds() *feeds.Server {
	const history = 1000
	return feeds.New(feeds.Options{
		Interval: slowest,
		History:  history,
		Epoch:    time.Now().Add(-history * time.Second), // stamps of today
	})
}
