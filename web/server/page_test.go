package server

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// project is a folder with a file for everything that Page serves.
func project(t *testing.T) string {
	root := t.TempDir()
	for name, text := range map[string]string{
		"web/index.html":                 "<!doctype html>",
		"web/style.css":                  "p {}",
		"web/icon.svg":                   "<svg/>",
		"web/vendor/uplot/uPlot.min.css": "p {}",
		"web/main.go":                    "package main",
		"web/dist/console.js":            "console",
		"web/dist/proof.json":            "{}",
		"web/proof.html":                 "<!doctype html>",
		"web/examples/answer.js":         "module",
		"js/dist/index.js":               "module",
		"js/dist/feedsource.wasm":        "wasm",
		"js/dist/feedsource.js.gz":       "zipped",
		"js/package.json":                `{"version": "1.2.3"}`,
		"js/docs/README.md":              "# Documentation",
		"js/llms.txt":                    "# FeedSource",
	} {
		path := filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	return root
}

func get(t *testing.T, page http.Handler, url string) *http.Response {
	w := httptest.NewRecorder()
	page.ServeHTTP(w, httptest.NewRequest("GET", url, nil))
	return w.Result()
}

func TestFilesHaveTheirTypes(t *testing.T) {
	page := Page(project(t), Ports{Feeds: "8081"})
	for path, want := range map[string]string{
		"/":                            "text/html; charset=utf-8",
		"/style.css":                   "text/css; charset=utf-8",
		"/icon.svg":                    "image/svg+xml",
		"/uplot.css":                   "text/css; charset=utf-8",
		"/dist/console.js":             "text/javascript; charset=utf-8",
		"/feedsource/index.js":         "text/javascript; charset=utf-8",
		"/feedsource/feedsource.wasm":  "application/wasm",
		"/feedsource/feedsource.js.gz": "application/gzip",
		"/config.json":                 "application/json",
		"/proof.html":                  "text/html; charset=utf-8",
		"/examples/answer.js":          "text/javascript; charset=utf-8",
		"/dist/proof.json":             "application/json",
		"/docs/":                       "text/html; charset=utf-8",
		"/docs/docs.css":               "text/css; charset=utf-8",
		"/llms.txt":                    "text/plain; charset=utf-8",
	} {
		r := get(t, page, path)
		assert.Equal(t, http.StatusOK, r.StatusCode, path)
		assert.Equal(t, want, r.Header.Get("Content-Type"), path)
		assert.Equal(t, "no-store", r.Header.Get("Cache-Control"), path)
		assert.Empty(t, r.Header.Get("Content-Encoding"), path)
		assert.Contains(t, r.Header.Get("Content-Security-Policy"), "script-src 'self' 'wasm-unsafe-eval';", path)
	}
}

func TestOtherFilesStayInside(t *testing.T) {
	page := Page(project(t), Ports{Feeds: "8081"})
	for _, path := range []string{
		"/main.go", "/web/main.go", "/dist/", "/feedsource/", "/feedsource/none.js", "/feedsource/..%2f..%2fweb%2fmain.go",
		"/feedsource/..%2Fpackage.json", "/index.html", "/docs/none", "/docs/..%2f..%2fweb%2fmain.go",
	} {
		assert.Equal(t, http.StatusNotFound, get(t, page, path).StatusCode, path)
	}
}

func TestReportsThatAreNotThereYet(t *testing.T) {
	root := project(t)
	page := Page(root, Ports{Feeds: "8081"})
	r := get(t, page, "/dist/bench.json")
	assert.Equal(t, http.StatusNoContent, r.StatusCode)
	assert.Equal(t, "no-store", r.Header.Get("Cache-Control"))
	require.NoError(t, os.WriteFile(filepath.Join(root, "web", "dist", "bench.json"), []byte("{}"), 0o644))
	assert.Equal(t, http.StatusOK, get(t, page, "/dist/bench.json").StatusCode)
}

func TestConfigNamesTheHostOfThePage(t *testing.T) {
	page := Page(project(t), Ports{Feeds: "8081"})
	for url, want := range map[string]string{
		"http://127.0.0.1:8080/config.json":    "http://127.0.0.1:8081",
		"http://localhost:8080/config.json":    "http://localhost:8081",
		"http://192.168.1.20:8080/config.json": "http://192.168.1.20:8081",
		"http://demo.example/config.json":      "http://demo.example:8081",
		"http://[::1]:8080/config.json":        "http://[::1]:8081",
		"http://[::1]/config.json":             "http://[::1]:8081",
	} {
		var got Config
		require.NoError(t, json.NewDecoder(get(t, page, url).Body).Decode(&got))
		assert.Equal(t, want, got.Feeds, url)
		assert.Equal(t, "1.2.3", got.Version)
		assert.NotEmpty(t, got.Credentials.Gitter)
	}
}

func TestConfigNamesARelayThatRuns(t *testing.T) {
	page := Page(project(t), Ports{Feeds: "8081", Relay: "8787"})
	var got Config
	require.NoError(t, json.NewDecoder(get(t, page, "http://localhost:8080/config.json").Body).Decode(&got))
	assert.Equal(t, "http://localhost:8787", got.Relay)
	r := get(t, Page(project(t), Ports{Feeds: "8081"}), "/config.json")
	var without map[string]any
	require.NoError(t, json.NewDecoder(r.Body).Decode(&without))
	assert.NotContains(t, without, "relay")
}

func TestCheckSaysWhatIsMissing(t *testing.T) {
	root := project(t)
	require.NoError(t, Check(root))
	require.NoError(t, os.Remove(filepath.Join(root, "web", "dist", "console.js")))
	assert.ErrorIs(t, Check(root), ErrNotBuilt)
	assert.ErrorContains(t, Check(t.TempDir()), "is not the project's folder")
}
