package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// A plain feed is read before the engine is there, and what the page asks of it meanwhile is
// done. That nothing else shows when the engine came is test/equality's.
func TestBeforeTheEngine(t *testing.T) {
	harness.InPageOnly(t, ownFetch)
	for how, want := range map[string][]string{
		"records before the engine": {
			"open", "1", "2", "state 1, cursor 2, 2 records", "3", "state 1, cursor 3, 3 records",
		},
		"switched off":         {"state 0", "open", "1"},
		"closed by a listener": {"open", "1", "true", "2"},
		"reconnect": {
			"open", "1", "2", "state 0, aborted true", "open", "3", "asked with null", "asked with 2", "1 reconnects",
		},
		"paused meanwhile":    {"open", "1", "paused", "resumed", "2", "3", "4", "5"},
		"a loop that is busy": {"1", "2", "3", "4"},
		"put away meanwhile":  {"open", "1", "aborted true", "away", "open", "2"},
		"a failure":           {"open", "1", "cut", "network", "open", "2", "asked with 1"},
		"a listener that throws and opens another": {
			"open", "1", "2", "3", "other", "open",
		},
		"no engine": {"open", "1", "engine", "true"},
		"an engine that cannot be reached at first": {"open", "1", "2", "network", "open", "3", "2"},
		"the end in what is left, and a busy loop":  {"1", "2", "3", "complete", "end"},
		"the end in what is left, and a pause":      {"open", `{"a":1}`, "resumed", `{"a":"\u2019"}`, `{"a":3}`, "complete"},
		"closed while a body of its own is read":    {"true"},
		"more than is kept":                         {"held back", "100", "true"},
	} {
		t.Run(how, func(t *testing.T) {
			page := open(t, harness.NewSite(t), "/module.html")
			assert.Equal(t, want, harness.Call[[]string](page, "interim.js", "told", harness.Args{"how": how}))
		})
	}
}
