package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// run evaluates a script that may use feed(path, options), which opens a FeedSource
// on the local feeds, and put(name, body), which stores a body for /raw/get/name.
func run[R any](t *testing.T, page *harness.Page, site *harness.Site, script string) R {
	t.Helper()
	return harness.Await[R](page, `
		const base = `+harness.JS(site.Feeds)+`;
		const feed = (path, options) => new FS.FeedSource(base + path, options);
		const put = (name, body) => fetch(base + '/raw/put?name=' + name, { method: 'POST', body });
		const heard = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));
		`+script)
}

func TestStatesAndHandlers(t *testing.T) {
	site := harness.NewSite(t)
	for _, way := range ways {
		page := open(t, site, way)
		got := run[[]any](t, page, site, `
			const f = feed('/espresso/subscribe?from=1&take=2&rate=0&hold=1');
			const log = [f.readyState, f.CONNECTING, f.OPEN, f.CLOSED, FS.FeedSource.CLOSED, f.url === base + '/espresso/subscribe?from=1&take=2&rate=0&hold=1', f.withCredentials, f.onmessage];
			await new Promise((resolve) => {
				f.onopen = function (e) { log.push(e.type, this === f, this.readyState); };
				f.addEventListener('time', (e) => log.push('time'));
				f.onmessage = (e) => log.push('replaced');
				f.addEventListener('message', (e) => log.push('second'));
				f.onmessage = (e) => log.push('first');
				let n = 0;
				for (const type of ['message', 'time', 'news']) f.addEventListener(type, () => { if (++n === 2) setTimeout(resolve) });
			});
			log.push(f.lastEventId);
			f.onmessage = null;
			log.push(f.onmessage);
			f.onmessage = 'not a function';
			log.push(f.onmessage);
			f.close();
			log.push(f.readyState);
			return log;`)
		assert.Equal(t, []any{0.0, 0.0, 1.0, 2.0, 2.0, true, false, nil, "open", true, 1.0}, got[:11], way)
		assert.Equal(t, []any{"2", nil, nil, 2.0}, got[len(got)-4:], way)
		assert.NotContains(t, got, "replaced")
		for i, entry := range got {
			if entry == "second" {
				assert.Equal(t, "first", got[i-1], "a handler keeps the place of the one it replaces")
			}
		}
	}
}

func TestListeners(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := run[map[string]int](t, page, site, `
		await put('five', 'data: 1\n\ndata: 2\n\nevent: named\ndata: 3\n\nevent: error\ndata: 4\n\ndata: 5\n\n');
		const f = feed('/raw/get/five?type=text/event-stream', { reconnect: false });
		const n = { all: 0, once: 0, object: 0, signal: 0, named: 0, serverError: 0, feedError: 0, removed: 0 };
		const stop = new AbortController();
		const removed = () => n.removed++;
		f.addEventListener('message', removed);
		f.removeEventListener('message', removed);
		f.addEventListener('message', () => n.all++);
		f.addEventListener('message', () => n.once++, { once: true });
		f.addEventListener('message', { handleEvent() { n.object++; if (this.handleEvent && n.object === 2) stop.abort(); } });
		f.addEventListener('message', () => n.signal++, { signal: stop.signal });
		f.addEventListener('named', (e) => n.named += e instanceof FS.FeedEvent);
		await new Promise((resolve) => f.onerror = (e) => {
			if (e instanceof FS.FeedEvent) n.serverError += e.data === '4';
			else { n.feedError += e instanceof ErrorEvent && e.error instanceof FS.FeedError; resolve(); }
		});
		return n;`)
	assert.Equal(t, map[string]int{
		"all": 3, "once": 1, "object": 3, "signal": 1, "named": 1, "serverError": 1, "feedError": 1, "removed": 0,
	}, got)
}

