package browser

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// eachWay calls a function of leftovers.js in a page of its own, ahead of the engine and with it.
func eachWay[R any](t *testing.T, function string, look func(t *testing.T, got R)) {
	harness.InPageOnly(t, ownFetch)
	for _, ahead := range []bool{true, false} {
		t.Run(fmt.Sprintf("ahead of the engine: %t", ahead), func(t *testing.T) {
			page := open(t, harness.NewSite(t), "/module.html")
			look(t, harness.Call[R](page, "leftovers.js", function, harness.Args{"ahead": ahead}))
		})
	}
}

// A feed that gets such a body ends, or tries again, as with any other: it does not hang, and
// the engine lives.
func TestBodiesThatThePageMadeUp(t *testing.T) {
	type result struct {
		Ends                 map[string]string
		Unhandled, Disturbed []string
	}
	eachWay(t, "oddBodies", func(t *testing.T, got result) {
		assert.Equal(t, map[string]string{
			"no body": "complete", "no body, and a refusal": "status", "an error of the network": "network", "no response": "request",
			"a body that is no stream": "request", "a body that is read already": "request", "an error without words": "network",
			"an error of no words": "network", "chunks of text": "network", "chunks of other numbers": "network",
			"a status of no number": "request",
		}, got.Ends)
		assert.Empty(t, got.Unhandled)
		assert.Empty(t, got.Disturbed, "a feed beside them")
	})
}

func TestFetchThatDoesNotHeedItsSignal(t *testing.T) {
	eachWay(t, "deafFetch", func(t *testing.T, got map[string]int) {
		assert.Equal(t, map[string]int{
			"close": 0, "close, and close": 0, "reconnect": 1, "reconnect, and close": 0, "stall": 0, "stall, and close": 0,
		}, got)
	})
}

func TestReconnectAtOnce(t *testing.T) {
	eachWay(t, "reconnectAtOnce", func(t *testing.T, got map[string]int) {
		assert.Equal(t, map[string]int{"atOnce": 1, "unsent": 0}, got, "no token is made for an attempt that was given up")
	})
}
