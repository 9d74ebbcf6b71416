package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

func TestOpenHasTheHeadOfTheResponse(t *testing.T) {
	page := open(t, harness.NewSite(t), "/module.html")
	one := []any{"open", "/raw/get/one?type=text/event-stream&hold=1", 200.0, "text/event-stream", true}
	assert.Equal(t, []any{one, one, one, true}, harness.Call[[]any](page, "events.js", "responses", nil))
}

// One listener hears every record: the event that the listeners for its type have heard, also if one of them has stopped it.
func TestListenerForEveryRecord(t *testing.T) {
	page := open(t, harness.NewSite(t), "/module.html")
	page.Expect("thrown on purpose")
	got := harness.Call[[]any](page, "events.js", "everyType", nil)
	assert.Equal(t, []any{
		"captured", "message 1 1", "once, which throws", "tick 2 2", true, "error 3 3", "last 4 4", "complete",
	}, got)
}

// What is minified keeps its name, and what is shown or sent elsewhere is what a record is.
func TestEventsAreShown(t *testing.T) {
	for _, path := range []string{"/module.html", "/script.html"} {
		page := open(t, harness.NewSite(t), path)
		tick := []any{"tick", `{"n":1}`, true}
		assert.Equal(t, map[string]any{
			"names": []any{"FeedSource", "EventSource", "FeedEvent", "KeepAliveEvent", "MalformedEvent", "OpenEvent", "FeedError"},
			"tags": []any{
				"[object FeedSource]", "[object EventSource]", "[object FeedEvent]", "[object KeepAliveEvent]", "[object MalformedEvent]",
				"[object OpenEvent]", "[object Object]",
			},
			"plain": []any{tick, tick, []any{"error", nil, false}, []any{"complete", nil, false}},
		}, harness.Call[map[string]any](page, "events.js", "shownEvents", nil), path)
	}
}

// The page's own parser and validator read records wherever the engine runs.
func TestParserAndSchemaOfThePage(t *testing.T) {
	page := open(t, harness.NewSite(t), "/module.html")
	assert.ElementsMatch(t, []any{
		"3049662366400520194", []any{"schema", `{"n":"x"}`, "/nno number"}, []any{"not-json", `{"m":}`}, "6", 2.0, 2.0,
	}, harness.Call[[]any](page, "events.js", "parsedAndValidated", nil))
}

// A comment is told from a blank record, with its text inside an event as well, and what has a field is neither.
func TestKeepAlivesSayWhatTheyAre(t *testing.T) {
	for _, ahead := range []bool{true, false} {
		page := open(t, harness.NewSite(t), "/module.html")
		got := harness.Call[[]any](page, "events.js", "keepAlives", harness.Args{"ahead": ahead})
		assert.Equal(t, []any{"comment ", "blank ", "comment inside", "one\ntwo", "signal ping", "comment é", 5.0}, got)
	}
}
