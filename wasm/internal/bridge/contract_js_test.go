//go:build js && wasm

package bridge

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRegistered(t *testing.T) {
	assert.Equal(t, "1.2.3", text(get(engine, "version")))
	assert.JSONEq(t, `["too-large", "not-json", "truncated", "bad-length", "length-too-large", "not-array", "trailing-data"]`,
		json(get(engine, "reasons")))
	assert.True(t, get(engine, "abortables").Equal(abortables))
}

func TestOptionsAreReadAsDeclared(t *testing.T) {
	at := "/at"
	got := readFeedOptions(run(t, `return {
		url: 'https://example.org/', strict: true, format: 'sse', method: 'PUT', lastEventId: '日', maxRecordBytes: 5,
		freshHeaders: true, asksDelay: true, once: true,
		reconnect: { maxAttempts: 1, maxElapsedMs: 2.5, anyMethod: true },
		id: ['/a', '/b'],
		resume: { off: true, header: 'h', query: 'q', body: 'b' },
		keepalive: { timeoutMs: 3, connectMs: 4 },
		dedupe: { key: ['/k'], window: 6 },
		gap: { windowMs: 7, header: 'g', stop: true },
		decode: { data: '/d', encoding: '/e' },
		lag: { time: '/t', warnMs: 8 },
		signals: [
			{ type: 'x', at: '/at', is: ['1', 'true'], range: undefined, then: 'end', quiet: true },
			{ type: undefined, at: undefined, is: [], range: [9, 10], then: 'stop', quiet: false },
		],
		backfill: { url: 'u', after: 'v', before: 'w', size: 11, overlap: 12 },
	}`, nil))
	want := feedOptions{
		url: "https://example.org/", strict: true, format: "sse", method: "PUT", lastEventID: "日", maxRecordBytes: 5,
		freshHeaders: true, asksDelay: true, once: true,
		reconnect: reconnectOptions{1, 2.5, true},
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
	got := readFeedOptions(options(t, "keepalive: undefined, backfill: undefined, reconnect: undefined, method: undefined"))
	assert.Equal(t, feedOptions{url: "https://example.org/feed", format: "ndjson"}, got)
	empty := readFeedOptions(options(t, "keepalive: {}, backfill: {}"))
	assert.Equal(t, &keepaliveOptions{}, empty.keepalive)
	assert.Equal(t, &backfillOptions{}, empty.backfill)
}
