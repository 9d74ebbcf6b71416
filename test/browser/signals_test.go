package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// A token that lasts 400 ms expires in the stream again and again: the headers function
// is asked for another, and the feed goes on, nothing lost and nothing twice.
func TestTokenThatExpiresInTheStream(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	for preset, path := range map[string]string{"ably": "/ably/event-stream", "ably-sse": "/ably/sse"} {
		got := harness.Call[map[string]any](page, "signals.js", "tokenThatExpires", harness.Args{
			"path": path, "preset": preset,
		})
		var want []any
		for n := 1; n <= 1100; n++ {
			want = append(want, float64(n))
		}
		assert.Equal(t, want, got["numbers"], preset)
		errors := got["errors"].([]any)
		assert.GreaterOrEqual(t, len(errors), 2, preset)
		assert.Equal(t, []any{"server", "40142", 0.0}, errors[0], preset)
	}
}

func TestWhatTwitterSaysInTheStream(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	got := harness.Call[map[string]any](page, "signals.js", "saidByTwitter", nil)
	warnings := []any{"server FALLING_BEHIND warning", "server N limit"}
	assert.Equal(t, []any{"server", "6", true, warnings}, got["revoked"])
	assert.Equal(t, []any{"server", "11", false, warnings}, got["broker"])
	assert.Equal(t, "server", got["normal"].([]any)[0])
	assert.Equal(t, false, got["normal"].([]any)[2])
}

// An answer that ends with a marker is complete, whatever the server does with the
// connection; without the marker it is not. A question is not asked twice.
func TestAnswerWithAnEndMarker(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[map[string]any](page, "signals.js", "answersWithAnEndMarker", nil)
	assert.Equal(t, []any{[]any{1.0, 2.0}, 2.0, 0.0}, got["whole"])
	assert.Equal(t, []any{[]any{1.0, 2.0}, 2.0, 0.0}, got["held"], "the server keeps the connection open")
	assert.Equal(t, []any{[]any{1.0, 2.0, "incomplete", true}, 2.0, 0.0}, got["cut"])
	assert.Equal(t, []any{[]any{1.0, 2.0, "incomplete", true}, 2.0, 0.0}, got["get"], "it would begin anew")
}
