package bridge

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestOptionsAreReadAsDeclared(t *testing.T) {
	at := "/at"
	got := readFeedOptions(value(`{
		"url": "https://example.org/", "strict": true, "format": "sse", "method": "PUT", "lastEventId": "日",
		"maxRecordBytes": 5, "freshHeaders": true, "asksDelay": true, "once": true,
		"reconnect": {"maxAttempts": 1, "maxElapsedMs": 2, "anyMethod": true},
		"id": ["/a", "/b"],
		"resume": {"off": true, "header": "h", "query": "q", "body": "b"},
		"keepalive": {"timeoutMs": 3, "connectMs": 4},
		"dedupe": {"key": ["/k"], "window": 6},
		"gap": {"windowMs": 7, "header": "g", "stop": true},
		"decode": {"data": "/d", "encoding": "/e"},
		"lag": {"time": "/t", "warnMs": 8},
		"signals": [
			{"type": "x", "at": "/at", "is": ["1", "true"], "then": "end", "quiet": true},
			{"is": [], "range": [9, 10], "then": "stop", "quiet": false}
		],
		"backfill": {"url": "u", "after": "v", "before": "w", "size": 11, "overlap": 12}
	}`))
	want := feedOptions{
		url: "https://example.org/", strict: true, format: "sse", method: "PUT", lastEventID: "日", maxRecordBytes: 5,
		freshHeaders: true, asksDelay: true, once: true,
		reconnect: reconnectOptions{1, 2, true},
		id:        []string{"/a", "/b"},
		resume:    resumeOptions{true, "h", "q", "b"},
		keepalive: &keepaliveOptions{3, 4},
		dedupe:    dedupeOptions{[]string{"/k"}, 6},
		gap:       gapOptions{7, "g", true},
		decode:    &decodeOptions{"/d", "/e"},
		lag:       &lagOptions{"/t", 8},
		signals: []signalRule{
			{eventType: "x", at: &at, is: []string{"1", "true"}, then: "end", quiet: true},
			{ranged: true, low: 9, high: 10, then: "stop"},
		},
		backfill: &backfillOptions{"u", "v", "w", 11, 12},
	}
	assert.Equal(t, want, got)
	value := reflect.ValueOf(want)
	for i := range value.NumField() {
		assert.False(t, value.Field(i).IsZero(), "an option that this test leaves out: %s", value.Type().Field(i).Name)
	}
}

func TestOptionsThatAreNotGivenAreZero(t *testing.T) {
	got := readFeedOptions(value(`{"url":"https://example.org/feed","format":"ndjson"}`))
	assert.Equal(t, feedOptions{url: "https://example.org/feed", format: "ndjson"}, got)
	empty := readFeedOptions(value(`{"keepalive":{},"backfill":{}}`))
	assert.Equal(t, &keepaliveOptions{}, empty.keepalive)
	assert.Equal(t, &backfillOptions{}, empty.backfill)
}

func TestValuesOfAnotherTypeAreZero(t *testing.T) {
	got := readFeedOptions(value(`{"url":null,"strict":"true","maxRecordBytes":"x","id":"/a","keepalive":5,"signals":{}}`))
	assert.Equal(t, feedOptions{keepalive: &keepaliveOptions{}}, got)
	assert.Equal(t, feedOptions{}, readFeedOptions(nil))
	assert.Equal(t, feedOptions{}, readFeedOptions(value("[")))
}
