package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// own is what pages need that answer their requests themselves: stream is a body of text,
// which ends or stays open, next waits for an event, but not for ever.
const own = `
	const stream = (text, end) => new ReadableStream({ start(c) {
		c.enqueue(new TextEncoder().encode(text));
		if (end) c.close();
	} });
	const soon = (promise) => Promise.race([promise, new Promise((resolve) => setTimeout(resolve, 5000, 'nothing'))]);
	const next = (f, type) => soon(new Promise((resolve) => f.addEventListener(type, resolve, { once: true })));
	const numbers = { format: 'ndjson', id: '/id', resume: false, lastEventId: '7' };`

// A page that is refused is given up when the feed goes on without it. What is told of the
// feed later is not about that page.
func TestRefusedPageOfABackfillIsNotLeftOpen(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := run[[]any](t, page, site, own+`
		let given, live;
		const aborted = new Promise((resolve) => (given = resolve));
		const f = new FS.FeedSource('http://own/', { ...numbers, backfill: { url: 'http://own/pages', after: 'after' }, fetch: async (url, { signal }) => {
			if (url.includes('/pages')) {
				signal.addEventListener('abort', () => given('aborted'));
				return new Response(stream('no', false), { status: 403, headers: { 'X-Of': 'page' } });
			}
			return new Response(new ReadableStream({ start(c) { live = c; } }), { headers: { 'X-Of': 'feed' } });
		} });
		const gap = await next(f, 'gap');
		const first = [gap.detail.reason, gap.detail.from, await soon(aborted)];
		const told = next(f, 'error');
		live.close();
		const { error } = await told;
		f.close();
		return [...first, error.type, error.headers.get('X-Of')];`)
	assert.Equal(t, []any{"backfill", "7", "aborted", "end", "feed"}, got)
}

func TestNewestFirstIsDeliveredInOrderBeforeTheFeed(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	got := run[map[string][]any](t, page, site, own+`
		const asked = [], ids = [];
		const f = new FeedSource('http://own/', { ...numbers, backfill: { url: 'http://own/pages', after: 'after', before: 'before', size: 2 }, fetch: async (url) => {
			if (!url.includes('/pages')) return new Response(stream('{"id":12}\n{"id":13}\n', false));
			asked.push(url.split('?')[1]);
			return new Response(asked.length === 1 ? '[{"id":12},{"id":11,"t":"日本"}]' : asked.length === 2 ? '[{"id":10},{"id":9}]' : '[{"id":8}]');
		} });
		for await (const e of f) {
			ids.push(e.json.id, e.json.t ?? e.lastEventId);
			if (e.json.id === 13) break;
		}
		f.close();
		return { asked, ids, dropped: [f.stats.duplicates] };`)
	assert.Equal(t, []any{"after=7", "after=7&before=11", "after=7&before=9"}, got["asked"])
	assert.Equal(t, []any{8.0, "8", 9.0, "9", 10.0, "10", 11.0, "日本", 12.0, "12", 13.0, "13"}, got["ids"])
}

func TestFetchThatGivesNoResponseIsAFailure(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := run[[]any](t, page, site, own+`
		const list = [];
		for (const nothing of [undefined, null, 'text', 5n, Symbol()]) {
			const f = new FS.FeedSource('http://own/', { fetch: async () => nothing, reconnect: false });
			const { error } = await next(f, 'error');
			list.push(error.type, error.message.includes('fetch gave no Response'));
		}
		return list;`)
	assert.Equal(t, []any{"request", true, "request", true, "request", true, "request", true, "request", true}, got)
}

// What a rule compares with may be what JSON has there.
func TestSignalsCompareNumbersAndTruthValues(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := run[[]any](t, page, site, own+`
		const list = [];
		for (const [is, text] of [[410, '{"x":200}\n{"x":410}\n'], [[true, 7], '{"x":false}\n{"x":true}\n']]) {
			const f = new FS.FeedSource('http://own/', { format: 'ndjson', signals: [{ at: '/x', is, then: 'stop' }], fetch: async () => new Response(stream(text, true)) });
			list.push((await next(f, 'error')).error.code);
			f.close();
		}
		return list;`)
	assert.Equal(t, []any{"410", "true"}, got)
}

