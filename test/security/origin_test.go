package security

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
)

// An origin is a server on a port of its own, which any page may ask for anything with
// its cookies, and which remembers what it was asked.
type origin struct {
	URL string

	mu     sync.Mutex
	routes map[string]answer
	asked  map[string][]request
}

// An answer is given the number of the request to its path, from 1.
type answer func(n int, w http.ResponseWriter, r *http.Request)

// A request is one that came, with its URL as it stood in the first line.
type request struct {
	Method, URI, Body string
	Header            http.Header
}

func newOrigin(t *testing.T) *origin {
	t.Helper()
	o := &origin{routes: map[string]answer{}, asked: map[string][]request{}}
	o.URL = harness.Serve(t, o)
	return o
}

// on sees to a path, and to all below it if it ends in a slash.
func (o *origin) on(path string, a answer) *origin {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.routes[path] = a
	return o
}

// list is what came to a path, without preflights.
func (o *origin) list(path string) []request {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]request(nil), o.asked[path]...)
}

func (o *origin) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
	h.Set("Access-Control-Allow-Credentials", "true")
	h.Set("Access-Control-Allow-Headers", r.Header.Get("Access-Control-Request-Headers"))
	h.Set("Access-Control-Allow-Methods", r.Header.Get("Access-Control-Request-Method"))
	h.Set("Access-Control-Expose-Headers", "Retry-After, X-Rate-Limit-Reset")
	if r.Method == http.MethodOptions {
		return
	}
	body, _ := io.ReadAll(r.Body)
	path := r.URL.Path
	o.mu.Lock()
	o.asked[path] = append(o.asked[path], request{r.Method, r.RequestURI, string(body), r.Header})
	n := len(o.asked[path])
	route := o.routes[path]
	for prefix, a := range o.routes {
		if route == nil && strings.HasSuffix(prefix, "/") && strings.HasPrefix(path, prefix) {
			route = a
		}
	}
	o.mu.Unlock()
	if route == nil {
		http.NotFound(w, r)
		return
	}
	route(n, w, r)
}

// bodies answers with these, one after the other, and then asks not to come back.
func bodies(contentType string, texts ...string) answer {
	return func(n int, w http.ResponseWriter, _ *http.Request) {
		if n > len(texts) {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Header().Set("Content-Type", contentType)
		_, _ = io.WriteString(w, texts[n-1])
	}
}

// always answers with the same.
func always(contentType, text string) answer {
	return func(_ int, w http.ResponseWriter, r *http.Request) { bodies(contentType, text)(1, w, r) }
}

// refuses answers with a status, and headers in pairs.
func refuses(status int, body string, headers ...string) answer {
	return func(_ int, w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

const (
	stream = "text/event-stream"
	ndjson = "application/x-ndjson"
)
