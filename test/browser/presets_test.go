package browser

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/recordings"
)

// readable lets pages of any origin read what a player answers.
func readable(p *recordings.Player) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		if !allow(w, req) {
			p.ServeHTTP(w, req)
		}
	}
}

// Every preset, put to what its service sends: which records the page sees, with which
// cursors and how they go back, and what else it is told.
func TestPresets(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	for _, r := range recordings.All() {
		t.Run(r.Preset+" "+r.Name, func(t *testing.T) {
			args := harness.Args{"show": append([]string{}, r.Show...)}
			init := map[string]any{"preset": r.Preset}
			args["init"] = init
			if r.Method != "" {
				init["method"], init["body"] = r.Method, r.Body
			}
			p := &recordings.Player{T: t, Recording: r, Linger: linger()}
			args["url"] = harness.Serve(t, readable(p)) + r.Path
			if r.IsWebSocket() {
				args["socket"] = harness.Args{"greet": r.Greet, "subscribe": r.Subscribe}
			}
			got := harness.Call[recordings.Sighting](page, "presets.js", "witness", args)
			p.AssertRequests()
			r.AssertSaw(t, got)
		})
	}
}

// linger is for Firefox, which answers a WebSocket for its pages and may lose what comes just ahead of a cut.
func linger() time.Duration {
	if harness.Browser() == harness.Firefox {
		return 300 * time.Millisecond
	}
	return 0
}

// Ably's encodings are undone from right to left, up to one that needs a key.
func TestAblyEncodingsAreUndone(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	for _, r := range recordings.All() {
		if !strings.HasPrefix(r.Preset, "ably") {
			continue
		}
		r.Answers = r.Answers[:1]
		url := harness.Serve(t, readable(&recordings.Player{T: t, Recording: r}))
		got := harness.Call[[]any](page, "presets.js", "ablyEncodings", harness.Args{
			"url": url + r.Path, "preset": r.Preset,
		})
		assert.Equal(t, []any{
			[]any{map[string]any{"n": 1.0, "city": "Zürich"}, ""}, []any{"grüß 👋", ""}, []any{"grüß 👋", ""},
			[]any{map[string]any{"n": 3.0, "city": "Zürich"}, ""}, "sealed", map[string]any{"n": 5.0},
		}, got, r.Preset)
	}
}

// An option given by hand replaces the preset's, and the preset's others stay.
func TestOptionsByHandOverrideThePreset(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	rec := (&recorder{}).
		answer(200, "application/x-ndjson", `{"id":"a","other":"1","event":"keepalive"}`+"\n"+`{"id":"b","other":"2","event":"message"}`+"\n").
		answer(204, "", "")
	got := harness.Call[[]any](page, "presets.js", "optionsByHand", harness.Args{"url": harness.Serve(t, rec)})
	assert.Equal(t, []any{"2", 1.0}, got)
	require.Len(t, rec.list(), 2)
	assert.Equal(t, "2", rec.list()[1].Header.Get("X-Since"))
}

// What a page can look at are options that a feed can be made with.
func TestPresetsCanBeLookedAt(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]string](page, "presets.js", "presetNames", nil)
	var names []string
	for _, r := range recordings.All() {
		if !slices.Contains(names, r.Preset) {
			names = append(names, r.Preset)
		}
	}
	assert.ElementsMatch(t, names, got)
}
