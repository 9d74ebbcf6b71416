package bridge

import (
	"math"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/feed"
	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/liveness"
	"github.com/feedsource/feedsource/wasm/internal/payload"
	"github.com/feedsource/feedsource/wasm/internal/retry"
)

func parsed(t *testing.T, s string) feed.Member {
	t.Helper()
	p, err := feed.ParseMember(s)
	require.NoError(t, err)
	return p
}

func TestOptionsAreReadAsDeclared(t *testing.T) {
	at, bytes := parsed(t, "/code"), parsed(t, "/bytes").Pointer
	got := readFeedOptions(value(`{
		"url": "https://example.org/feed", "origin": "https://page.example", "from": "r1", "strict": true, "format": "json-cr", "method": "POST", "lastEventId": "日",
		"maxRecordBytes": 1000, "freshHeaders": true, "asksDelay": true, "once": true,
		"reconnect": {"maxAttempts": 3, "maxElapsedMs": 4500, "anyMethod": true},
		"id": ["/id", "id"], "layout": [4, 1, 8, 1, 1], "json": true, "webSocket": true, "pings": true,
		"resume": {"off": true, "header": "Since", "query": "since", "body": "/from", "bare": true, "page": true, "own": true, "url": "/{from}", "asksURL": true,
			"method": "GET", "fromHeader": "Location", "fromRecord": "/code", "counts": true, "skips": true, "as": "{id}", "asksAs": true},
		"keepalive": {"timeoutMs": 20000, "connectMs": 5000},
		"dedupe": {"key": ["/key"], "byId": true, "window": 9},
		"gap": {"windowMs": 60000, "header": "Resumed", "stop": true},
		"decode": {"data": "/data", "encoding": "/encoding"}, "base64": "/bytes",
		"lag": {"time": "/at", "warnMs": 1500},
		"signals": [
			{"type": "bye", "at": "/code", "is": ["1", "2"], "then": "end", "quiet": true, "says": "it is over", "close": [4000, 4001], "replies": true, "and": {"at": "/code", "is": ["3"]}},
			{"is": [], "range": [400, 499], "then": "stop", "quiet": false}
		],
		"backfill": {"url": "https://example.org/page", "after": "since_id", "before": "max_id", "size": 20, "overlap": 2}
	}`))
	want := feed.Config{
		URL: "https://example.org/feed", Origin: "https://page.example", From: "r1", Strict: true, Format: framing.JSONCR, Method: "POST", LastEventID: "日",
		MaxRecordBytes: 1000, FreshHeaders: true, AsksDelay: true, Once: true,
		MaxAttempts: 3, MaxElapsed: 4500 * time.Millisecond, AnyMethod: true,
		ID:     []feed.Member{parsed(t, "/id"), parsed(t, "id")},
		Layout: framing.Layout{Width: 4, Offset: 1, Header: 8, Little: true, CountsFrame: true}, JSON: true, WebSocket: true, Pings: true,
		Resume: feed.Resume{
			Off: true, Header: "Since", Query: "since", Body: "/from", Bare: true, Page: true, Own: true, URL: "/{from}", AsksURL: true,
			Method: "GET", From: feed.From{Header: "Location", Record: &at}, Counts: true, Skips: true, As: "{id}", AsksAs: true,
		},
		Liveness: &liveness.Config{Timeout: 20 * time.Second, Connect: 5 * time.Second},
		Dedupe:   feed.Dedupe{Keys: []feed.Member{parsed(t, "/key")}, ByID: true, Window: 9},
		Gap:      feed.Gap{Window: time.Minute, Header: "Resumed", Stop: true},
		Decode:   &payload.Members{Data: parsed(t, "/data").Pointer, Encoding: parsed(t, "/encoding").Pointer},
		Base64:   &bytes,
		Lag:      &feed.Lag{Time: parsed(t, "/at"), Warn: 1500 * time.Millisecond},
		Signals: []feed.Rule{
			{Type: "bye", At: &at, Is: []string{"1", "2"}, Then: feed.SignalEnd, Quiet: true, Says: "it is over", Close: &feed.Range{Low: 4000, High: 4001}, Reply: true, And: &feed.Condition{At: at, Is: []string{"3"}}},
			{Ranged: true, Low: 400, High: 499, Then: feed.SignalStop},
		},
		Backfill: &feed.Backfill{URL: "https://example.org/page", After: "since_id", Before: "max_id", Size: 20, Overlap: 2},
	}
	assert.Equal(t, want, got)
	for _, name := range append(unset(want), unset(want.Resume)...) {
		assert.Contains(t, []string{"Spare", "AsksURL"}, name, "an option that this test leaves out")
	}
	assert.True(t, readFeedOptions(value(`{"url":""}`)).AsksURL, "a function gives it")
}

// unset lists the fields of a struct that have their zero value.
func unset(v any) (names []string) {
	value := reflect.ValueOf(v)
	for i := range value.NumField() {
		if value.Field(i).IsZero() {
			names = append(names, value.Type().Field(i).Name)
		}
	}
	return names
}

func TestOptionsThatAreNotGivenAreZero(t *testing.T) {
	got := readFeedOptions(value(`{"url":"https://example.org/","format":"auto"}`))
	assert.Equal(t, feed.Config{URL: "https://example.org/", Format: framing.Auto}, got)
}

// The presence of these says something without any member of theirs.
func TestEmptyObjects(t *testing.T) {
	c := readFeedOptions(value(`{"keepalive":{},"backfill":{}}`))
	assert.Equal(t, &liveness.Config{}, c.Liveness)
	assert.Equal(t, &feed.Backfill{}, c.Backfill, "the page's own function is asked")
}

func TestPointerToTheWholeRecord(t *testing.T) {
	c := readFeedOptions(value(`{"signals":[{"at":""},{}]}`))
	assert.Equal(t, &feed.Member{}, c.Signals[0].At)
	assert.Nil(t, c.Signals[1].At)
}

func TestValuesOfAnotherTypeAreZero(t *testing.T) {
	got := readFeedOptions(value(`{"url":null,"strict":"true","maxRecordBytes":"x","id":"/a","keepalive":5,"signals":{}}`))
	assert.Equal(t, feed.Config{Liveness: &liveness.Config{}}, got)
	assert.Equal(t, feed.Config{}, readFeedOptions(nil))
	assert.Equal(t, feed.Config{}, readFeedOptions(value("[")))
}

func TestMilliseconds(t *testing.T) {
	for ms, want := range map[float64]time.Duration{
		0: 0, -1: 0, 0.5: 500 * time.Microsecond, 1: time.Millisecond, 1e300: retry.MaxDelay,
		math.Inf(1): retry.MaxDelay, math.Inf(-1): 0,
	} {
		assert.Equal(t, want, milliseconds(ms), ms)
	}
	assert.Zero(t, milliseconds(math.NaN()))
}
