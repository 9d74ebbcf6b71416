// Package devtools opens the panel of feedsource/devtools in pages whose policy forbids whatever it can, and looks at what it shows.
package devtools

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

func TestMain(m *testing.M) { harness.Main(m) }

// policy allows what feeds need, and no style that is not a file of the site.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src *; img-src data:; worker-src 'self'; base-uri 'none'"

// styles are those of a page that styles everything.
const styles = `* { color: red !important; font-size: 40px !important; letter-spacing: 4px; } section { position: fixed; left: -900px; }`

// open serves the site, and opens a page that has no panel yet.
func open(t *testing.T, site *harness.Site) *harness.Page {
	t.Helper()
	site.Handle("/page.css", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css")
		_, _ = w.Write([]byte(styles))
	})
	site.Handle("/page.html", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		allowed := policy
		if harness.Browser() == harness.WebKit { // whose driver evaluates
			allowed = strings.Replace(policy, "'wasm-unsafe-eval'", "'unsafe-eval'", 1)
		}
		w.Header().Set("Content-Security-Policy", allowed)
		_, _ = w.Write([]byte(`<!doctype html><html lang="en"><title>page</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css">` +
			`<main><h1>A page</h1></main></html>`))
	})
	return harness.Open(t, site.URL+"/page.html")
}

// call calls a function of panel.js in the page.
func call[R any](page *harness.Page, function string, args harness.Args) R {
	page.T.Helper()
	return harness.Call[R](page, "panel.js", function, args)
}

// until waits until a condition holds, of which panel.js has the words.
func until(page *harness.Page, condition string) {
	page.T.Helper()
	last := harness.Await[string](page, `const { texts, states, names, log, frames, launcher, status, until } = await import('/scripts/panel.js');
		return until(() => `+condition+`)`)
	require.Empty(page.T, last, "the panel never came to %s", condition)
}

// troubled answers with two records and stays open; when that has been cut it refuses once, and then goes on.
func troubled() http.HandlerFunc {
	n := 0
	return func(w http.ResponseWriter, r *http.Request) {
		n++
		w.Header().Set("Content-Type", "text/event-stream")
		switch n {
		case 1:
			_, _ = w.Write([]byte("retry: 50\n\nid: 1\ndata: one\n\n: note\n\nid: 2\ndata: two\n\n"))
		case 2:
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		default:
			_, _ = w.Write([]byte("id: 3\ndata: three\n\n"))
		}
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}
}

func TestPanelTellsWhatAFeedDoes(t *testing.T) {
	site := harness.NewSite(t)
	site.Handle("/troubled", troubled())
	page := open(t, site)
	before := call[[]string](page, "traces", nil)
	call[any](page, "addPanel", nil)
	call[any](page, "openFeed", harness.Args{"url": "/troubled?token=hush"})
	call[any](page, "press", harness.Args{"name": "FeedSource: 1 open feed"})
	until(page, `states()[0] === 'open' && log().some(({ what }) => what === 'open')`)
	call[any](page, "press", harness.Args{"name": "Cut"})
	until(page, `log().filter(({ what }) => what === 'open').length === 2`)
	log := call[[]entry](page, "log", nil)
	var told []string
	for i := len(log) - 1; i >= 0; i-- {
		told = append(told, log[i].What)
	}
	assert.Equal(t, []string{
		"request 1", "response 1", "open", "interrupt", "end 1", "network", "wait",
		"request 2", "response 2", "end 2", "status", "wait", "request 3", "response 3", "open",
	}, told)
	texts := ""
	for _, e := range log {
		texts += e.Text + "\n"
	}
	assert.Contains(t, texts, "token=[redacted]")
	assert.NotContains(t, texts, "hush")
	assert.Regexp(t, `Waits \d+ ms: network, first in a row\.`, texts)
	assert.Regexp(t, `Waits [\d.]+ m?s: 503, second in a row\.`, texts)
	facts := call[map[string]string](page, "facts", nil)
	assert.Equal(t, "3", facts["records"])
	assert.Equal(t, "1", facts["reconnects"])
	assert.Equal(t, "3", facts["last event id"])
	assert.Contains(t, call[string](page, "timelineWords", nil), "open")
	assert.Equal(t, []string{"rgb(27, 31, 36)", "13px", "normal"}, call[[]string](page, "look", nil), "the page's style is none of the panel's")

	call[any](page, "press", harness.Args{"name": "Pause"})
	until(page, `states()[0] === 'paused'`)
	call[any](page, "press", harness.Args{"name": "Pause"})
	until(page, `states()[0] === 'open'`)
	call[any](page, "press", harness.Args{"name": "Reconnect"})
	until(page, `log().filter(({ what }) => what === 'open').length === 3`)

	measures := call[[]string](page, "measures", nil)
	for _, part := range []string{"connection 1", "request 2, 503", "wait 1, network, 1 in a row", "wait 2, 503, 2 in a row"} {
		assert.Contains(t, strings.Join(measures, "\n"), "feed 1 /troubled: "+part)
	}

	call[any](page, "removePanel", nil)
	call[any](page, "openFeed", harness.Args{"url": "/troubled"})
	assert.Equal(t, "recording() is of a feed with the option record.", call[string](page, "recordingOfLast", nil), "a panel that is gone records nothing")
	assert.Equal(t, before, call[[]string](page, "traces", nil), "nothing else of the page is touched")
	assert.Equal(t, "there is none", call[string](page, "importAgain", nil), "what is imported twice adds no second one")
}

