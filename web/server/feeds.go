package server

import (
	"time"

	"github.com/feedsource/feedsource/web/feeds"
)

// interval is the pause between messages of the feeds on the page. The logs
// must not grow faster than that by themselves, or every resumption would bring
// a crowd of messages that the connection had fallen behind; and the stamps are
// as far apart, or the page would see a lag that grows.
const interval = 2 * time.Second

// Feeds returns the local feeds at a pace at which people can read along.
func Feeds() *feeds.Server {
	const history = 1000
	return feeds.New(feeds.Options{
		Interval: interval,
		Step:     interval,
		History:  history,
		Epoch:    time.Now().Add(-history * interval), // stamps of today
	})
}
