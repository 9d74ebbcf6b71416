package platforms

import (
	"io"
	"log"
	"net/http"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// A front stands between the browser and an app, and sees which files of the engine are asked for.
type front struct {
	URL string

	mu    sync.Mutex
	asked []string
}

// serveFiles puts a front before a folder.
func serveFiles(t *testing.T, folder string) *front {
	t.Helper()
	return newFront(t, http.FileServer(http.Dir(folder)))
}

// before puts a front before a server.
func before(t *testing.T, server string) *front {
	t.Helper()
	target, err := url.Parse(server)
	require.NoError(t, err)
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.ErrorLog = log.New(io.Discard, "", 0) // of connections that end with the page
	return newFront(t, proxy)
}

func newFront(t *testing.T, app http.Handler) *front {
	t.Helper()
	f := &front{}
	served := harness.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isEngine(r.URL.Path) {
			f.mu.Lock()
			f.asked = append(f.asked, r.URL.Path)
			f.mu.Unlock()
		}
		app.ServeHTTP(w, r)
	}))
	// Dev servers trust the name, and not the number.
	f.URL = strings.Replace(served, "127.0.0.1", "localhost", 1)
	return f
}

func isEngine(path string) bool {
	return strings.HasSuffix(path, ".wasm") || strings.HasSuffix(path, ".gz") || strings.HasSuffix(path, ".br")
}

// engines are the files of the engine that were asked for, each once.
func (f *front) engines() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Compact(slices.Sorted(slices.Values(f.asked)))
}
