package browser

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/web/feeds"
)

// A protocol is one of the seed feeds, read from message 1 on.
type protocol struct {
	name    string
	path    string
	format  string
	headers map[string]string
}

var anonymous = map[string]string{}

func bearer(token string) map[string]string {
	return map[string]string{"Authorization": "Bearer " + token}
}

var protocols = []protocol{
	{"gitter CR", "/gitter/v1/rooms/r1/chatMessages", "json", bearer(feeds.GitterToken)},
	{"gitter CR by lines", "/gitter/v1/rooms/r1/chatMessages", "json-cr", bearer(feeds.GitterToken)},
	{"gitter CRLF", "/gitter/v1/rooms/r1/chatMessages?delimiter=crlf", "json", bearer(feeds.GitterToken)},
	{"gitter LF", "/gitter/v1/rooms/r1/chatMessages?delimiter=lf", "json", bearer(feeds.GitterToken)},
	{"ably raw", "/ably/event-stream?channel=news&v=1.2&accessToken=good", "ndjson", anonymous},
	{"ably SSE", "/ably/sse?channel=news&v=1.2&accessToken=good", "sse", anonymous},
	{"espresso SSE", "/espresso/subscribe?", "sse", anonymous},
	{"espresso chunked", "/espresso/chunked?", "lines", anonymous},
	{"twitter CRLF", "/twitter/1.1/statuses/sample.json?stall_warnings=true", "json-crlf", bearer(feeds.TwitterToken)},
	{"twitter length", "/twitter/1.1/statuses/sample.json?delimited=length", "length", bearer(feeds.TwitterToken)},
	{"twitter gzip", "/twitter/1.1/statuses/sample.json?gzip=1", "json-crlf", bearer(feeds.TwitterToken)},
}

func (p protocol) request(site *harness.Site) request {
	return request{site.Feeds + p.path, map[string]any{"format": p.format, "headers": p.headers}}.
		with("from=1&take=60&rate=0&burst=3")
}

// Every byte of every seed protocol in a chunk of its own gives the same events as
// whole writes do; and the format is found without being named.
func TestChunksMeanNothing(t *testing.T) {
	site := harness.NewSite(t)
	for _, way := range ways {
		page := open(t, site, way)
		for _, proto := range protocols {
			t.Run(way+" "+proto.name, func(t *testing.T) {
				whole := collect(page, proto.request(site).with("chunk=65536"))
				single := collect(page, proto.request(site).with("chunk=1"))
				assert.Equal(t, whole, single)
				assert.Equal(t, "complete", last(t, whole).Type)
				assert.GreaterOrEqual(t, len(of("data", whole)), 60)
				if !strings.HasPrefix(proto.name, "espresso") {
					assert.GreaterOrEqual(t, len(of("keepalive", whole)), 3, "the burst of keep-alives")
				}
				assert.Empty(t, of("malformed", whole))
				assertNumbered(t, whole)
			})
		}
	}
}

// assertNumbered checks that the messages 1 to 60 are all there, by the number that
// each carries: in its text, or in its id where the text is in base64.
func assertNumbered(t *testing.T, events []event) {
	t.Helper()
	all := strings.Join(datas(events), "\n") + "\n"
	for n := 1; n <= 60; n++ {
		number := regexp.MustCompile(fmt.Sprintf(`#%d\D|:%d:0"`, n, n))
		assert.True(t, number.MatchString(all), "message %d is missing", n)
	}
}

func TestAutoReadsEverySeedProtocol(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	for _, proto := range protocols {
		t.Run(proto.name, func(t *testing.T) {
			named := proto.request(site).with("burst=0")
			auto := request{named.url, map[string]any{"headers": proto.headers}}
			if proto.name == "ably raw" { // which becomes SSE for a client that accepts SSE
				auto.options["headers"] = map[string]string{"Accept": "application/json"}
			}
			assert.Equal(t, datas(collect(page, named)), datas(collect(page, auto)))
		})
	}
}

// The same Ably channel read as SSE and as raw JSON lines tells the same.
func TestAblyRawAndSSEAreEqual(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	query := "?channels=news&v=1.2&key=" + feeds.AblyKey + "&from=1&take=200&rate=0"
	sse := of("data", collect(page, request{site.Feeds + "/ably/sse" + query, nil}))
	raw := of("data", collect(page, request{site.Feeds + "/ably/event-stream" + query, map[string]any{"format": "ndjson"}}))
	require.Len(t, sse, 200)
	require.Len(t, raw, 200)
	for i := range sse {
		var envelope struct {
			ID, Event string
			Data      json.RawMessage
		}
		require.NoError(t, json.Unmarshal([]byte(raw[i].Data), &envelope))
		assert.Equal(t, sse[i], event{Kind: "data", Type: envelope.Event, Data: string(envelope.Data), ID: envelope.ID})
	}
}

// A token that expires while the feed is open: the server says so with an event of
// its own, named error, which is not a failure of the connection; that follows.
func TestAblyTokenExpiresInTheStream(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	for _, c := range []struct{ path, format string }{{"/ably/sse", "sse"}, {"/ably/event-stream", "ndjson"}} {
		url := site.Feeds + c.path + "?channel=a&v=1.2&rate=20&from=1&accessToken=ttl:400:" + c.format
		events := collect(page, request{url, map[string]any{"format": c.format}})
		records := of("data", events)
		require.NotEmpty(t, records)
		assert.Contains(t, records[len(records)-1].Data, "40142")
		assert.Equal(t, "complete", last(t, events).Type)
		if c.format == "sse" {
			assert.Equal(t, "error", records[len(records)-1].Type)
		}
	}
}
