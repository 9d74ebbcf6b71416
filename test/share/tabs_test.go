package share

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// Twenty pages read one feed each by one connection.
func TestTwentyPagesHaveOneConnection(t *testing.T) {
	everywhere(t, func(t *testing.T, p *place) {
		var tabs []tab
		for range 20 {
			tabs = append(tabs, p.opened(nil))
		}
		p.server.say(100)
		for _, tab := range tabs {
			got := tab.reached(100)
			assert.Equal(t, seen{First: 1, Count: 100, ReadyState: 1, Log: []string{"open"}, LastEventID: "100", Host: p.kind}, got)
		}
		open, total := p.server.connections()
		assert.Equal(t, 1, open)
		assert.Equal(t, 1, total)
	})
}

// Beside it: over HTTP/1.1 a browser has six connections to a server, and the seventh page waits.
func TestTheSeventhPageWaitsUnlessItShares(t *testing.T) {
	p := newPlace(t, "shared")
	for range 6 {
		p.opened(harness.Args{"options": harness.Args{}})
	}
	seventh := p.tab()
	p.open(seventh, harness.Args{"options": harness.Args{}})
	time.Sleep(time.Second)
	assert.Empty(t, seventh.seen().Log)
	open, _ := p.server.connections()
	assert.Equal(t, 6, open)
}
