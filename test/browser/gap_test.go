package browser

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// What a stream cannot give back comes from the page's own function, ahead of the
// stream, which is open already.
func TestBackfillByTheOwnFunction(t *testing.T) {
	harness.InPageOnly(t, ownFetch)
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[map[string][]any](page, "gap.js", "backfillByFunction", nil)
	assert.Equal(t, []any{1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0}, got["ids"])
	assert.Equal(t, "2", got["asked"][0])
	assert.NotContains(t, got["log"], "gap")
	assert.Contains(t, got["log"], 1.0, "the stream is open while what is missing is read")
}

// A 410 says that the cursor has expired: the feed begins anew, and says what it lost.
func TestExpiredCursorBeginsAnew(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	rec := (&recorder{}).answer(200, "text/event-stream", "id: 7\ndata: a\n\n").answer(410, "text/plain", "too old").
		answer(200, "text/event-stream", "id: 90\ndata: b\n\n").answer(204, "", "")
	got := harness.Call[map[string]any](page, "gap.js", "expiredCursor", harness.Args{"url": harness.Serve(t, rec)})
	assert.Equal(t, []any{"a", "b"}, got["data"])
	assert.Equal(t, []any{[]any{"expired", "7", true}}, got["gaps"])
	var ids []string
	for _, r := range rec.list() {
		ids = append(ids, r.Header.Get("Last-Event-ID"))
	}
	assert.Equal(t, []string{"", "7", "", "90"}, ids)
}

// A server that refuses the preflight of a header is asked by the query instead.
func TestHeaderThatCORSRefusesGoesByTheQuery(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	page.Expect("blocked by CORS policy")
	got := harness.Call[map[string]any](page, "gap.js", "cursorByTheQuery", nil)
	var want []any
	for n := 1; n <= 20; n++ {
		want = append(want, float64(n))
	}
	assert.Equal(t, want, got["ids"])
	assert.Equal(t, []any{"cors"}, got["warnings"])
	assert.Equal(t, 2.0, got["refused"], "it is given a second chance, and then it stays with what works")
}

// The cursor goes into the body of a POST that the page allows to be sent again.
func TestCursorInTheBody(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	for kind, c := range map[string]struct{ first, second string }{
		"JSON":       {`{"topic":"a"}`, `{"topic":"a","since":"7"}`},
		"form":       {"topic=a", "topic=a&since=7"},
		"form text":  {"topic=a", "topic=a&since=7"},
		"multi-part": {`name="topic"`, `name="since"`},
	} {
		rec := (&recorder{}).answer(200, "", "data: x\nid: 7\n\n").answer(200, "", "data: x\nid: 7\n\n").answer(204, "", "")
		url := harness.Serve(t, rec)
		harness.Call[any](page, "gap.js", "cursorInTheBody", harness.Args{"url": url, "kind": kind})
		if got := rec.list(); assert.Len(t, got, 3, kind) {
			assert.Contains(t, got[0].Body, c.first, kind)
			assert.NotContains(t, got[0].Body, "since", kind)
			assert.Contains(t, got[1].Body, c.second, kind)
			assert.Equal(t, 1, strings.Count(got[2].Body, "since"), kind)
		}
	}
}
