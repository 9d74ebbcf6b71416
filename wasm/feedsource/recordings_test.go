//go:build !js

package feedsource

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/recordings"
	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
)

// sighting is what a loop saw of a feed up to its end.
type sighting struct {
	records []string
	errors  []*Error
	counts  map[string]int
	stats   Stats
}

// Every preset, put to what its service sends: which records come, with which cursors and how they go back, and what else is told.
func TestPresets(t *testing.T) {
	for _, r := range recordings.All() {
		t.Run(r.Preset+" "+r.Name, func(t *testing.T) {
			p := &player{t: t, recording: r}
			site := httptest.NewServer(p)
			defer site.Close()
			o := Options{Preset: r.Preset}
			if r.Method != "" {
				o.Method, o.Body = r.Method, []byte(r.Body)
			}
			if r.IsWebSocket() {
				o.Greet, o.Subscribe = spoken(r.Greet), spoken(r.Subscribe)
			} else {
				o.HeadersFunc = func(_ context.Context, state State) (http.Header, error) {
					return http.Header{"Authorization": {fmt.Sprint("Bearer ", state.Attempt)}}, nil
				}
			}
			got := witness(t, site.URL+r.Path, o, r)
			assertRequests(t, p, r)
			assertRecords(t, got, r)
			assertEndings(t, got, r)
		})
	}
}

// spoken is what is said by a WebSocket, with the number of the attempt where there is a place for it.
func spoken(text string) Words {
	if text == "" {
		return nil
	}
	if !strings.Contains(text, "{attempt}") {
		return Say(text)
	}
	return Ask(func(_ context.Context, state State) ([]any, error) {
		return []any{strings.ReplaceAll(text, "{attempt}", strconv.Itoa(state.Attempt))}, nil
	})
}

// witness reads a feed to its end. It cuts every wait short.
func witness(t *testing.T, url string, o Options, r recordings.Recording) sighting {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	f, err := Open(ctx, url, o)
	require.NoError(t, err)
	got := sighting{counts: map[string]int{}}
	for event := range f.Events() {
		switch e := event.(type) {
		case *Record:
			got.records = append(got.records, strings.Join([]string{e.Type, e.LastEventID, shown(e, r.Show)}, " | "))
		case *Error:
			got.errors = append(got.errors, e)
			if e.RetryIn > 0 {
				f.Reconnect()
			}
		default:
			name, _, _ := strings.Cut(word(event), ":")
			got.counts[name]++
		}
	}
	<-f.Done()
	got.stats = f.Stats()
	return got
}

// shown is the first of the members that show points to, or the whole record.
func shown(r *Record, show []string) string {
	if !json.Valid(r.Data) {
		return string(r.Data)
	}
	for _, text := range show {
		p, err := jsonptr.Parse(text)
		if err != nil {
			panic(err)
		}
		if raw, ok := p.Find(r.Data); ok && string(raw) != "null" {
			if found, ok := jsonptr.Text(raw); ok {
				return found
			}
		}
	}
	if text, ok := jsonptr.Text(r.Data); ok && r.Data[0] == '"' {
		return text
	}
	return string(r.Data)
}

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
		if i < len(r.Answers) {
			assert.Equal(t, r.Answers[i].Query, req.URL.RawQuery, "request %d", i+1)
			assert.Equal(t, r.Answers[i].LastEventID, req.Header.Get("Last-Event-ID"), "request %d", i+1)
		}
		if !r.IsWebSocket() {
			assert.Equal(t, "Bearer "+strconv.Itoa(i+1), req.Header.Get("Authorization"))
		} else if strings.HasPrefix(r.Preset, "graphql-") {
			assert.Equal(t, r.Preset, req.Header.Get("Sec-WebSocket-Protocol"))
		}
	}
}

// unresumable are the services whose streams cannot go back: a reconnection leaves a gap.
var unresumable = []string{"gitter", "twitter", "twitter-length", "x-v2", "centrifugo", "centrifugo-ws"}

func assertRecords(t *testing.T, got sighting, r recordings.Recording) {
	t.Helper()
	var records []string
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
	assert.Equal(t, records, got.records)
	if slices.Contains(unresumable, r.Preset) && r.Greet == "" {
		counts["gap"] = len(r.Answers) - 1
	}
	counts["keepalive"] += counts["bookmark"]
	for _, name := range []string{"keepalive", "gap", "warning"} {
		assert.Equal(t, counts[name], got.counts[name], name)
	}
	s := got.stats
	assert.Equal(t, []int{len(records), counts["keepalive"], counts[recordings.Duplicate], 0, len(r.Answers) - 1},
		[]int{int(s.Records), int(s.Keepalives), int(s.Duplicates), int(s.Malformed), int(s.Reconnects)})
}

func assertEndings(t *testing.T, got sighting, r recordings.Recording) {
	t.Helper()
	endings := r.Answers
	if !endings[len(endings)-1].Final {
		ends := "no-content"
		if r.IsWebSocket() {
			ends = "network" // natively a handshake that was refused
		}
		endings = append(endings[:len(endings):len(endings)], recordings.Answer{Ends: ends, Final: true})
	}
	require.Len(t, got.errors, len(endings))
	for i, want := range endings {
		e := got.errors[i]
		if want.Ends != "" {
			assert.Equal(t, want.Ends, string(e.Type), "ending %d", i+1)
		}
		assert.Equal(t, want.Ends == "complete", e.Type == FailComplete, "ending %d", i+1)
		assert.Equal(t, want.Final, e.Final, "ending %d", i+1)
		fate := want.Closed
		if n := len(want.Seen); n > 0 {
			fate = cmp.Or(fate, want.Seen[n-1].Fate)
		}
		switch {
		case want.Final:
			assert.Zero(t, e.RetryIn)
		case fate == "refresh", fate == "rotate":
			assert.Zero(t, e.RetryIn, "ending %d: at once", i+1)
		case fate == "retry":
			assert.GreaterOrEqual(t, e.RetryIn, 2500*time.Millisecond, "ending %d: 5 s and more, shortened by up to half", i+1)
		}
	}
}
