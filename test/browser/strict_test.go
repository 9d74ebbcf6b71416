package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// The strict class and the browser's own EventSource are put to the same tests, which
// proves the tests.
var classes = []string{"ours", "native"}

func TestStrictRefusesWhatTheStandardRefuses(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	page.Expect("EventSource's response has a MIME type") // the browser's own says so
	for _, class := range classes {
		for _, c := range []struct {
			name        string
			status      int
			contentType string
			opens       bool
		}{
			{"an event stream", 200, "text/event-stream", true},
			{"parameters and case", 200, "Text/Event-Stream ;charset=UTF-8", true},
			{"a longer type", 200, "text/event-streamX", false},
			{"no type", 200, "", false},
			{"JSON", 200, "application/json", false},
			{"204", 204, "", false},
			{"205", 205, stream, false},
			{"210", 210, stream, false},
			{"404", 404, stream, false},
			{"410", 410, stream, false},
			{"503", 503, stream, false},
		} {
			t.Run(class+" "+c.name, func(t *testing.T) {
				rec := (&recorder{}).answer(c.status, c.contentType, "")
				if c.status != 204 {
					rec = (&recorder{}).answer(c.status, c.contentType, "data: x\n\n")
				}
				got := harness.Call[[]any](page, "strict.js", "firstEvent", harness.Args{
					"of": class, "url": harness.Serve(t, rec),
				})
				if c.opens {
					assert.Equal(t, []any{"message", 1.0}, got)
				} else {
					assert.Equal(t, []any{"error", 2.0}, got)
					assert.Len(t, rec.list(), 1, "and no second request")
				}
			})
		}
	}
}

func TestStrictReconnectsWithTheLastEventID(t *testing.T) {
	harness.NotIn(t, harness.WebKit, latinOne)
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	for _, class := range classes {
		rec := (&recorder{}).
			answer(200, stream, quick+"id: 日本\nevent: named\ndata: 1\n\n").
			answer(200, stream, "data: 2\n\nid\ndata: 3\n\n").
			answer(200, stream, "data: 4\n\n").
			answer(204, "", "")
		url := harness.Serve(t, rec)
		got := harness.Call[[]any](page, "strict.js", "reconnectWithID", harness.Args{"of": class, "url": url})
		assert.Equal(t, []any{
			0.0, url + "/", false, "open", "named 1 日本 1", "Event 0", "open", "message 2 日本 1", "message 3  1", "Event 0",
			"open", "message 4  1", "Event 0", "Event 2",
		}, got, class)
		var ids []string
		for _, r := range rec.list() {
			ids = append(ids, r.Header.Get("Last-Event-ID"))
			assert.Equal(t, "text/event-stream", r.Header.Get("Accept"), class)
		}
		assert.Equal(t, []string{"", "日本", "", ""}, ids, class)
	}
}

func TestStrictIsShapedLikeTheBrowsersOwn(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	missing := harness.Call[[]string](page, "strict.js", "missingMembers", nil)
	assert.Empty(t, missing)
}

func TestStrictKeepsKeepAlivesToItself(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	for _, class := range classes {
		rec := (&recorder{}).answer(200, stream, ": beat\n\nevent: keepalive\ndata: from the server\n\nevent: malformed\ndata: too\n\n")
		got := harness.Call[[]string](page, "strict.js", "keepAlives", harness.Args{"of": class, "url": harness.Serve(t, rec)})
		assert.Equal(t, []string{"from the server", "too"}, got, class)
	}
}

func TestSchemesThatAreNotHTTPAreRefused(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	page.Expect("URL scheme")
	page.Expect("blocked by CORS policy")
	for _, class := range classes {
		got := harness.Call[int](page, "strict.js", "refusedScheme", harness.Args{"of": class})
		assert.Equal(t, 2, got, class)
	}
}