// Feeds of one path are told apart by their queries, without what is secret, and by their numbers.
func TestPanelTellsFeedsApart(t *testing.T) {
	site := harness.NewSite(t)
	site.Handle("/lines", answer("application/x-ndjson", "{\"a\":1}\n"))
	page := open(t, site)
	call[any](page, "addPanel", nil)
	call[any](page, "press", harness.Args{"name": "FeedSource: 0 open feeds"})
	for _, query := range []string{"?token=hush", "?ms=50", "?ms=50", "?topics=" + strings.Repeat("a", 100)} {
		call[any](page, "openFeed", harness.Args{"url": "/lines" + query})
	}
	until(page, `states().length === 4 && states().every((state) => state === 'open')`)
	assert.Equal(t, []string{"4 /lines?topics=" + strings.Repeat("a", 52) + "…", "3 /lines?ms=50", "2 /lines?ms=50", "1 /lines?token=[redacted]"},
		call[[]string](page, "names", nil))
	call[any](page, "press", harness.Args{"name": "open", "at": 3})
	assert.Equal(t, "1-lines.feedrec", call[string](page, "save", nil))
}

// Of a server that compresses and does not flush only the head comes, and no failure tells of it.
func TestPanelTellsOfAHeadThatCameAlone(t *testing.T) {
	harness.NotIn(t, harness.Firefox, "Firefox has a response with the first byte of its body")
	site := harness.NewSite(t)
	site.Handle("/alone", answer("text/event-stream", ""))
	page := open(t, site)
	call[any](page, "addPanel", nil)
	call[any](page, "openFeed", harness.Args{"url": "/alone"})
	call[any](page, "press", harness.Args{"name": "FeedSource: 1 open feed"})
	until(page, `/^The head came \d+\.\d s ago, and nothing since\. If the server has sent something, a proxy or a compressor/.test(texts('.hint'))`)
}

// An entry is a line of the log.
type entry struct{ What, Text string }

func TestPanelThatComesLate(t *testing.T) {
	site := harness.NewSite(t)
	site.Handle("/troubled", troubled())
	page := open(t, site)
	call[any](page, "openFeed", harness.Args{"url": "/troubled", "waits": true})
	call[any](page, "addPanel", nil)
	call[any](page, "press", harness.Args{"name": "FeedSource: 1 open feed"})
	until(page, `texts('.hint').includes('recorded from its next connection on')`)
	call[any](page, "press", harness.Args{"name": "Cut"})
	until(page, `log().some(({ what }) => what === 'open')`)
	call[any](page, "press", harness.Args{"name": "Wire"})
	until(page, `frames().length === 1 && frames()[0].bytes === 'id: 3¶data: three¶¶'`)
}

// A feed in a worker is shown as any other; of one that is shared the requests pass elsewhere.
func TestPanelShowsFeedsOfWorkers(t *testing.T) {
	site := harness.NewSite(t)
	site.Handle("/lines", answer("application/x-ndjson", "{\"a\":1}\n{\"a\":2}\n"))
	page := open(t, site)
	call[any](page, "addPanel", nil)
	call[any](page, "openFeed", harness.Args{"url": "/lines", "options": harness.Args{"worker": true}})
	call[any](page, "press", harness.Args{"name": "FeedSource: 1 open feed"})
	call[any](page, "press", harness.Args{"name": "Wire"})
	until(page, `frames().length === 2`)
	call[any](page, "openFeed", harness.Args{"url": "/lines", "options": harness.Args{"share": true}})
	until(page, `states().length === 2 && states()[0] === 'open'`)
	call[any](page, "press", harness.Args{"name": "open", "at": 0})
	until(page, `texts('.hint').includes('This line is for all tabs that open the feed')`)
}

// answer gives a body, and stays open.
func answer(contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write([]byte(body))
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}
}
