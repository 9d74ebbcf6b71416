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

// allow lets pages of other origins do anything, and tells whether that was the question.
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

// waitForError makes a feed and resolves at its first final error.
const untilFinal = `
	const until = (url, init, setUp = () => {}) => new Promise((resolve) => {
		const f = new FS.FeedSource(url, init);
		setUp(f);
		f.onerror = (e) => { if (e instanceof ErrorEvent && e.error.final) resolve(e.error.type); };
	});
`

func TestHeadersOfEveryForm(t *testing.T) {
	site := harness.NewSite(t)
	rec := (&recorder{}).answer(200, stream, "data: x\n\n")
	url := harness.Serve(t, rec)
	page := open(t, site, "/module.html")
	run[any](t, page, site, untilFinal+`
		const url = `+harness.JS(url)+`, once = { reconnect: false };
		await until(url + '/object', { ...once, headers: { 'X-A': '1' } });
		await until(url + '/headers', { ...once, headers: new Headers({ 'X-A': '2' }) });
		await until(url + '/pairs', { ...once, headers: [['X-A', '3']] });
		await until(url + '/function', { ...once, headers: (attempt) => ({ 'X-A': '4 ' + attempt }) });
		await until(url + '/async', { ...once, headers: async () => new Headers({ 'X-A': '5', Accept: 'text/x-own' }) });
		await until(url + '/none', once);`)
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
	got := run[[]any](t, page, site, untilFinal+`
		const log = [];
		const type = await until(`+harness.JS(url)+`, { headers: async (attempt) => ({ Authorization: 'Bearer t' + attempt }) },
			(f) => { f.onmessage = (e) => log.push(e.data, e.lastEventId); f.onopen = () => log.push('open'); });
		return [...log, type];`)
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
	got := run[[]any](t, page, site, `
		const f = new FS.FeedSource(base, { headers: () => { throw new Error('no token') } });
		const { error } = await heard(f, 'error');
		f.close();
		return [error.type, error.final, error.retryInMs >= 500, error.cause.message, error.message.includes('no token')];`)
	assert.Equal(t, []any{"request", false, true, "no token", true}, got)
}

func TestMethodAndBodyAreSentOnce(t *testing.T) {
	site := harness.NewSite(t)
	rec := (&recorder{}).answer(200, "application/x-ndjson", "{\"n\":1}\n")
	url := harness.Serve(t, rec)
	page := open(t, site, "/module.html")
	got := run[string](t, page, site, untilFinal+`
		return until(`+harness.JS(url)+`, { method: 'post', body: '{"stream":true}', headers: { 'Content-Type': 'application/json' } });`)
	assert.Equal(t, "end", got, "a POST that ended is over: to send it again could do again what it did")
	list := rec.list()
	require.Len(t, list, 1)
	assert.Equal(t, "POST", list[0].Method)
	assert.Equal(t, `{"stream":true}`, list[0].Body)
}

func TestLastEventIDToStartFrom(t *testing.T) {
	site := harness.NewSite(t)
	rec := (&recorder{}).answer(200, stream, "data: x\n\n")
	url := harness.Serve(t, rec)
	page := open(t, site, "/module.html")
	run[any](t, page, site, untilFinal+`return until(`+harness.JS(url)+`, { lastEventId: 'é日', reconnect: false })`)
	assert.Equal(t, "é日", rec.list()[0].Header.Get("Last-Event-ID"), "sent as its UTF-8 bytes")

	got := run[[]string](t, page, site, `
		const f = feed('/espresso/subscribe?rate=0&take=5&from=1&hold=1', { lastEventId: '3' });
		const seen = [];
		for await (const e of f) { seen.push(e.lastEventId); if (e.lastEventId === '5') break; }
		f.close();
		return seen;`)
	assert.Equal(t, []string{"4", "5"}, got)
}

func TestFetchOfThePagesOwn(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := run[[]any](t, page, site, `
		const asked = [];
		const f = new FS.FeedSource('relative/feed', { reconnect: false, fetch: async (url, init) => {
			asked.push(url === new URL('relative/feed', location).href, init.headers.get('accept').length > 10, init.signal instanceof AbortSignal);
			return new Response('data: own\n\n', { headers: { 'Content-Type': 'text/event-stream' } });
		} });
		const { data, origin } = await heard(f, 'message');
		return [...asked, data, origin === location.origin];`)
	assert.Equal(t, []any{true, true, true, "own", true}, got)
}

func TestWhatCannotBeIsSaidAtOnce(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	got := run[[]string](t, page, site, `
		const tell = (make) => { try { make(); return 'made'; } catch (e) { return e.name + ': ' + e.message; } };
		return [
			tell(() => new FS.FeedSource('http://')),
			tell(() => new FS.EventSource('http://')),
			tell(() => new FS.FeedSource('/', { format: 'xml' })),
			tell(() => new FS.FeedSource('/', { maxRecordBytes: 0 })),
			tell(() => new FS.FeedSource('/', { lastEventId: 'a\nb' })),
			tell(() => new FS.FeedSource('/', { headers: { 'bad name': 'x' } })),
		];`)
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
	got := run[[]any](t, page, site, `
		const early = feed('/espresso/subscribe', { signal: AbortSignal.abort() });
		const stop = new AbortController();
		const f = feed('/espresso/subscribe?from=1&take=1&rate=0&hold=1', { signal: stop.signal });
		const log = [early.readyState];
		f.onerror = () => log.push('error');
		await heard(f, 'open');
		stop.abort();
		log.push(f.readyState);
		for (let n = 1; n > 0; ) {
			await new Promise((resolve) => setTimeout(resolve, 10));
			n = (await (await fetch(base + '/control/connections')).json()).length;
		}
		return log;`)
	assert.Equal(t, []any{2.0, 2.0}, got, "closed, without an event, and the server has seen it")
}

func TestReconnectDropsTheWait(t *testing.T) {
	site := harness.NewSite(t)
	rec := (&recorder{}).answer(503, "", "busy").answer(200, stream, "data: x\n\n")
	url := harness.Serve(t, rec)
	page := open(t, site, "/module.html")
	got := run[[]any](t, page, site, `
		const f = new FS.FeedSource(`+harness.JS(url)+`);
		const { error } = await heard(f, 'error');
		f.reconnect();
		const { data } = await heard(f, 'message');
		f.close();
		f.reconnect();
		return [error.status, error.body, error.final, error.attempt, error.headers.get('content-length'), data, f.readyState];`)
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
