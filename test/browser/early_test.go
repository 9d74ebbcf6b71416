package browser

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// heldEngine is an engine that loads when the page calls release.
const heldEngine = `
	FS.init({ wasm: new Promise((resolve) => (globalThis.release = () => resolve(fetch('/dist/feedsource.wasm')))) });
	globalThis.brought = {};
	globalThis.watch = (name, feed) => {
		brought[name] = [];
		feed.addEventListener('message', ({ data }) => brought[name].push(data));
		feed.addEventListener('error', ({ error }) => brought[name].push(error?.type ?? 'error'));
		return feed;
	};
`

// TestFirstRequestDoesNotWaitForTheEngine: a plain feed's request is sent at once, and
// once only; one that the engine has a part in waits, as does one of a feed closed meanwhile.
func TestFirstRequestDoesNotWaitForTheEngine(t *testing.T) {
	site := harness.NewSite(t)
	rec := (&recorder{}).answer(200, stream, "data: x\n\n")
	url := harness.JS(harness.Serve(t, rec))
	page := open(t, site, "/module.html")
	asked := func() (paths []string) {
		for _, r := range rec.list() {
			paths = append(paths, r.Path)
		}
		slices.Sort(paths)
		return paths
	}
	run[any](t, page, site, heldEngine+`
		const url = `+url+`, once = { reconnect: false };
		watch('preset', new FS.FeedSource(url + '/preset', { ...once, preset: 'openai' }));
		watch('cursor', new FS.FeedSource(url + '/cursor', { ...once, lastEventId: '7' }));
		watch('stored', new FS.FeedSource(url + '/stored', { ...once, resume: { persist: sessionStorage } }));
		watch('json', new FS.FeedSource(url + '/json', { ...once, format: 'json' }));
		watch('closed', new FS.FeedSource(url + '/closed', once)).close();
		watch('auto', new FS.FeedSource(url + '/auto', once));
		watch('sse', new FS.FeedSource(url + '/sse', { ...once, format: 'sse', headers: async () => ({ Accept: 'text/x-own' }) }));
		watch('strict', new FS.EventSource(url + '/strict'));`)
	early := []string{"/auto", "/sse", "/strict"}
	require.Eventually(t, func() bool { return len(asked()) >= len(early) }, 10*time.Second, 10*time.Millisecond)
	assert.Equal(t, early, asked(), "ahead of the engine")

	got := run[map[string][]string](t, page, site, `
		release();
		const few = ([name, list]) => list.length < ({ closed: 0, json: 1 }[name] ?? 2);
		while (Object.entries(brought).some(few)) await new Promise((resolve) => setTimeout(resolve, 5));
		return brought;`)
	for name, list := range got {
		want := []string{"x", "end"}
		switch name {
		case "strict":
			want[1] = "error"
		case "preset":
			want = []string{"x", "incomplete"}
		case "json": // which the answer is not
			want = []string{"end"}
		case "closed":
			want = []string{}
		}
		assert.Equal(t, want, list[:len(want)], name)
	}
	for _, r := range rec.list() {
		switch r.Path {
		case "/auto":
			assert.Equal(t, "text/event-stream, application/x-ndjson, application/json-seq, application/json;q=0.9, */*;q=0.8", r.Header.Get("Accept"))
		case "/strict":
			assert.Equal(t, "text/event-stream", r.Header.Get("Accept"))
		case "/sse":
			assert.Equal(t, "text/x-own", r.Header.Get("Accept"))
		case "/cursor":
			assert.Equal(t, "7", r.Header.Get("Last-Event-Id"))
		}
		assert.Equal(t, "no-cache", r.Header.Get("Cache-Control"), r.Path)
	}
	paths := asked()
	for _, path := range []string{"/auto", "/sse", "/cursor", "/preset", "/stored", "/json"} {
		assert.Len(t, slices.DeleteFunc(slices.Clone(paths), func(other string) bool { return other != path }), 1, path)
	}
	assert.NotContains(t, strings.Join(paths, " "), "closed")
}

// TestEarlyRequestIsLikeTheNext: the shell's headers are the engine's.
func TestEarlyRequestIsLikeTheNext(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	for name, make := range map[string]string{
		"auto": "new FS.FeedSource(url)", "sse": "new FS.FeedSource(url, { format: 'sse' })", "strict": "new FS.EventSource(url)",
	} {
		rec := (&recorder{}).answer(200, stream, "retry: 1\n\ndata: x\n\n").answer(200, stream, "data: y\n\n").answer(204, "", "")
		run[any](t, page, site, `
			const url = `+harness.JS(harness.Serve(t, rec))+`, f = `+make+`;
			await new Promise((resolve) => (f.onmessage = ({ data }) => data === 'y' && resolve()));
			f.close();`)
		list := rec.list()
		require.GreaterOrEqual(t, len(list), 2, name)
		assert.Equal(t, list[0].Header, list[1].Header, name)
	}
}

// TestEarlyRequestOfAClosedFeed: what was sent ahead of an engine that is not wanted any
// more, or never comes, is given up.
func TestEarlyRequestOfAClosedFeed(t *testing.T) {
	for name, end := range map[string]string{
		"closed":           "f.close()",
		"superseded":       "release(); await FS.init(); f.reconnect(); f.reconnect(); await heard(f, 'open')",
		"engine not found": "refuse(); await heard(f, 'error')",
	} {
		site := harness.NewSite(t)
		asked, gone := make(chan struct{}, 9), make(chan struct{}, 9)
		url := harness.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if allow(w, r) {
				return
			}
			w.Header().Set("Content-Type", stream)
			w.WriteHeader(200)
			_ = http.NewResponseController(w).Flush()
			asked <- struct{}{}
			<-r.Context().Done()
			gone <- struct{}{}
		}))
		page := open(t, site, "/module.html")
		run[any](t, page, site, `
			FS.init({ wasm: new Promise((resolve, reject) => {
				globalThis.release = () => resolve(fetch('/dist/feedsource.wasm'));
				globalThis.refuse = () => reject(new Error('no engine today'));
			}) }).catch(() => {});
			globalThis.f = new FS.FeedSource(`+harness.JS(url)+`);`)
		wait := func(told chan struct{}, what string) {
			select {
			case <-told:
			case <-time.After(10 * time.Second):
				t.Fatalf("%s: not %s", name, what)
			}
		}
		wait(asked, "asked")
		run[any](t, page, site, end)
		wait(gone, "given up")
	}
}