// An option that could do nothing is an error: a misspelled word, or a member that is missing.
func TestOptionThatCouldDoNothingIsAnError(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	for options, flaw := range map[string]string{
		`backfill: {}`:                          "backfill needs a url, and after",
		`backfill: { url: 'http://own/pages' }`: "backfill needs a url, and after",
		`decode: { data: '/d' }`:                "decode needs data and encoding",
		`lag: { warnMs: 5 }`:                    "lag needs a time",
		`dedupe: { window: 5 }`:                 "dedupe needs a key",
		`signals: [{ then: 'stop', is: 'x' }, { at: '/x', then: 'stopp' }]`: `signals[1].then is "stopp", which is none of [end refresh retry rotate stop gap warning keepalive bookmark]`,
	} {
		got := run[[]any](t, page, site, own+`
			let aborted;
			const f = new FS.FeedSource('http://own/x?token=secret', { `+options+`, fetch: (url, { signal }) => new Promise(() => (aborted = signal)) });
			const { error } = await next(f, 'error');
			return [error.type, error.message, error.final, f.readyState, aborted?.aborted ?? true];`)
		assert.Equal(t, []any{"request", "http://own/x: " + flaw + "; the feed is closed.", true, 2.0, true}, got, options)
	}
}

func TestFormOfThePageIsNotChanged(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := run[[]any](t, page, site, own+`
		const list = [];
		for (const form of [new FormData(), new URLSearchParams()]) {
			form.append('a', '1');
			form.append('a', '2');
			let sent;
			const f = new FS.FeedSource('http://own/', { method: 'POST', body: form, lastEventId: '7', resume: { body: 'since' }, fetch: async (url, init) => {
				sent = init.body;
				return new Response(stream('', false));
			} });
			await next(f, 'open');
			f.close();
			list.push([...sent].join(' '), sent.constructor === form.constructor, [...form].join(' '));
		}
		return list;`)
	assert.Equal(t, []any{"a,1 a,2 since,7", true, "a,1 a,2", "a,1 a,2 since,7", true, "a,1 a,2"}, got)
}

// A feed that ends for good has delivered records since the last saving.
func TestCursorIsSavedAfterTheEnd(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := run[[]any](t, page, site, own+`
		const store = new Map();
		const make = () => new FS.FeedSource('http://own/', {
			resume: { persist: store, key: 'k' }, reconnect: false, fetch: async () => new Response(stream('id: 1\ndata: x\n\nid: 2\ndata: x\n\nid: 3\ndata: x\n\n', true)),
		});
		const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
		await next(make(), 'error');
		await wait(1500);
		const list = [store.get('k')];
		store.clear();
		try { for await (const event of make()) await wait(event.lastEventId === '3' ? 0 : 700); } catch {}
		await wait(1500);
		return [...list, store.get('k')];`)
	assert.Equal(t, []any{"feedsource/1 3", "feedsource/1 3"}, got)
}

// A body that something else reads cannot be read: the feed is told so, and does not wait
// for ever. A page whose answer about a failure is no number leaves it to the feed.
func TestWhatAPageCanGetWrong(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	got := run[map[string]any](t, page, site, own+`
		const first = async (options) => {
			const f = new FeedSource('http://own/', options);
			const { error } = await next(f, 'error');
			f.close();
			return error;
		};
		const locked = await first({ fetch: async () => { const r = new Response('data: x\n\n'); r.body.getReader(); return r; } });
		const waits = [];
		for (const answer of [NaN, Promise.resolve(1), 'soon', {}, Symbol(), { valueOf() { throw new Error('on purpose'); } }]) {
			const { retryInMs, final } = await first({ fetch: async () => new Response('', { status: 500 }), reconnect: { delay: () => answer } });
			waits.push(retryInMs >= 2500 && !final);
		}
		for (const answer of ['20', 20n]) {
			const { retryInMs } = await first({ fetch: async () => new Response('', { status: 500 }), reconnect: { delay: () => answer } });
			waits.push(retryInMs === 20);
		}
		return { locked: [locked.type, locked.message.includes('locked')], waits };`)
	assert.Equal(t, []any{"network", true}, got["locked"])
	assert.Equal(t, []any{true, true, true, true, true, true, true, true}, got["waits"], "the wait that was proposed, and the page's own")
}
