package browser

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// with adds a header to the answer that was added last.
func (r *recorder) with(name, value string) *recorder {
	answer := r.answers[len(r.answers)-1]
	r.answers[len(r.answers)-1] = func(w http.ResponseWriter) {
		w.Header().Set("Access-Control-Expose-Headers", "*")
		w.Header().Set(name, value)
		answer(w)
	}
	return r
}

// firstFailure makes a feed and tells its first failure.
const firstFailure = `
	const first = async (url, init) => {
		const f = new FS.FeedSource(url, init);
		const { error } = await heard(f, 'error');
		f.close();
		return [error.type, error.final, error.retryInMs ?? -1];
	};
`

func TestWhatTheServerAsksForIsWaitedFor(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	for _, c := range []struct {
		name     string
		recorder *recorder
		from, to float64
	}{
		{"Retry-After on 503", (&recorder{}).answer(503, "", "").with("Retry-After", "3"), 3000, 3300},
		{"Retry-After on 429", (&recorder{}).answer(429, "", "").with("Retry-After", "120"), 120000, 132000},
		{"429 alone", (&recorder{}).answer(429, "", ""), 30000, 60000},
		{"500 alone", (&recorder{}).answer(500, "", ""), 2500, 5000},
		{"accepts and closes", (&recorder{}).answer(200, stream, "data: x\n\n"), 500, 1000},
		{"retry: 5000", (&recorder{}).answer(200, stream, "retry: 5000\n\n"), 5000, 5000},
	} {
		got := run[[]any](t, page, site, firstFailure+`return first(`+harness.JS(harness.Serve(t, c.recorder))+`)`)
		assert.Equal(t, false, got[1], c.name)
		assert.GreaterOrEqual(t, got[2], c.from, c.name)
		assert.LessOrEqual(t, got[2], c.to, c.name)
	}
}

func TestExpiredTokenIsReplacedOnce(t *testing.T) {
	site := harness.NewSite(t)
	rec := (&recorder{}).answer(401, "", "expired").answer(200, stream, "data: x\n\n")
	url := harness.Serve(t, rec)
	page := open(t, site, "/module.html")
	got := run[[]any](t, page, site, `
		const log = [];
		const f = new FS.FeedSource(`+harness.JS(url)+`, { headers: (attempt) => ({ Authorization: 'token ' + attempt }) });
		f.onerror = ({ error }) => log.push(error.status, error.final, error.retryInMs);
		const { data } = await heard(f, 'message');
		f.close();
		return [...log, data];`)
	assert.Equal(t, []any{401.0, false, 0.0, "x"}, got)
	assert.Equal(t, "token 2", rec.list()[1].Header.Get("Authorization"))

	rec = (&recorder{}).answer(401, "", "refused")
	got = run[[]any](t, page, site, untilFinal+`return [await until(`+harness.JS(harness.Serve(t, rec))+`, { headers: async () => ({}) })]`)
	assert.Equal(t, []any{"status"}, got)
	assert.Len(t, rec.list(), 2, "the second 401 is believed")
}

func TestPageDecidesWhetherAndWhen(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	page.Expect("decide: on purpose")
	rec := (&recorder{}).answer(404, "", "gone").answer(500, "", "").answer(403, "", "")
	got := run[[]any](t, page, site, `
		const asked = [], told = [];
		const f = new FS.FeedSource(`+harness.JS(harness.Serve(t, rec))+`, { reconnect: { delay: (failure) => {
			asked.push([failure instanceof FS.FeedError, failure.status, failure.final, failure.retryInMs > 1000]);
			return failure.status === 403 ? false : 7;
		} } });
		await new Promise((resolve) => f.onerror = ({ error }) => { told.push([error.status, error.final, error.retryInMs ?? -1]); if (error.final) resolve(); });
		return [asked, told, f.readyState];`)
	assert.Equal(t, []any{
		[]any{[]any{true, 404.0, true, false}, []any{true, 500.0, false, true}, []any{true, 403.0, true, false}},
		[]any{[]any{404.0, false, 7.0}, []any{500.0, false, 7.0}, []any{403.0, true, -1.0}},
		2.0,
	}, got)

	for answer, want := range map[string][]any{
		"undefined": {"status", true, -1.0},
		"(() => { throw new Error('decide: on purpose') })()": {"status", true, -1.0},
	} {
		url := harness.Serve(t, (&recorder{}).answer(404, "", ""))
		got := run[[]any](t, page, site, firstFailure+`return first(`+harness.JS(url)+`, { reconnect: { delay: () => `+answer+` } })`)
		assert.Equal(t, want, got, answer)
	}
}

func TestBudgetsAndMethods(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	rec := (&recorder{}).answer(503, "", "").with("Retry-After", "0")
	run[any](t, page, site, untilFinal+`return until(`+harness.JS(harness.Serve(t, rec))+`, { reconnect: { maxAttempts: 3 } })`)
	assert.Len(t, rec.list(), 3)

	rec = (&recorder{}).answer(500, "", "")
	run[any](t, page, site, untilFinal+`return until(`+harness.JS(harness.Serve(t, rec))+`, { reconnect: { maxElapsedMs: 100 } })`)
	assert.Len(t, rec.list(), 1)

	rec = (&recorder{}).answer(503, "", "").with("Retry-After", "0").answer(200, stream, "data: x\n\n")
	got := run[string](t, page, site, `
		const f = new FS.FeedSource(`+harness.JS(harness.Serve(t, rec))+`, { method: 'POST', body: 'q', reconnect: { anyMethod: true } });
		const { data } = await heard(f, 'message');
		f.close();
		return data;`)
	assert.Equal(t, "x", got)
	assert.Equal(t, "q", rec.list()[1].Body)
}
