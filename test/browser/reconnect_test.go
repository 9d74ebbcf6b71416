package browser

import (
	"net/http"
	"slices"
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
		got := harness.Call[[]any](page, "reconnect.js", "firstFailure", harness.Args{"url": harness.Serve(t, c.recorder)})
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
	got := harness.Call[[]any](page, "reconnect.js", "tokenReplaced", harness.Args{"url": url})
	assert.Equal(t, []any{401.0, false, 0.0, "x"}, got)
	assert.Equal(t, "token 2", rec.list()[1].Header.Get("Authorization"))

	s := &story{turns: slices.Concat(refused(401, "text/plain", "expired⏏"), turns("data: x⏎⏎⏏"))}
	told := harness.Call[[]string](page, "elsewhere.js", "read", harness.Args{"url": harness.Serve(t, s) + "/v1", "functions": []string{"ticket"}})
	assert.Equal(t, []string{"error:status", "x", "error:end", "error:no-content!"}, told)
	assert.Equal(t, []string{"GET /v1?ticket=1", "GET /v1?ticket=2", "GET /v1?ticket=3"}, s.requests(), "a token may be in the query")

	rec = (&recorder{}).answer(401, "", "refused")
	failure := harness.Call[string](page, "reconnect.js", "finalFailureWithAFunction", harness.Args{"url": harness.Serve(t, rec)})
	assert.Equal(t, "status", failure)
	assert.Len(t, rec.list(), 2, "the second 401 is believed")
}

func TestPageDecidesWhetherAndWhen(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	page.Expect("decide: on purpose")
	rec := (&recorder{}).answer(404, "", "gone").answer(500, "", "").answer(403, "", "")
	got := harness.Call[[]any](page, "reconnect.js", "decidedByThePage", harness.Args{"url": harness.Serve(t, rec)})
	assert.Equal(t, []any{
		[]any{[]any{true, 404.0, true, false}, []any{true, 500.0, false, true}, []any{true, 403.0, true, false}},
		[]any{[]any{404.0, false, 7.0}, []any{500.0, false, 7.0}, []any{403.0, true, -1.0}},
		2.0,
	}, got)

	for answer, want := range map[string][]any{
		"nothing": {"status", true, -1.0},
		"error":   {"status", true, -1.0},
	} {
		url := harness.Serve(t, (&recorder{}).answer(404, "", ""))
		got := harness.Call[[]any](page, "reconnect.js", "firstFailureAnswered", harness.Args{"url": url, "answer": answer})
		assert.Equal(t, want, got, answer)
	}
}

func TestBudgetsAndMethods(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	rec := (&recorder{}).answer(503, "", "").with("Retry-After", "0")
	harness.Call[any](page, "reconnect.js", "finalFailure", harness.Args{
		"url": harness.Serve(t, rec), "init": map[string]any{"reconnect": map[string]int{"maxAttempts": 3}},
	})
	assert.Len(t, rec.list(), 3)

	rec = (&recorder{}).answer(500, "", "")
	harness.Call[any](page, "reconnect.js", "finalFailure", harness.Args{
		"url": harness.Serve(t, rec), "init": map[string]any{"reconnect": map[string]int{"maxElapsedMs": 100}},
	})
	assert.Len(t, rec.list(), 1)

	rec = (&recorder{}).answer(503, "", "").with("Retry-After", "0").answer(200, stream, "data: x\n\n")
	got := harness.Call[string](page, "reconnect.js", "answerToARepeatedPost", harness.Args{"url": harness.Serve(t, rec)})
	assert.Equal(t, "x", got)
	assert.Equal(t, "q", rec.list()[1].Body)
}
