package browser

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// What a stream cannot give back comes from the page's own function, ahead of the
// stream, which is open already.
func TestBackfillByTheOwnFunction(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := run[map[string][]any](t, page, site, `
		await put('first', '{"id":1}\n{"id":2}\n');
		await put('second', '{"id":5}\n{"id":6}\n{"id":7}\n');
		const log = [], asked = [];
		let streams = 0;
		const f = new FS.FeedSource(base + '/raw/get/', {
			format: 'ndjson', id: '/id', resume: false, reconnect: { delay: (e) => e.final ? false : 1 },
			fetch: (url, init) => fetch(base + '/raw/get/' + (['first', 'second'][streams++] ?? 'second?hold=1'), init),
			backfill: async function* (from) {
				asked.push(from);
				log.push(f.readyState);
				if (asked.length === 2) throw new Error('not now');
				for (let id = Number(from) + 1; id <= 6; id++) yield id % 2 ? { id } : JSON.stringify({ id });
			},
		});
		f.addEventListener('gap', () => log.push('gap'));
		f.addEventListener('error', (e) => log.push(e.error.type));
		const ids = [];
		for await (const e of f) { ids.push(e.json.id); if (e.json.id === 7) break; }
		while (asked.length < 3) await new Promise((resolve) => setTimeout(resolve, 10)); // once more, and again after it failed
		f.close();
		return { ids, asked, log };`)
	assert.Equal(t, []any{1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0}, got["ids"])
	assert.Equal(t, "2", got["asked"][0])
	assert.NotContains(t, got["log"], "gap")
	assert.Contains(t, got["log"], 1.0, "the stream is open while what is missing is read")
}

// A 410 says that the cursor has expired: the feed begins anew, and says what it lost.
func TestExpiredCursorBeginsAnew(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	rec := (&recorder{}).answer(200, "text/event-stream", "id: 7\ndata: a\n\n").answer(410, "text/plain", "too old").
		answer(200, "text/event-stream", "id: 90\ndata: b\n\n").answer(204, "", "")
	got := run[map[string]any](t, page, site, `
		const f = new FS.FeedSource(`+harness.JS(harness.Serve(t, rec))+`, { reconnect: { delay: (e) => e.final ? false : 1 } });
		const data = [], gaps = [];
		f.addEventListener('gap', (e) => gaps.push([e.detail.reason, e.detail.from, e.detail.since > Date.now() - 60000]));
		try { for await (const e of f) data.push(e.data); } catch {}
		return { data, gaps };`)
	assert.Equal(t, []any{"a", "b"}, got["data"])
	assert.Equal(t, []any{[]any{"expired", "7", true}}, got["gaps"])
	var ids []string
	for _, r := range rec.list() {
		ids = append(ids, r.Header.Get("Last-Event-ID"))
	}
	assert.Equal(t, []string{"", "7", "", "90"}, ids)
}

// A server that refuses the preflight of a header is asked by the query instead.
func TestHeaderThatCORSRefusesGoesByTheQuery(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	page.Expect("blocked by CORS policy")
	got := run[map[string]any](t, page, site, `
		const f = feed('/espresso/subscribe?nopreflight=1&from=1&count=20&rate=0&cutclean=500', {
			resume: { header: 'Last-Event-ID', query: 'lastEventId' }, reconnect: { delay: (e) => e.final ? false : 1 },
		});
		const ids = [], warnings = [], errors = [];
		f.addEventListener('warning', (e) => warnings.push(e.detail.reason));
		f.addEventListener('error', (e) => e.error && errors.push(e.error.type));
		for await (const e of f) { ids.push(Number(e.lastEventId)); if (e.lastEventId === '20') break; }
		f.close();
		return { ids, warnings, refused: errors.filter((type) => type === 'network').length };`)
	var want []any
	for n := 1; n <= 20; n++ {
		want = append(want, float64(n))
	}
	assert.Equal(t, want, got["ids"])
	assert.Equal(t, []any{"cors"}, got["warnings"])
	assert.Equal(t, 1.0, got["refused"], "it stays with what works")
}

// The cursor goes into the body of a POST that the page allows to be sent again.
func TestCursorInTheBody(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	for name, c := range map[string]struct{ body, first, second string }{
		"JSON":       {`'{"topic":"a"}'`, `{"topic":"a"}`, `{"topic":"a","since":"7"}`},
		"form":       {`new URLSearchParams({ topic: 'a' })`, "topic=a", "topic=a&since=7"},
		"form text":  {`'topic=a'`, "topic=a", "topic=a&since=7"},
		"multi-part": {`(() => { const d = new FormData(); d.set('topic', 'a'); return d; })()`, `name="topic"`, `name="since"`},
	} {
		rec := (&recorder{}).answer(200, "", "data: x\nid: 7\n\n").answer(200, "", "data: x\nid: 7\n\n").answer(204, "", "")
		url := harness.Serve(t, rec)
		run[any](t, page, site, untilFinal+`return until(`+harness.JS(url)+`, {
			method: 'POST', body: `+c.body+`, format: 'sse', resume: { body: 'since' },
			reconnect: { anyMethod: true, delay: (e) => e.final ? false : 1 },
		})`)
		if got := rec.list(); assert.Len(t, got, 3, name) {
			assert.Contains(t, got[0].Body, c.first, name)
			assert.NotContains(t, got[0].Body, "since", name)
			assert.Contains(t, got[1].Body, c.second, name)
			assert.Equal(t, 1, strings.Count(got[2].Body, "since"), name)
		}
	}
}
