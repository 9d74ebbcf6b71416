package browser

import (
	"cmp"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/recordings"
)

// A player answers the requests of a page with a recording, one after the other, and
// then with 204, which asks not to come back.
type player struct {
	t         *testing.T
	recording recordings.Recording
	mu        sync.Mutex
	requests  []*http.Request
	bodies    []string
}

func (p *player) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if allow(w, req) {
		return
	}
	body, _ := io.ReadAll(req.Body)
	p.mu.Lock()
	p.requests, p.bodies = append(p.requests, req), append(p.bodies, string(body))
	n := len(p.requests)
	p.mu.Unlock()
	if n > len(p.recording.Answers) {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	head, bytes, err := p.recording.Response(n)
	if assert.NoError(p.t, err) {
		maps.Copy(w.Header(), head.Header)
		_, _ = w.Write(bytes)
	}
}

// A sighting is what a page saw of a feed up to its end.
type sighting struct {
	Records []string // type, last event ID, and what Show points to
	Errors  []struct {
		Type      string
		RetryInMs *float64
		Final     bool
	}
	Keepalives, Gaps, Warnings int
	Stats                      map[string]float64
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
			p, s := &player{t: t, recording: r}, &socketPlayer{t: t, recording: r}
			if r.IsWebSocket() {
				args["url"], args["socket"] = harness.Serve(t, s)+r.Path, harness.Args{"greet": r.Greet, "subscribe": r.Subscribe}
			} else {
				args["url"] = harness.Serve(t, p) + r.Path
			}
			got := harness.Call[sighting](page, "presets.js", "witness", args)
			if r.IsWebSocket() {
				assertHandshakes(t, s)
			} else {
				assertRequests(t, p, r)
			}
			assertRecords(t, got, r)
			assertEndings(t, got, r)
		})
	}
}

// assertRequests checks that the same request was made again, with the cursor where it
// belongs and headers that were asked for again.
func assertRequests(t *testing.T, p *player, r recordings.Recording) {
	t.Helper()
	wanted := len(r.Answers)
	if !r.Answers[wanted-1].Final {
		wanted++
	}
	require.Len(t, p.requests, wanted)
	path, _, _ := strings.Cut(r.Path, "?")
	for i, req := range p.requests {
		assert.Equal(t, path, req.URL.EscapedPath())
		assert.Equal(t, r.Method == "POST", req.Method == "POST")
		assert.Equal(t, r.Body, p.bodies[i])
		assert.Equal(t, "Bearer "+strconv.Itoa(i+1), req.Header.Get("Authorization"))
		if i < len(r.Answers) {
			assert.Equal(t, r.Answers[i].Query, req.URL.RawQuery, "request %d", i+1)
			assert.Equal(t, r.Answers[i].LastEventID, req.Header.Get("Last-Event-ID"), "request %d", i+1)
		}
	}
}

// unresumable are the services whose streams cannot go back: a reconnection leaves a gap.
var unresumable = map[string]bool{
	"gitter": true, "twitter": true, "twitter-length": true, "x-v2": true, "centrifugo": true, "centrifugo-ws": true,
}

func assertRecords(t *testing.T, got sighting, r recordings.Recording) {
	t.Helper()
	records := []string{}
	counts := map[string]int{}
	for _, answer := range r.Answers {
		if answer.Gap {
			counts["gap"]++
		}
		for _, s := range answer.Seen {
			counts[strings.TrimPrefix(s.Fate, recordings.Silent)]++
			if s.Delivered() {
				records = append(records, s.Type+" | "+s.ID+" | "+s.Text)
			}
		}
	}
	assert.Equal(t, records, got.Records)
	if unresumable[r.Preset] && r.Greet == "" {
		counts["gap"] = len(r.Answers) - 1
	}
	counts["keepalive"] += counts["bookmark"]
	assert.Equal(t, counts["keepalive"], got.Keepalives, "keepalive events")
	assert.Equal(t, counts["gap"], got.Gaps, "gap events")
	assert.Equal(t, counts["warning"], got.Warnings, "warning events")
	for name, want := range map[string]int{
		"records": len(records), "keepalives": counts["keepalive"], "duplicates": counts[recordings.Duplicate],
		"malformed": 0, "reconnects": len(r.Answers) - 1,
	} {
		assert.InDelta(t, want, got.Stats[name], 0, name)
	}
}

func assertEndings(t *testing.T, got sighting, r recordings.Recording) {
	t.Helper()
	endings := r.Answers
	if !endings[len(endings)-1].Final {
		endings = append(endings[:len(endings):len(endings)], recordings.Answer{Ends: "no-content", Final: true})
	}
	require.Len(t, got.Errors, len(endings))
	for i, want := range endings {
		if want.Ends != "" {
			assert.Equal(t, want.Ends, got.Errors[i].Type, "ending %d", i+1)
		}
		assert.Equal(t, want.Ends == "complete", got.Errors[i].Type == "complete", "ending %d", i+1)
		assert.Equal(t, want.Final, got.Errors[i].Final, "ending %d", i+1)
		fate := ""
		if n := len(want.Seen); n > 0 {
			fate = want.Seen[n-1].Fate
		}
		fate = cmp.Or(want.Closed, fate)
		switch retryIn := got.Errors[i].RetryInMs; {
		case fate == "stop":
			assert.NotEqual(t, "end", got.Errors[i].Type, "ending %d was told by the server", i+1)
		case want.Final:
			assert.Nil(t, retryIn, "ending %d", i+1)
		case !assert.NotNil(t, retryIn, "ending %d", i+1):
		case fate == "refresh", fate == "rotate":
			assert.Zero(t, *retryIn, "ending %d: at once", i+1)
		case fate == "retry":
			assert.GreaterOrEqual(t, *retryIn, 2500.0, "ending %d: 5 s and more, shortened by up to half", i+1)
		}
	}
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
		url := harness.Serve(t, &player{t: t, recording: r})
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
