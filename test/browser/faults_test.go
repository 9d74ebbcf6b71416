package browser

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/web/feeds"
)

// Bad input is told with its bytes, and the records around it still arrive.
func TestMalformedRecordsAreToldAndSkipped(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	gitter := request{site.Feeds + "/gitter/v1/rooms/r1/chatMessages?from=1&take=20&rate=0&pretty=0", map[string]any{"headers": bearer(feeds.GitterToken)}}
	twitter := request{site.Feeds + "/twitter/1.1/statuses/sample.json?from=1&take=20&rate=0&extras=0&pretty=0", map[string]any{"headers": bearer(feeds.TwitterToken)}}
	ably := request{site.Feeds + "/ably/event-stream?channel=a&v=1.2&key=" + feeds.AblyKey + "&from=1&take=20&rate=0", map[string]any{}}
	for _, c := range []struct {
		name    string
		request request
		format  string
		fault   string
		reason  string
		records int // that arrive of 20
	}{
		{"gitter: half a record", gitter, "json", "malformed=7", "not-json", 19},
		{"gitter by lines: half a record", gitter, "json-cr", "malformed=7", "not-json", 19},
		{"twitter: half a record", twitter, "json-crlf", "malformed=7", "not-json", 19},
		{"twitter length: no number", twitter.with("delimited=length"), "length", "malformed=7", "bad-length", 19},
		{"twitter length: count too short", twitter.with("delimited=length"), "length", "shortcount=7", "", 20},
		{"twitter length: count too long", twitter.with("delimited=length"), "length", "longcount=7", "", 20},
		{"gitter: too large", gitter, "json", "oversize=7,70000", "too-large", 19},
		{"ably: too large", ably, "ndjson", "oversize=7,70000", "too-large", 19},
		{"twitter: too large", twitter, "json-crlf", "oversize=7,70000", "too-large", 19},
		{"twitter length: too large", twitter.with("delimited=length"), "length", "oversize=7,70000", "length-too-large", 19},
	} {
		t.Run(c.name, func(t *testing.T) {
			clean := datas(collect(page, c.request.as(c.format)))
			require.Len(t, clean, 20)
			for _, chunk := range []string{"&chunk=65536", "&chunk=1"} {
				events := collect(page, c.request.with(c.fault+chunk).as(c.format))
				records := datas(events)
				assert.Len(t, records, c.records)
				assert.Subset(t, clean, records, "the records around it are untouched")
				bad := of("malformed", events)
				if c.reason == "" {
					assert.Empty(t, bad)
					continue
				}
				require.NotEmpty(t, bad)
				assert.Equal(t, c.reason, bad[0].Reason)
				assert.NotEmpty(t, bad[0].Data)
				assert.Positive(t, bad[0].Offset, "where in the body")
				assert.LessOrEqual(t, len(bad[0].Data), 2000, "a large record is shown by its beginning")
			}
		})
	}
}

// A line that looks like a record at both ends is found out when it is parsed: here
// the envelope is whole and what it holds is cut in half.
func TestMalformedInsideIsToldOnUse(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[map[string][]any](page, "faults.js", "malformedInside", nil)
	assert.Equal(t, []any{"1", "2", "3", "4", "5", "6", "8", "9"}, got["numbers"])
	assert.Equal(t, []any{"not-json", true, true}, got["bad"])
	assert.Equal(t, []any{"malformed"}, got["errors"])
}

// as is the request with a format and a record limit small enough for the faults.
func (r request) as(format string) request {
	options := map[string]any{"format": format, "maxRecordBytes": 60000}
	for name, value := range r.options {
		options[name] = value
	}
	return request{r.url, options}
}

