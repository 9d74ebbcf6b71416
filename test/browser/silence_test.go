package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// A connection that goes silent without closing is found, cut and resumed, nothing
// lost and nothing twice.
func TestHalfOpenConnectionIsFoundAndResumed(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := run[map[string]any](t, page, site, `
		const f = feed('/espresso/subscribe?from=1&count=40&rate=0&hold=1&silence=700&times=1&fault=halfopen', { keepalive: { timeoutMs: 400 } });
		const ids = [], errors = [];
		f.addEventListener('error', (e) => e instanceof ErrorEvent && errors.push(e.error));
		for await (const e of f) { ids.push(Number(e.lastEventId)); if (e.lastEventId === '40') break; }
		f.close();
		return { ids, types: errors.map((e) => e.type), message: errors[0].message };`)
	want := []any{}
	for n := 1; n <= 40; n++ {
		want = append(want, float64(n))
	}
	assert.Equal(t, want, got["ids"])
	assert.Equal(t, []any{"stall"}, got["types"])
	assert.Regexp(t, `: nothing came for 0\.\d s, where 0\.4 s is the limit; trying again`, got["message"])
}

func TestServerThatNeverAnswers(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	got := run[[]any](t, page, site, firstFailure+`
		return first(base + '/espresso/subscribe?headersdelay=60000', { keepalive: { connectMs: 300 } });`)
	assert.Equal(t, []any{"stall", false, 0.0}, got)
}

// A slow loop holds the feed back; that silence is the page's own.
func TestSlowLoopIsNotSilence(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := run[[]float64](t, page, site, `
		const f = feed('/espresso/subscribe?from=1&rate=0', { keepalive: { timeoutMs: 300 } });
		let errors = 0, taken = 0;
		f.addEventListener('error', (e) => errors += e instanceof ErrorEvent);
		for await (const batch of f.batches()) {
			taken += batch.length;
			if (taken > 100) await new Promise((resolve) => setTimeout(resolve, 1500));
			if (taken > 1000) break;
		}
		f.close();
		return [errors, taken];`)
	assert.Zero(t, got[0])
	assert.Greater(t, got[1], 1000.0)
}

// Nor is it with what the end of a body leaves: a last line without a line end.
func TestSlowLoopAtTheEndOfABodyIsNotSilence(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := run[[]any](t, page, site, own+`
		const f = new FS.FeedSource('http://own/', { format: 'ndjson', reconnect: false, keepalive: { timeoutMs: 300 }, fetch: async () => new Response(stream('{"a":1}\n{"a":2}', true)) });
		const list = [];
		f.addEventListener('stall', () => list.push('stall'));
		f.onerror = ({ error }) => list.push(error.type);
		try {
			for await (const { json } of f) {
				list.push(json.a);
				if (json.a === 2) await new Promise((resolve) => setTimeout(resolve, 2500));
			}
		} catch (error) {
			list.push(error.type);
		}
		return list;`)
	assert.Equal(t, []any{1.0, 2.0, "end", "end"}, got)
}

func TestFeedThatBeatsIsLeftAlone(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := run[[]float64](t, page, site, `
		const f = feed('/espresso/subscribe?from=1&rate=0.001&keepalive=100', { keepalive: { timeoutMs: 1000 } });
		let errors = 0, beats = 0;
		f.addEventListener('error', () => errors++);
		await new Promise((resolve) => f.addEventListener('keepalive', () => ++beats === 30 && resolve()));
		f.close();
		return [errors, beats];`)
	assert.Equal(t, []float64{0, 30}, got)
}
