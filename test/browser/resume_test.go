package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/web/feeds"
)

// A format without ids of its own goes on where it stopped, by a member of its records
// sent back as a query parameter: every message once, though the line is cut again and
// again, at bytes that fall anywhere. (The pause before each cut keeps Chromium from
// sending a request that was cut ahead of its answer again by itself.)
func TestRawFeedResumesByItsOwnCursor(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := run[map[string][]any](t, page, site, `
		const f = feed('/ably/event-stream?channel=a&v=1.2&accessToken=good&rate=0&from=1&count=300&split=7777&splitpause=100&cut=7777&times=8&fault=cursor', {
			format: 'ndjson', id: '/id', resume: { query: 'lastEvent' }, reconnect: { delay: () => 1 },
		});
		const numbers = [];
		for await (const e of f) {
			numbers.push(Number(e.lastEventId.split('-').at(-1)));
			if (numbers.length === 300) break;
		}
		f.close();
		return { numbers, counts: [f.stats.reconnects, f.stats.duplicates] };`)
	want := []any{}
	for n := 1; n <= 300; n++ {
		want = append(want, float64(n))
	}
	assert.Equal(t, want, got["numbers"])
	assert.Equal(t, []any{8.0, 0.0}, got["counts"])
}

func TestCursorGoesBackAsAHeaderOrNotAtAll(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	for name, resume := range map[string]any{"X-Since": map[string]any{"header": "X-Since"}, "Last-Event-Id": nil, "": false} {
		rec := (&recorder{}).answer(200, "application/x-ndjson", "{\"id\":12345678901234567890}\n").answer(204, "", "")
		options := map[string]any{"format": "ndjson", "id": "/id"}
		if resume != nil {
			options["resume"] = resume
		}
		url := harness.Serve(t, rec)
		run[any](t, page, site, untilFinal+`return until(`+harness.JS(url)+`, { ...`+harness.JS(options)+`, reconnect: { delay: (e) => e.final ? false : 1 } })`)
		second := rec.list()[1].Header
		for _, header := range []string{"X-Since", "Last-Event-Id"} {
			if header == name {
				assert.Equal(t, "12345678901234567890", second.Get(header))
			} else {
				assert.NotContains(t, second, header)
			}
		}
	}
}

func TestDuplicatesAreDropped(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := run[map[string]float64](t, page, site, `
		const read = async (options) => {
			const f = feed('/twitter/1.1/statuses/sample.json?from=1&take=400&rate=0', {
				headers: { Authorization: 'Bearer `+feeds.TwitterToken+`' }, reconnect: false, ...options,
			});
			const ids = [];
			try { for await (const e of f) if (e.json.id_str) ids.push(e.json.id_str); } catch {}
			return { all: ids.length, different: new Set(ids).size, dropped: f.stats.duplicates };
		};
		const plain = await read(), deduped = await read({ dedupe: { key: '/id_str' } });
		return { plain: plain.all, plainDifferent: plain.different, plainDropped: plain.dropped,
			all: deduped.all, different: deduped.different, dropped: deduped.dropped };`)
	assert.Greater(t, got["plain"], got["plainDifferent"], "the feed repeats itself, as Twitter's did")
	assert.Zero(t, got["plainDropped"])
	assert.Equal(t, got["plainDifferent"], got["all"])
	assert.Equal(t, got["different"], got["all"])
	assert.Equal(t, got["plain"]-got["all"], got["dropped"])
}

func TestPointersAreCheckedAtOnce(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := run[[]string](t, page, site, `
		const tell = (init) => { try { new FS.FeedSource(base, init).close(); return 'made'; } catch (e) { return e.name + ': ' + e.message; } };
		return [tell({ id: 'id_str' }), tell({ dedupe: { key: ['/a', '/b~2'] } }), tell({ dedupe: { key: '/a', window: -1 } }), tell({ id: '/a~0b/0' })];`)
	assert.Equal(t, []string{
		`TypeError: id is "id_str"; it can be a JSON pointer like /id.`,
		`TypeError: key is "/b~2"; it can be a JSON pointer like /id.`,
		"TypeError: window is -1; it can be a whole number from 1 to 2^30.",
		"made",
	}, got)
}