func TestCutsAreToldAndNothingReceivedIsLost(t *testing.T) {
	harness.NotIn(t, harness.WebKit, cutIsEnd)
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	url := site.Feeds + "/ably/event-stream?channel=a&v=1.2&accessToken=good&from=1&take=10&rate=0"
	whole := datas(collect(page, request{url, map[string]any{"format": "ndjson"}}))
	for _, c := range []struct{ fault, kind string }{
		// The pause is for Chromium, which drops bytes that it has not yet handed to the
		// page when it learns that the connection is gone.
		{"split=1500&splitpause=200&cut=1500", "network"},
		{"cutclean=1500", "incomplete"},
	} {
		events := collect(page, request{url, map[string]any{"format": "ndjson"}}.with(c.fault))
		assert.Equal(t, c.kind, last(t, events).Type)
		records := datas(events)
		require.NotEmpty(t, records)
		assert.Equal(t, whole[:len(records)], records)
		bad := of("malformed", events)
		require.Len(t, bad, 1, "the record that was cut")
		assert.Equal(t, "truncated", bad[0].Reason)
		assert.True(t, strings.HasPrefix(whole[len(records)], bad[0].Data))
	}
	events := collect(page, request{site.Feeds + "/ably/sse?channel=a&v=1.2&accessToken=good&from=1&take=10&rate=0&cut=1500", nil})
	assert.Empty(t, of("malformed", events), "an event stream drops an unfinished event: the standard says so")
}

func TestRefusalsCarryStatusAndBody(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	for _, c := range []struct {
		path   string
		status int
		body   string
	}{
		{"/gitter/v1/rooms/r1/chatMessages", 401, `"error"`},
		{"/ably/sse?channel=a&v=1.2&accessToken=expires:1", 401, "40142"},
		{"/ably/event-stream?channel=a&accessToken=good", 400, "40017"},
		{"/twitter/1.1/statuses/sample.json", 401, "error"},
		{"/espresso/subscribe?status=503&html=1", 503, "<"},
		{"/nowhere", 404, ""},
	} {
		f := last(t, collect(page, request{site.Feeds + c.path, nil}))
		assert.Equal(t, "status", f.Type, c.path)
		assert.Equal(t, c.status, f.Status, c.path)
		assert.Contains(t, f.Body, c.body, c.path)
		assert.LessOrEqual(t, len(f.Body), 1024)
		assert.True(t, f.Final)
		assert.NotContains(t, f.Message, "accessToken", "no secrets of the URL in messages")
	}
}

func TestUnreachableAndUnreadable(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	page.Expect("blocked by CORS policy")
	for name, r := range map[string]request{
		"nobody listens":    {"http://127.0.0.1:9/", nil},
		"CORS refused":      {site.Feeds + "/espresso/subscribe?nocors=1", nil},
		"preflight refused": {site.Feeds + "/gitter/v1/rooms/r/chatMessages?nopreflight=1", map[string]any{"headers": bearer("x")}},
	} {
		f := last(t, collect(page, r))
		assert.Equal(t, "network", f.Type, name)
		assert.Contains(t, f.Message, "no response ("+harness.FetchFailed()+")", name)
		assert.Zero(t, f.Status, name)
	}
	f := last(t, collect(page, request{site.Feeds + "/espresso/subscribe", map[string]any{"mode": "no-cors"}}))
	assert.Equal(t, "opaque", f.Type)
	assert.True(t, f.Final)
}

func TestRefusalWithoutABodyIsToldAllTheSame(t *testing.T) {
	harness.NotIn(t, harness.Firefox, firstByte)
	site := harness.NewSite(t)
	rec := (&recorder{}).answer(500, "", "")
	hang := harness.Serve(t, hanging(rec))
	page := open(t, site, "/module.html")
	f := last(t, collect(page, request{hang, nil}))
	assert.Equal(t, 500, f.Status)
	assert.Empty(t, f.Body)
}

// After a cut, a feed of any format connects again by itself; an event stream goes
// on after the last event, nothing lost and nothing twice. The pause before the cut is
// for Chromium, which sends a request again by itself, unseen, when a connection that it
// had used before is reset ahead of the answer.
func TestCutLineIsResumed(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[map[string]any](page, "faults.js", "resumeAfterCuts", nil)
	want := []any{}
	for n := 1; n <= 30; n++ {
		want = append(want, float64(n))
	}
	assert.Equal(t, want, got["ids"])
	cut := map[bool]string{true: "end", false: "network"}[harness.Browser() == harness.WebKit] // which does not tell of the cut
	assert.Equal(t, []any{[]any{cut, false, 0.0}, []any{cut, false, 0.0}}, got["errors"])
	assert.Equal(t, 2.0, got["stats"])
}