func TestJSONIsParsedOnceAndOnFirstUse(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	got := run[map[string]any](t, page, site, `
		await put('json', '{"a":1}\n{"a":}\n{"a":3}\n');
		const f = feed('/raw/get/json', { format: 'ndjson', reconnect: false });
		const out = { parses: 0, values: [] };
		const parse = JSON.parse;
		JSON.parse = (text) => { out.parses++; return parse(text); };
		f.addEventListener('malformed', (e) => out.malformed = [e.reason, e.data, e.bytes.length, e.offset === undefined]);
		f.onmessage = (e) => {
			out.parsesBefore ??= out.parses;
			try { out.values.push(e.json.a, e.json === e.json); }
			catch (error) {
				try { e.json } catch (again) { out.again = again.message === error.message }
				out.error = [error instanceof FS.FeedError, error.type, error.message, error.cause instanceof SyntaxError];
			}
		};
		await new Promise((resolve) => f.onerror = resolve);
		JSON.parse = parse;
		out.stats = f.stats.malformed;
		return out;`)
	assert.Equal(t, []any{1.0, true, 3.0, true}, got["values"])
	assert.Equal(t, 0.0, got["parsesBefore"])
	assert.Equal(t, 4.0, got["parses"], "of three records, the one that is not JSON twice")
	assert.Equal(t, true, got["again"], "what is wrong with a record is told once")
	assert.Equal(t, []any{true, "malformed", `A record beginning "{\"a\":}" is not JSON; the feed goes on.`, true}, got["error"])
	assert.Equal(t, []any{"not-json", `{"a":}`, 6.0, true}, got["malformed"])
	assert.Equal(t, 1.0, got["stats"])
}

func TestCloseInAListenerStopsAtOnce(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := run[[]string](t, page, site, `
		await put('many', 'data: x\n\n'.repeat(1000) + 'event: late\ndata: y\n\n');
		const log = [];
		const f = feed('/raw/get/many?type=text/event-stream');
		f.addEventListener('late', () => log.push('late'));
		f.onerror = () => log.push('error');
		await new Promise((resolve) => f.onmessage = (e) => {
			if (log.push(e.data) < 3) return;
			f.close();
			f.close();
			log.push('closed ' + f.readyState);
			resolve();
		});
		// Another feed that reads all of it shows that there was time enough.
		await heard(feed('/raw/get/many?type=text/event-stream'), 'late');
		return log;`)
	assert.Equal(t, []string{"x", "x", "x", "closed 2"}, got)
}

func TestListenerThatThrowsHarmsNobody(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	page.Expect("thrown on purpose")
	got := run[int](t, page, site, `
		await put('three', '1\n2\n3\n');
		const f = feed('/raw/get/three', { format: 'ndjson', reconnect: false });
		let n = 0;
		f.addEventListener('message', () => { throw new Error('thrown on purpose') });
		f.addEventListener('message', (e) => n += e.json);
		f.addEventListener('open', () => { throw new Error('thrown on purpose') });
		await heard(f, 'error');
		return n;`)
	assert.Equal(t, 6, got)
}

func TestFeedOpenedInAListener(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	got := run[[]int](t, page, site, `
		await put('rows', Array.from({ length: 500 }, (_, i) => '{"n":' + i + ',"pad":"é"}\n').join(''));
		const sums = [];
		const read = (depth) => new Promise((resolve) => {
			const f = feed('/raw/get/rows', { format: 'ndjson', reconnect: false });
			let sum = 0, inner;
			f.onmessage = (e) => { sum += e.json.n; if (depth > 0 && e.json.n === 7) inner = read(depth - 1); };
			f.onerror = async () => { sums.push(sum); await inner; resolve(); };
		});
		await read(4);
		return sums;`)
	assert.Equal(t, []int{124750, 124750, 124750, 124750, 124750}, got)
}

// Fifty feeds need more than the six connections that a browser gives one HTTP/1.1
// origin: each five go to an origin of their own.
func TestFiftyFeedsAtOnce(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	var origins []string
	for range 10 {
		origins = append(origins, harness.Serve(t, site.Server))
	}
	got := run[[]int](t, page, site, `
		const origins = `+harness.JS(origins)+`;
		const feeds = Array.from({ length: 50 }, (_, i) =>
			new FS.FeedSource(origins[i % 10] + '/espresso/subscribe?rate=0&from=1&take=100&hold=1&seed=' + i));
		const counts = await Promise.all(feeds.map(async (f) => {
			let n = 0;
			for await (const e of f) if (++n === 100) return n;
		}));
		const open = feeds.filter((f) => f.readyState === 1).length;
		feeds.forEach((f) => f.close());
		return [...counts, open, feeds.filter((f) => f.readyState === 2).length];`)
	want := []int{}
	for range 50 {
		want = append(want, 100)
	}
	assert.Equal(t, append(want, 50, 50), got)
}
