package browser

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// said is what a page is told of a feed that fails for good, and how many failures there were.
type said struct {
	Type, Message string
	Final         bool
	Failures      int
}

const moduleScript = `<!doctype html><link rel=icon href=data:,><script type="module">import * as FS from "/dist/index.js"; globalThis.FS = FS</script>`

// What the page's own policy forbids is told as such, and not tried for ever: fetch alone says
// the same as of a server that is down. The second URL leads there by a redirect.
func TestContentSecurityPolicyIsNamed(t *testing.T) {
	harness.InPageOnly(t, "a worker has the policy of its own script")
	site := harness.NewSite(t)
	rec := (&recorder{}).answer(200, stream, "data: x\n\n")
	elsewhere := harness.Serve(t, rec)
	site.Handle("/csp.html", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Security-Policy", "connect-src 'self'")
		_, _ = w.Write([]byte(moduleScript))
	})
	site.Handle("/leads", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere+"/feed", http.StatusFound) })
	page := open(t, site, "/csp.html")
	page.Expect("Content Security Policy")
	page.Expect("Content-Security-Policy") // Firefox
	needs := map[string]string{elsewhere + "/feed?token=secret&by=": elsewhere, site.URL + "/leads?by=": "the place to which " + site.URL + " redirects"}
	for url, need := range needs {
		for _, function := range []string{"untilFinal", "postUntilFinal", "untilFinalByOwnFetch"} {
			got := harness.Call[said](page, "forbidden.js", function, harness.Args{"url": url + function, "init": nil})
			assert.Equal(t, "request", got.Type, got.Message)
			assert.Contains(t, got.Message, "the page's Content Security Policy forbids the request; its connect-src needs "+need+"; the feed is closed.")
			assert.NotContains(t, got.Message, "secret")
			assert.Equal(t, 1, got.Failures)
		}
	}
	assert.Empty(t, rec.list())
}

// A request that fetch never makes is final at once, and says what to do.
func TestRequestsThatFetchNeverMakes(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	page.Expect("URL scheme")
	for _, c := range []struct {
		url  string
		init map[string]any
		says string
	}{
		{site.Feeds, map[string]any{"body": "x"}, "the request cannot be made (a GET has no body; say method: 'POST', or leave the body out)"},
		{site.Feeds, map[string]any{"body": "x", "method": "head"}, "the request cannot be made (a HEAD has no body; "},
		{"htp://127.0.0.1/feed", nil, "fetch knows no scheme htp:; "},
		{"http://me:secret@127.0.0.1/feed", nil, "the request cannot be made (TypeError: "},
		{site.Feeds, map[string]any{"method": "TRACE"}, "the request cannot be made (TypeError: "},
	} {
		got := harness.Call[said](page, "forbidden.js", "untilFinal", harness.Args{"url": c.url, "init": c.init})
		assert.Equal(t, "request", got.Type, c.url)
		assert.Contains(t, got.Message, c.says)
		assert.Contains(t, got.Message, "; the feed is closed.")
		assert.NotContains(t, got.Message, "secret")
		assert.Equal(t, 1, got.Failures)
	}
}

// secure is a page that came by https.
func secure(t *testing.T) *harness.Page {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle("/dist/", http.StripPrefix("/dist/", http.FileServer(http.Dir(filepath.Join(harness.Root(), "js", "dist")))))
	mux.Handle("/scripts/", harness.Scripts())
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(moduleScript))
	})
	mux.HandleFunc("/site.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = w.Write([]byte("export const base = '', tokens = {};"))
	})
	server := httptest.NewTLSServer(mux)
	t.Cleanup(server.Close)
	page := harness.Blank(t)
	page.TrustAll()
	page.Navigate(server.URL)
	return page
}

// A page that came by https may not read by http. No name is asked for: Chromium refuses
// before that.
func TestMixedContentIsNamed(t *testing.T) {
	page := secure(t)
	page.Expect("Mixed Content")
	page.Expect("mixed active content") // Firefox
	for _, init := range []map[string]any{nil, {"worker": true}} {
		got := harness.Call[said](page, "forbidden.js", "untilFinal", harness.Args{"url": "http://feeds.invalid/x", "init": init})
		assert.Equal(t, "request", got.Type, got.Message)
		assert.Contains(t, got.Message, "a page that came by https: may not read by http:, which is mixed content; the feed needs https: too")
		assert.Equal(t, 1, got.Failures)
	}
}

// A server that is down is told as ever.
func TestServerThatIsDownIsNoneOfThese(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[said](page, "forbidden.js", "untilFinal", harness.Args{
		"url": "http://127.0.0.1:1/", "init": map[string]any{"reconnect": 2},
	})
	assert.Equal(t, "network", got.Type)
	assert.Contains(t, got.Message, "the server is unreachable, or refused this page by CORS")
	assert.Equal(t, 2, got.Failures)
}

// What the page's own code throws is told as what it is, with its cause, and never as a cut. What
// comes before a body is waited for as after a request that could not be made.
func TestFaultsOfThePagesOwnCode(t *testing.T) {
	type fault struct {
		Name, Type, Message string
		RetryInMs           []float64
		Cause               bool
	}
	for _, ahead := range []bool{true, false} {
		harness.InPageOnly(t, ownFetch)
		page := open(t, harness.NewSite(t), "/module.html")
		got := harness.Call[[]fault](page, "forbidden.js", "faultsOfThePage", harness.Args{"ahead": ahead})
		require.Len(t, got, 16)
		broken := 0
		for _, f := range got {
			assert.NotContains(t, f.Message, "the connection was cut", f.Name)
			assert.NotContains(t, f.Message, "CORS", f.Name)
			assert.True(t, f.Cause, f.Name)
			require.Len(t, f.RetryInMs, 2, f.Name)
			if f.Type == "network" {
				broken++
				assert.Contains(t, f.Message, "the page's own code broke the body", f.Name)
				continue
			}
			assert.Equal(t, "request", f.Type, f.Name)
			assert.InDelta(t, 750, f.RetryInMs[0], 251, f.Name)
			assert.InDelta(t, 1500, f.RetryInMs[1], 501, f.Name)
		}
		assert.Equal(t, 5, broken, "bodies")
	}
}

// A page's own fetch that passes on what the network did is no fault of the page's.
func TestOwnFetchThatPassesOnTheNetworksFailures(t *testing.T) {
	harness.InPageOnly(t, ownFetch)
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]string](page, "forbidden.js", "failuresPassedOn", nil)
	cut := map[bool]string{true: "incomplete", false: "network"}[harness.Browser() == harness.WebKit] // which does not tell of the cut
	assert.Equal(t, []string{"network", "network", cut}, got)
}
