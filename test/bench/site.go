package main

import (
	"cmp"
	pack "compress/gzip"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/feedsource/feedsource/test/harness"
)

// A site serves the page, the bodies that it reads over HTTP, and what only the
// browser's debugger can tell it.
type site struct {
	bundle []byte
	page   *Page

	mu     sync.Mutex
	body   []byte
	visits map[string][]byte // scripts by contender
}

func (s *site) handler() http.Handler {
	mux := http.NewServeMux()
	dist := cached(zipped(http.FileServer(http.Dir(filepath.Join(harness.Root(), "js", "dist")))))
	mux.Handle("GET /dist/", http.StripPrefix("/dist/", dist))
	mux.HandleFunc("GET /{$}", html(`<!doctype html><title>bench</title><link rel=icon href=data:,>`))
	mux.HandleFunc("GET /bench.js", script(func(*http.Request) []byte { return s.bundle }))
	mux.HandleFunc("GET /visit/{name}", func(w http.ResponseWriter, r *http.Request) {
		name := r.PathValue("name")
		head := `<!doctype html><title>visit</title><link rel=icon href=data:,>`
		if strings.Contains(name, "worker") { // as js/docs/hosting.md has it
			head += `<link rel=modulepreload href=/visit/` + name + `/worker.js>`
		}
		html(head+`<script type=module src=/visit/`+name+`/script.js></script>`)(w, r)
	})
	mux.Handle("GET /visit/{name}/script.js", cached(zipped(script(func(r *http.Request) []byte {
		return s.visited(r.PathValue("name"))
	}))))
	mux.HandleFunc("GET /visit/{name}/{file}", func(w http.ResponseWriter, r *http.Request) {
		http.StripPrefix("/visit/"+r.PathValue("name")+"/", dist).ServeHTTP(w, r) // what a bundler puts beside a script
	})
	mux.HandleFunc("PUT /body", s.put)
	mux.HandleFunc("GET /body", s.get)
	mux.HandleFunc("GET /live", live)
	mux.HandleFunc("GET /first", first)
	mux.HandleFunc("GET /clock", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintf(w, "%.3f", now()) })
	mux.HandleFunc("GET /cpu", s.tell(func() (float64, error) { return s.page.cpu() }))
	mux.HandleFunc("GET /heap", s.tell(func() (float64, error) { return harness.Heap(s.page.tab()) }))
	return isolated(mux)
}

// serve puts the script of a visited page on the site, in place of one that it may have had.
func (s *site) serve(name string, script []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.visits[name] = script
}

// visited is the script of a page, or nil.
func (s *site) visited(name string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.visits[name]
}

// isolated gives the page clocks that are exact to 5 µs, not to 100 µs. Nothing is cached
// that does not say so itself.
func isolated(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cross-Origin-Opener-Policy", "same-origin")
		w.Header().Set("Cross-Origin-Embedder-Policy", "require-corp")
		w.Header().Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// cached is for the files that a visitor who comes again has already, as hosts serve them.
func cached(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "max-age=86400")
		next.ServeHTTP(w, r)
	})
}

// zipped compresses scripts, as hosts do; not the engine, which they do not know.
func zipped(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, ".js") {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		writer := pack.NewWriter(w)
		next.ServeHTTP(struct {
			io.Writer
			responseHead
		}{writer, w}, r)
		_ = writer.Close()
	})
}

// A responseHead is an [http.ResponseWriter] but for the body.
type responseHead interface {
	Header() http.Header
	WriteHeader(status int)
}

func html(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, text)
	}
}

func script(text func(*http.Request) []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		_, _ = w.Write(text(r))
	}
}

func (s *site) tell(measure func() (float64, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		value, err := measure()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		fmt.Fprintf(w, "%f", value)
	}
}

func (s *site) put(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.body = body
	w.WriteHeader(http.StatusNoContent)
}

// get sends the body in writes of chunk bytes, each of which it flushes.
func (s *site) get(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	body := s.body
	s.mu.Unlock()
	w.Header().Set("Content-Type", r.FormValue("type"))
	chunk := max(number(r, "chunk"), 1)
	flush := http.NewResponseController(w)
	for len(body) > 0 {
		n := min(chunk, len(body))
		if _, err := w.Write(body[:n]); err != nil {
			return
		}
		_ = flush.Flush()
		body = body[n:]
	}
}

// live sends count messages at a rate. Each says when it was written, in milliseconds
// since 1970; a server that is late sends what is due, each in a write of its own.
func live(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	count, gap := number(r, "count"), time.Second/time.Duration(max(number(r, "rate"), 1))
	flush := http.NewResponseController(w)
	padding := strings.Repeat("token ", 8)
	start := time.Now()
	for i := range count {
		time.Sleep(time.Until(start.Add(time.Duration(i) * gap)))
		if _, err := fmt.Fprintf(w, "data: {\"n\":%d,\"at\":%.3f,\"text\":%q}\n\n", i, now(), padding); err != nil {
			return
		}
		_ = flush.Flush()
	}
}

// first sends a short feed after a delay, and ends, or stays open if it is asked to.
func first(w http.ResponseWriter, r *http.Request) {
	feed := bodies[cmp.Or(r.FormValue("preset"), r.FormValue("format"), "sse")]
	w.Header().Set("Content-Type", feed.contentType)
	time.Sleep(time.Duration(number(r, "delay")) * time.Millisecond)
	_, _ = io.WriteString(w, feed.text)
	if r.FormValue("stay") != "" {
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}
}

// bodies are what first sends, by format or preset.
var bodies = map[string]struct{ contentType, text string }{
	"sse":    {"text/event-stream", "data: {\"n\":1}\n\n"},
	"ndjson": {"application/x-ndjson", "{\"n\":1}\n"},
	"openai": {"text/event-stream", chat},
}

// chat is an answer as a recording of OpenAI's Chat Completions has it, with the end marker.
const chat = `data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-5","choices":[{"index":0,"delta":{"role":"assistant","content":"Hi"},"finish_reason":null}]}

data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-5","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

data: [DONE]

`

func now() float64 { return float64(time.Now().UnixNano()) / 1e6 }

func number(r *http.Request, name string) int {
	n, _ := strconv.Atoi(r.FormValue(name))
	return n
}
