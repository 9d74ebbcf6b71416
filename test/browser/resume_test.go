package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// A format without ids of its own goes on where it stopped, by a member of its records
// sent back as a query parameter: every message once, though the line is cut again and
// again, at bytes that fall anywhere. (The pause before each cut keeps Chromium from
// sending a request that was cut ahead of its answer again by itself.)
func TestRawFeedResumesByItsOwnCursor(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[map[string][]any](page, "resume.js", "resumeByMember", nil)
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
		harness.Call[any](page, "resume.js", "readUntilFinal", harness.Args{"url": url, "options": options})
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
	got := harness.Call[map[string]float64](page, "resume.js", "countDuplicates", nil)
	assert.Greater(t, got["plain"], got["plainDifferent"], "the feed repeats itself, as Twitter's did")
	assert.Zero(t, got["plainDropped"])
	assert.Equal(t, got["plainDifferent"], got["all"])
	assert.Equal(t, got["different"], got["all"])
	assert.Equal(t, got["plain"]-got["all"], got["dropped"])
}

func TestPointersAreCheckedAtOnce(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]string](page, "resume.js", "refusedPointers", nil)
	assert.Equal(t, []string{
		`TypeError: id is "id_str"; it can be a JSON pointer like /id, or { header }.`,
		`TypeError: dedupe.key is "/b~2"; it can be a JSON pointer like /id, or { header }, where there are several.`,
		"TypeError: dedupe.window is -1; it can be a whole number from 1 to 2^30.",
		"made",
	}, got)
}
