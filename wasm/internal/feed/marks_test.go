package feed

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// An event without data is not dispatched, and ends a subscription of graphql-sse all the same.
func TestEventWithoutDataMeetsARule(t *testing.T) {
	c := Config{Format: framing.SSE, Method: "POST", Signals: []Rule{{Type: "complete", Then: SignalEnd}, {Type: "ping", Then: SignalKeepAlive}}}
	for _, body := range []string{
		"data: 1\n\nevent: complete\n\ndata: late\n\n", "data: 1\n\nevent: complete\ndata:\n\n", "data: 1\n\nevent:complete",
		"event: ping\n\ndata: 1\n\nevent: complete\nid: 7\n\n",
	} {
		rows, _, f := answered(t, c, Head{Status: 200}, body)
		assert.Equal(t, "1", rows[0], body)
		assert.Equal(t, FailComplete, f.Type, body)
	}
	rows, _, f := answered(t, c, Head{Status: 200}, "event: other\n\ndata: 1\n\nevent: comp\n\n")
	assert.Equal(t, []string{"1"}, rows)
	assert.Equal(t, FailIncomplete, f.Type)
}
