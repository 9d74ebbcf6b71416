// Package browser tests the built package in Chromium against the local feeds, as a
// page would use it: through its public API, across origins.
package browser

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

func TestMain(m *testing.M) { harness.Main(m) }

// ways are how a page can load the package; each leaves it in FS.
var ways = []string{"/script.html", "/module.html"}

// ownFetch says why a feed cannot run in a worker that fetches by a function of the page.
const ownFetch = "its feeds have a fetch of their own"

// open opens a page that has the package.
func open(t *testing.T, site *harness.Site, way string) *harness.Page {
	t.Helper()
	return harness.Open(t, site.URL+way)
}

// An event is what collect.js notes of one.
type event struct {
	Kind   string // open, data, keepalive, malformed, error
	Type   string
	Data   string
	ID     string
	Reason string
	Offset int
	Error  *failure
}

type failure struct {
	Type, Message, Body string
	Status              int
	Attempt             int
	RetryInMs           *int
	Final               bool
}

// request is a feed to collect: its URL and the options of FeedSource.
type request struct {
	url     string
	options map[string]any
}

// with is the request with more query parameters.
func (r request) with(query string) request {
	u, _ := url.Parse(r.url)
	q := u.Query()
	more, _ := url.ParseQuery(query)
	for name, values := range more {
		q[name] = values
	}
	u.RawQuery = q.Encode()
	return request{u.String(), r.options}
}

// collect reads a feed until its first failure or end.
func collect(p *harness.Page, r request) []event {
	p.T.Helper()
	return harness.Call[[]event](p, "collect.js", "collect", harness.Args{"url": r.url, "options": r.options})
}

// of picks the events of one kind.
func of(kind string, events []event) []event {
	var picked []event
	for _, e := range events {
		if e.Kind == kind {
			picked = append(picked, e)
		}
	}
	return picked
}

// last is the failure that ended a collection.
func last(t *testing.T, events []event) failure {
	t.Helper()
	require.NotEmpty(t, events)
	end := events[len(events)-1]
	require.Equal(t, "error", end.Kind)
	return *end.Error
}

func datas(events []event) []string {
	var list []string
	for _, e := range of("data", events) {
		list = append(list, e.Data)
	}
	return list
}

// What tests of some features cannot show in one of the browsers, of which js/docs/browsers.md tells.
const (
	cutIsEnd   = "a body that is cut ends as one that is whole"
	notHeld    = "a page that does not read does not hold the server back"
	notKept    = "a page with an open request is not kept in the back/forward cache"
	latinOne   = "the bytes of a header's value are taken for Latin-1 and sent as UTF-8"
	parsesJSON = "its driver parses JSON in the page, which the test counts"
	goesOn     = "a page that was asked something cannot be left"
)

// firstByte is why some tests cannot be Firefox's: servers there say nothing behind their headers.
const firstByte = "a response is there with the first byte of its body"
