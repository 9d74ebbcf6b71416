package testing

import (
	"net/http"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// mocked is a page that imports MSW as a bundler gives it to pages, and this package as it is.
const mocked = `<!doctype html><title>mocked</title><link rel=icon href=data:,>
<script type="importmap">{ "imports": {
  "feedsource": "/dist/index.js", "feedsource/testing": "/dist/testing.js", "msw": "/msw/msw.js", "msw/browser": "/msw/msw/browser.js"
} }</script>`

func TestMSWInAPage(t *testing.T) {
	if !exists(filepath.Join(folder, "node_modules", "msw")) {
		t.Skip("MSW is not installed: npm ci in test/testing/runners, which ./build.sh platforms does")
	}
	harness.NotIn(t, harness.WebKit, "it transfers no streams, and MSW answers when a body is whole")
	bundles := t.TempDir()
	bundle := exec.Command("go", "tool", "esbuild", "msw", "msw/browser", "--bundle", "--splitting", "--format=esm", "--log-level=warning", "--outdir="+bundles)
	bundle.Dir = folder
	out, err := bundle.CombinedOutput()
	require.NoError(t, err, "%s", out)

	site := harness.NewSite(t)
	site.Add("/mocked.html", mocked)
	site.Handle("/msw/", http.StripPrefix("/msw/", http.FileServer(http.Dir(bundles))).ServeHTTP)
	site.Handle("/mockServiceWorker.js", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, filepath.Join(folder, "node_modules", "msw", "lib", "mockServiceWorker.js"))
	})
	page := func(t *testing.T) *harness.Page {
		p := harness.Open(t, site.URL+"/mocked.html")
		p.Expect("A ServiceWorker ") // Firefox says what became of each stream that is cut or given up
		return p
	}

	t.Run("quiet", func(t *testing.T) {
		p := page(t)
		assert.Equal(t, map[string][]string{"news": {"one", "two"}, "requests": {" cut", "1 aborted"}},
			harness.Call[map[string][]string](p, "msw.js", "newsGoOnAfterACut", nil))
		assert.Equal(t, map[string][]int{"ids": {1, 2, 3, 4}, "asked": {0, 2}},
			harness.Call[map[string][]int](p, "msw.js", "newsComeInAStreamOfYourOwn", nil))
		for _, options := range []harness.Args{{"worker": true}, {"share": true}} {
			assert.Equal(t, map[string][]string{"news": {"one", "two"}, "cursors": {"", "1"}, "warnings": {}},
				harness.Call[map[string][]string](p, "msw.js", "newsInAWorker", harness.Args{"options": options}), options)
		}
		assert.Equal(t, map[string]string{"lines": "open", "unanswered": "waiting", "events": "aborted"},
			harness.Call[map[string]string](p, "msw.js", "whatClosedFeedsAreToTheHandler", nil))
		p.Expect("Failed to fetch: cut by the script") // MSW reports what a handler throws
		p.Expect("[MSW] Encountered an unhandled exception")
		assert.Equal(t, []string{"status 500", "network ", "status 401"}, harness.Call[[]string](p, "msw.js", "failures", nil))
	})
	t.Run("as it is", func(t *testing.T) {
		p := page(t)
		assert.Equal(t, http.StatusNotFound, harness.Call[int](p, "msw-as-it-is.js", "ahead", nil), "the site's own answer")
		assert.Equal(t, []string{"open"}, harness.Call[[]string](p, "msw-as-it-is.js", "closed", nil))
	})
}
