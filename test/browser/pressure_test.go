package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// A feed that is paused delivers nothing and reads nothing; what the server sent
// meanwhile comes when it goes on.
func TestPauseAndResume(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := run[map[string]any](t, page, site, `
		const f = feed('/ably/event-stream?channel=a&v=1.2&accessToken=good&from=1&count=60000&rate=0&hold=1', {
			format: 'ndjson', id: '/id', keepalive: { timeoutMs: 1000 },
		});
		let records = 0, errors = 0;
		f.addEventListener('error', () => errors++);
		const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
		const seen = (type) => f.addEventListener(type, () => records++);
		seen('message'), seen('presence');
		while (records < 100) await wait(1);
		f.pause();
		f.pause();
		const atPause = records, bytes = f.stats.bytes;
		await wait(2500);
		const paused = [records - atPause, f.stats.bytes - bytes, f.readyState];
		f.resume();
		while (records < 50000) await wait(5);
		f.pause();
		f.close();
		f.resume();
		return { paused, errors, reconnects: f.stats.reconnects, state: f.readyState, whole: bytes < 5e6 };`)
	assert.Equal(t, []any{0.0, 0.0, 1.0}, got["paused"])
	assert.Equal(t, 0.0, got["errors"], "the silence is the page's own")
	assert.Equal(t, 0.0, got["reconnects"])
	assert.Equal(t, 2.0, got["state"])
	assert.Equal(t, true, got["whole"], "the rest was left with the server")
}

// A spike of three times what a loop can take: reading stops, TCP holds the server back,
// and nothing is lost.
func TestSpikeOverASlowLoopLosesNothing(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	got := run[map[string]any](t, page, site, `
		const f = feed('/espresso/subscribe?from=1&count=60000&rate=0', { reconnect: false });
		let next = 1, most = 0;
		try {
			for await (const batch of f.batches()) {
				for (const e of batch) if (Number(e.lastEventId) === next) next++;
				most = Math.max(most, batch.length);
				await new Promise((resolve) => setTimeout(resolve, 10));
			}
		} catch {}
		return { next, bounded: most < 60000 };`)
	assert.Equal(t, 60001.0, got["next"])
	assert.Equal(t, true, got["bounded"])
}

// A loop takes delivery of an event when it asks for the next one.
func TestLoopCommitsWhatItHasFinished(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := run[[]any](t, page, site, `
		const f = feed('/espresso/subscribe?from=1&count=9&rate=0&hold=1');
		const at = [];
		for await (const e of f) { at.push([e.lastEventId, f.lastEventId]); if (e.lastEventId === '4') break; }
		at.push(f.lastEventId);
		f.close();
		const g = feed('/espresso/subscribe?from=1&count=9&rate=0&hold=1');
		const batches = [];
		for await (const batch of g.batches()) { batches.push([batch[0].lastEventId, g.lastEventId]); if (batch.at(-1).lastEventId === '9') break; }
		g.close();
		return [at, batches[0]];`)
	assert.Equal(t, []any{
		[]any{[]any{"1", ""}, []any{"2", "1"}, []any{"3", "2"}, []any{"4", "3"}, "3"}, []any{"1", ""},
	}, got)
}

func TestStallIsTold(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	got := run[map[string]any](t, page, site, `
		const f = feed('/espresso/subscribe?from=1&count=40&rate=0&hold=1&silence=700&times=1&fault=stalltold', { keepalive: { timeoutMs: 400 }, reconnect: { delay: () => 300 } });
		const first = f.stats.liveness;
		await heard(f, 'open');
		const open = f.stats.liveness;
		const { detail } = await heard(f, 'stall');
		await heard(f, 'error');
		const stalled = f.stats.liveness;
		await heard(f, 'open');
		const again = f.stats.liveness;
		f.close();
		return { states: [first, open, stalled, again, f.stats.liveness], enough: detail.silentMs >= 400, limit: detail.limitMs, message: detail.message };`)
	assert.Equal(t, []any{"dead", "fresh", "stalled", "fresh", "dead"}, got["states"])
	assert.Equal(t, true, got["enough"])
	assert.Equal(t, 400.0, got["limit"])
	assert.Contains(t, got["message"], "nothing came for 0.4 s")
}
