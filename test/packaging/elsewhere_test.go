package packaging

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// Where the script is not beside its files, it knows where they are.

// TestOldVite: the dev server of Vite 5 to 7 copies the script into a folder without its files.
func TestOldVite(t *testing.T) {
	dir := install(t, "vite6-app")
	for _, pattern := range []string{"*.html", "*.ts"} {
		files, err := filepath.Glob(filepath.Join("vite-app", pattern))
		require.NoError(t, err)
		for _, file := range files {
			copyFile(t, file, filepath.Join(dir, filepath.Base(file)))
		}
	}
	feed := "?feed=" + url.QueryEscape(threeRecords(t))
	server := startVite(t, dir, "--config", "bare.config.ts")
	for _, page := range vitePages {
		assertReads(t, server.URL+"/"+page+feed)
	}
	assertReadsInWorker(t, server.URL+"/host.html"+feed)

	t.Run("and says what to write where they are not", func(t *testing.T) {
		require.NoError(t, os.Remove(dist(dir, "feedsource.wasm.gz")))
		require.NoError(t, os.Remove(dist(dir, "feedsource.wasm")))
		lines := shown(harness.Open(t, server.URL+"/index.html"+feed))
		last := lines[len(lines)-1]
		for _, name := range []string{"feedsource.wasm.gz", "feedsource.wasm"} {
			assert.Contains(t, last, server.URL+"/node_modules/feedsource/dist/"+name)
		}
		assert.True(t, strings.HasSuffix(last, " Write optimizeDeps: { exclude: ['feedsource'] } in the configuration of Vite."), last)
	})
}

// TestSplitCode: what esbuild splits off lies in a folder of its own, and the files are copied to where the page has its scripts.
func TestSplitCode(t *testing.T) {
	dir := install(t, "esbuild-app")
	out := filepath.Join(dir, "out")
	run(t, harness.Root(), "go", "tool", "esbuild", filepath.Join(dir, "main.js"), filepath.Join(dir, "hosted.js"), "--bundle",
		"--splitting", "--format=esm", "--log-level=warning", "--chunk-names=chunks/[name]-[hash]", "--outdir="+out)
	for _, name := range []string{"feedsource.wasm.gz", "worker.js"} {
		copyFile(t, dist(dir, name), filepath.Join(out, name))
	}
	h := newHost(t, dir)
	assertReads(t, h.page("module.html"))
	assertReadsInWorker(t, h.page("hosted.html"))
	assert.Positive(t, h.asked("/out/chunks/worker.js"), "it is looked for beside the chunk first")
	assert.Positive(t, h.asked("/out/worker.js"))
}

// TestBareAddress: the addresses of the package at two CDNs, as people write them. The hosts are played by the test, as they
// are documented to answer: unpkg redirects to the file that package.json names, jsdelivr answers with it.
func TestBareAddress(t *testing.T) {
	harness.ChromiumOnly(t, "requests that the test answers")
	dir := install(t, "script-app")
	for name, script := range map[string]string{
		"unpkg":                  "https://unpkg.com/feedsource",
		"unpkg with a version":   "https://unpkg.com/feedsource@" + version(t),
		"jsdelivr":               "https://cdn.jsdelivr.net/npm/feedsource",
		"jsdelivr, half version": "https://cdn.jsdelivr.net/npm/feedsource@0",
	} {
		t.Run(name, func(t *testing.T) {
			h := newHost(t, dir)
			h.on("/", func(w http.ResponseWriter, _ *http.Request) {
				_, _ = w.Write([]byte(`<!doctype html><link rel=icon href=data:,><ul></ul><script src="` + script +
					`"></script><script type="module" src="app.js"></script>`))
			})
			p := harness.Blank(t)
			asked := playCDN(t, p, filepath.Join(dir, "node_modules", "feedsource"))
			p.Navigate(h.page(""))
			assert.Equal(t, brought, shown(p))
			assert.Equal(t, 1, asked["feedsource.wasm.gz"])
		})
	}
}

// playCDN answers for both CDNs from the folder of the package, and counts the files.
func playCDN(t *testing.T, p *harness.Page, folder string) map[string]int {
	t.Helper()
	asked := map[string]int{}
	full := "feedsource@" + version(t) + "/"
	files := http.FileServer(http.Dir(folder))
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := strings.TrimPrefix(r.URL.Path, "/npm/")
		path = strings.TrimPrefix(path, "/")
		file, found := strings.CutPrefix(path, full)
		switch {
		case found:
		case !strings.HasPrefix(path, "feedsource") || strings.Contains(path, "/"):
			http.NotFound(w, r)
			return
		case r.URL.Host == "unpkg.com":
			http.Redirect(w, r, "/"+full+"dist/feedsource.js", http.StatusFound)
			return
		default:
			file = "dist/feedsource.js"
		}
		asked[filepath.Base(file)]++
		w.Header().Set("Access-Control-Allow-Origin", "*")
		r.URL.Path = "/" + file
		files.ServeHTTP(w, r)
	})
	require.NoError(t, chromedp.Listen(p.Context, func(event any) {
		paused, ok := event.(*fetch.EventRequestPaused)
		if !ok {
			return
		}
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequest(paused.Request.Method, paused.Request.URL, nil))
		fulfill := fetch.FulfillRequestParams{
			RequestID: paused.RequestID, ResponseCode: int64(answer.Code), Body: answer.Body.Bytes(),
		}
		for name, values := range answer.Header() {
			fulfill.ResponseHeaders = append(fulfill.ResponseHeaders, &fetch.HeaderEntry{Name: name, Value: values[0]})
		}
		go func() { _, _ = chromedp.Call(p.Context, fetch.FulfillRequest, fulfill) }()
	}))
	_, err := chromedp.Call(p.Context, fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{
		{URLPattern: "https://unpkg.com/*"}, {URLPattern: "https://cdn.jsdelivr.net/*"},
	}})
	require.NoError(t, err)
	return asked
}

// TestPageThatIsAFile: a page that is opened from the disk is told to be served.
func TestPageThatIsAFile(t *testing.T) {
	dir := install(t, "script-app")
	// Modules of such a page are refused, so that it does without.
	require.NoError(t, os.WriteFile(filepath.Join(dir, "file.html"), []byte(`<!doctype html><ul></ul>
<script src="node_modules/feedsource/dist/feedsource.js"></script>`), 0o644))
	p := harness.Blank(t)
	p.Expect("CORS")
	p.Expect("Fetch API cannot load file:") // which a headless shell says as well
	p.Navigate("file://" + filepath.Join(dir, "file.html"))
	told := harness.Await[string](p, `return FeedSource.init().then(() => "", (error) => error.message)`)
	for _, name := range []string{"feedsource.wasm.gz", "feedsource.wasm"} {
		assert.Contains(t, told, "file://"+dist(dir, name)+" could not be fetched (TypeError: Failed to fetch).")
	}
	assert.True(t, strings.HasSuffix(told, " A browser lets no script read files: open the page by HTTP."), told)
}
