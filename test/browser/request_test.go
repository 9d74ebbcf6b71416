package browser

import (
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// A recorder answers each request as its script says and remembers what was asked.
type recorder struct {
	mu       sync.Mutex
	requests []recorded
	answers  []func(http.ResponseWriter)
}

type recorded struct {
	Method, Path, Body string
	Header             http.Header
}

// answer makes the recorder answer its next request; the last answer is for all that follow.
func (r *recorder) answer(status int, contentType, body string) *recorder {
	r.answers = append(r.answers, func(w http.ResponseWriter) {
		if contentType != "" {
			w.Header().Set("Content-Type", contentType)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
	return r
}

// allow lets pages of other origins do anything, and reports whether that was the question.
func allow(w http.ResponseWriter, req *http.Request) (preflight bool) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Headers", "*, Authorization")
	h.Set("Access-Control-Allow-Methods", "*")
	return req.Method == http.MethodOptions
}

func (r *recorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if allow(w, req) {
		return
	}
	body, _ := io.ReadAll(req.Body)
	r.mu.Lock()
	n := len(r.requests)
	r.requests = append(r.requests, recorded{req.Method, req.URL.Path, string(body), req.Header})
	r.mu.Unlock()
	r.answers[min(n, len(r.answers)-1)](w)
}

// list is what was asked so far.
func (r *recorder) list() []recorded {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]recorded(nil), r.requests...)
}

const (
	stream = "text/event-stream"
	quick  = "retry: 1\n\n"
)

func TestHeadersOfEveryForm(t *testing.T) {
	site := harness.NewSite(t)
	rec := (&recorder{}).answer(200, stream, "data: x\n\n")
	url := harness.Serve(t, rec)
	page := open(t, site, "/module.html")
	harness.Call[any](page, "request.js", "headersOfEveryForm", harness.Args{"url": url})
	got := map[string]string{}
	for _, r := range rec.list() {
		got[r.Path] = r.Header.Get("X-A")
	}
	assert.Equal(t, map[string]string{"/object": "1", "/headers": "2", "/pairs": "3", "/function": "4 1", "/async": "5", "/none": ""}, got)
	list := rec.list()
	assert.Equal(t, "text/x-own", list[4].Header.Get("Accept"), "the page's own stays")
	assert.Contains(t, list[5].Header.Get("Accept"), "text/event-stream, application/x-ndjson")
	assert.Equal(t, "no-cache", list[5].Header.Get("Cache-Control"), "cache mode no-store")
	assert.NotContains(t, list[5].Header, "Last-Event-Id", "no empty header")
}

func TestHeadersFunctionIsAskedForEveryAttempt(t *testing.T) {
	site := harness.NewSite(t)
	rec := (&recorder{}).answer(200, stream, quick+"id: a\ndata: 1\n\n").answer(200, stream, "data: 2\n\n").answer(204, "", "")
	url := harness.Serve(t, rec)
	page := open(t, site, "/script.html")
	got := harness.Call[[]any](page, "request.js", "headersForEachAttempt", harness.Args{"url": url})
	assert.Equal(t, []any{"open", "1", "a", "open", "2", "a", "no-content"}, got)
	var tokens, ids []string
	for _, r := range rec.list() {
		tokens = append(tokens, r.Header.Get("Authorization"))
		ids = append(ids, r.Header.Get("Last-Event-ID"))
	}
	assert.Equal(t, []string{"Bearer t1", "Bearer t2", "Bearer t3"}, tokens)
	assert.Equal(t, []string{"", "a", "a"}, ids)
}

func TestHeadersFunctionThatFailsIsAFailure(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]any](page, "request.js", "headersThatFail", nil)
	assert.Equal(t, []any{"request", false, true, "no token", true}, got)
}

func TestMethodAndBodyAreSentOnce(t *testing.T) {
	site := harness.NewSite(t)
	rec := (&recorder{}).answer(200, "application/x-ndjson", "{\"n\":1}\n")
	url := harness.Serve(t, rec)
	page := open(t, site, "/module.html")
	got := harness.Call[string](page, "reconnect.js", "finalFailure", harness.Args{"url": url, "init": map[string]any{
		"method": "post", "body": `{"stream":true}`, "headers": map[string]string{"Content-Type": "application/json"},
	}})
	assert.Equal(t, "complete", got, "a POST that ended is over: to send it again could do again what it did")
	list := rec.list()
	require.Len(t, list, 1)
	assert.Equal(t, "POST", list[0].Method)
	assert.Equal(t, `{"stream":true}`, list[0].Body)
}

func TestLastEventIDToStartFrom(t *testing.T) {
	harness.NotIn(t, harness.WebKit, latinOne)
	site := harness.NewSite(t)
	rec := (&recorder{}).answer(200, stream, "data: x\n\n")
	url := harness.Serve(t, rec)
	page := open(t, site, "/module.html")
	harness.Call[any](page, "reconnect.js", "finalFailure", harness.Args{
		"url": url, "init": map[string]any{"lastEventId": "é日", "reconnect": false},
	})
	assert.Equal(t, "é日", rec.list()[0].Header.Get("Last-Event-ID"), "sent as its UTF-8 bytes")

	got := harness.Call[[]string](page, "request.js", "startBehind", nil)
	assert.Equal(t, []string{"4", "5"}, got)
}

func TestFetchOfThePagesOwn(t *testing.T) {
	harness.InPageOnly(t, ownFetch)
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]any](page, "request.js", "fetchOfThePage", nil)
	assert.Equal(t, []any{true, true, true, "own", true}, got)
}

func TestWhatCannotBeIsSaidAtOnce(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	got := harness.Call[[]string](page, "request.js", "refusedOptions", nil)
	for i, want := range []string{
		`SyntaxError: "http://" is not a URL.`,
		`SyntaxError: "http://" is not a URL.`,
		`TypeError: format is "xml"; it can be auto, sse, ndjson,`,
		`TypeError: maxRecordBytes is 0; it can be a whole number from 1 to 2^30.`,
		`TypeError: lastEventId is "a\nb"; it can be one line.`,
		`TypeError: `,
	} {
		assert.Contains(t, got[i], want)
	}
}

func TestAbortSignalCloses(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]any](page, "request.js", "abortSignal", nil)
	assert.Equal(t, []any{2.0, 2.0}, got, "closed, without an event, and the server has seen it")
}

func TestReconnectDropsTheWait(t *testing.T) {
	site := harness.NewSite(t)
	rec := (&recorder{}).answer(503, "", "busy").answer(200, stream, "data: x\n\n")
	url := harness.Serve(t, rec)
	page := open(t, site, "/module.html")
	got := harness.Call[[]any](page, "request.js", "dropTheWait", harness.Args{"url": url})
	assert.Equal(t, []any{503.0, "busy", false, 1.0, "4", "x", 2.0}, got)
	assert.Len(t, rec.list(), 2, fmt.Sprint(rec.list()))
}

// hanging sends the head of what next answers, and then neither body nor end.
func hanging(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		next.ServeHTTP(w, req)
		_ = http.NewResponseController(w).Flush()
		<-req.Context().Done()
	})
}
