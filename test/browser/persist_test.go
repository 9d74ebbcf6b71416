package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// A page that is reloaded goes on behind the last event that it was given, from a store
// that outlives it.
func TestReloadResumes(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	read := func(n string) []any {
		return run[[]any](t, page, site, `
			const f = feed('/espresso/subscribe?from=1&count=100&rate=0&hold=1', { resume: { persist: localStorage, key: 'news' } });
			const ids = [];
			for await (const e of f) { ids.push(Number(e.lastEventId)); if (ids.length === `+n+`) break; }
			f.close();
			return ids;`)
	}
	reload := func() { page.Navigate(site.URL + "/module.html") }
	assert.Equal(t, []any{1.0, 2.0, 3.0}, read("3"))
	reload()
	// The loop was left while it was working on 3: it has not taken delivery of it.
	assert.Equal(t, []any{3.0, 4.0, 5.0, 6.0}, read("4"))
	reload()
	assert.Equal(t, []any{6.0, 7.0}, read("2"))
	assert.Equal(t, "feedsource/1 6", run[string](t, page, site, "return localStorage.news"))
}

// What is saved is what was delivered, a second after it moved, and at once when the feed
// is closed or the page is left.
func TestCursorIsSavedSparingly(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	got := run[map[string]any](t, page, site, `
		const saved = [];
		const store = { get: async () => 'feedsource/1 10', set: (key, value) => saved.push([key, value]) };
		const f = feed('/espresso/subscribe?rate=400&secret=token', { resume: { persist: store } });
		const ids = [], start = performance.now();
		for await (const e of f) { ids.push(Number(e.lastEventId)); if (performance.now() > start + 2500) break; }
		const running = saved.length;
		f.close();
		const last = f.lastEventId;
		return { first: ids[0], events: ids.length, running, last: saved.at(-1)[1] === 'feedsource/1 ' + last, key: saved[0][0] === base + '/espresso/subscribe' };`)
	assert.Equal(t, 11.0, got["first"], "it went on behind what an async store held")
	assert.Greater(t, got["events"], 500.0)
	assert.Less(t, got["running"], 9.0, "about one for each second")
	assert.Greater(t, got["running"], 0.0)
	assert.Equal(t, true, got["last"])
	assert.Equal(t, true, got["key"], "the URL without what may be secret")
}

func TestStoreThatHoldsSomethingElseIsIgnoredWithAWarning(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	got := run[[]any](t, page, site, `
		const first = (persist, more) => new Promise((resolve) => {
			const f = feed('/espresso/subscribe?from=1&count=9&rate=0&hold=1', { resume: { persist }, ...more });
			const seen = [];
			f.addEventListener('warning', (e) => seen.push(e.detail.reason));
			(async () => { for await (const e of f) { seen.push(e.lastEventId); f.close(); resolve(seen); } })();
		});
		const map = (value) => { const m = new Map(); m.get = () => value; return m; };
		return [
			await first(map('{"theme":"dark"}')), await first(map('feedsource/1 5\r\nX-Evil: 1')), await first(map(7)),
			await first({ get() { throw new Error('forbidden') }, set() {} }), await first({ get: async () => { throw new Error('late') }, set() {} }),
			await first({ get: () => null, set() { throw new Error('full') } }),
			await first(map(undefined)), await first(map('feedsource/1 5')), await first(map('feedsource/1 5'), { lastEventId: '7' }),
		];`)
	bad := []any{"persist", "1"}
	assert.Equal(t, []any{bad, bad, bad, bad, bad, []any{"1"}, []any{"1"}, []any{"6"}, []any{"8"}}, got)
}

// A store that refuses the last cursor of a feed that failed for good was once not told of:
// it was written when the feed was closed already.
func TestStoreThatRefusesTheLastCursorIsToldOf(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := run[[]string](t, page, site, `
		const store = { get: () => null, set(key, value) { throw new Error('full at ' + value); } };
		const f = new FS.FeedSource('http://own/', {
			resume: { persist: store }, reconnect: false, fetch: async () => new Response('id: 5\ndata: x\n\n', { headers: { 'Content-Type': 'text/event-stream' } }),
		});
		const seen = [];
		for (const type of ['message', 'warning', 'error']) f.addEventListener(type, (e) => seen.push(type + ' ' + (e.detail?.message ?? e.data ?? e.error.type)));
		while (f.readyState !== 2) await new Promise((resolve) => setTimeout(resolve, 5));
		return seen;`)
	require.Len(t, got, 3)
	assert.Equal(t, []string{"message x", "error end"}, []string{got[0], got[2]})
	assert.Contains(t, got[1], "full at feedsource/1 5")
}

// A store that promised to keep a cursor and could not was once nobody's: the page had an
// unhandled rejection.
func TestStoreThatBreaksItsPromiseIsToldOf(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := run[[]string](t, page, site, `
		const seen = [];
		addEventListener('unhandledrejection', (e) => seen.push('unhandled ' + e.reason));
		const store = { get: () => null, set: async (key, value) => { throw new Error('full at ' + value); } };
		const f = feed('/espresso/subscribe?from=1&count=3&rate=0&hold=1', { resume: { persist: store } });
		f.addEventListener('warning', (e) => seen.push(e.detail.reason, e.detail.message));
		await heard(f, 'warning');
		f.close();
		await new Promise((resolve) => setTimeout(resolve, 50));
		return seen;`)
	require.Len(t, got, 2)
	assert.Equal(t, "persist", got[0])
	assert.Contains(t, got[1], "full at feedsource/1 3")
}

// Gitter's stream takes no cursor. Kept beyond the page, it is where the backfill begins.
func TestCursorThatIsKeptAndNotSent(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := run[[]any](t, page, site, `
		const asked = [];
		const store = new Map([['room', 'feedsource/1 7']]);
		const f = new FS.FeedSource('http://own/stream', {
			preset: 'gitter', resume: { persist: store, key: 'room' }, backfill: { url: 'http://own/rest', after: 'afterId' },
			fetch: async (url, { headers }) => {
				asked.push(url.slice(11) + (headers.get('Last-Event-ID') ?? ''));
				return new Response(url.includes('rest?afterId=7') ? '[{"id":"8"}]' : url.includes('rest') ? '[]' : new ReadableStream());
			},
		});
		for await (const e of f) { f.close(); return [e.json.id, asked]; }`)
	assert.Equal(t, []any{"8", []any{"stream", "rest?afterId=7"}}, got)
}
