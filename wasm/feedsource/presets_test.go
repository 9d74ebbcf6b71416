//go:build !js

package feedsource

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/recordings"
	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
)

// player answers requests with a recording, one after the other, and then with 204, which asks not to come back.
type player struct {
	t         *testing.T
	recording recordings.Recording
	mu        sync.Mutex
	requests  []*http.Request
	bodies    []string
}

func (p *player) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	p.mu.Lock()
	p.requests, p.bodies = append(p.requests, r), append(p.bodies, string(body))
	n := len(p.requests)
	p.mu.Unlock()
	switch {
	case n > len(p.recording.Answers):
		w.WriteHeader(http.StatusNoContent)
	case p.recording.IsWebSocket():
		p.talk(w, r, n)
	default:
		head, bytes, err := p.recording.Response(n)
		if assert.NoError(p.t, err) {
			maps.Copy(w.Header(), head.Header)
			_, _ = w.Write(bytes)
		}
	}
}

// talk holds the n-th conversation of a recording by a WebSocket.
func (p *player) talk(w http.ResponseWriter, r *http.Request, n int) {
	c, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: strings.Split(r.Header.Get("Sec-WebSocket-Protocol"), ",")})
	if !assert.NoError(p.t, err) {
		return
	}
	defer func() { _ = c.CloseNow() }()
	lines, err := p.recording.Conversation(n)
	assert.NoError(p.t, err)
	ctx, cancel := context.WithTimeout(r.Context(), 20*time.Second)
	defer cancel()
	for _, line := range lines {
		switch line.Kind {
		case recordings.Said:
			assert.NoError(p.t, c.Write(ctx, websocket.MessageText, []byte(line.Text)))
		case recordings.Heard:
			_, message, err := c.Read(ctx)
			if !assert.NoError(p.t, err, "the program was to say %s", line.Text) {
				return
			}
			assert.Equal(p.t, line.Text, string(message), "conversation %d", n)
		case recordings.Closed:
			text, reason, _ := strings.Cut(line.Text, " ")
			code, err := strconv.Atoi(text)
			assert.NoError(p.t, err)
			_ = c.Close(websocket.StatusCode(code), reason)
			return
		}
	}
	_ = c.Ping(c.CloseRead(ctx))
}

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

// All presets are options that a feed can be opened with.
func TestPresetsAreOptions(t *testing.T) {
	for _, name := range Presets() {
		o, ok := PresetOptions(name)
		require.True(t, ok)
		if o.Resume != nil && o.Resume.Body != "" {
			o.Method, o.Body = "POST", []byte("{}")
		}
		url := "https://feeds.example/"
		assert.NoError(t, check(url, o, o), name)
		o.config(url, "", "")
	}
	assert.Contains(t, Presets(), "ntfy")
}

// What is given replaces what a preset says, member by member.
func TestOptionsGoAheadOfThePreset(t *testing.T) {
	whole, err := withPreset(Options{
		Preset: "ably", Keepalive: &Keepalive{Timeout: time.Second}, Gap: &Gap{Off: true}, Signals: []Signal{}, ID: []string{"/other"},
		Resume: &Resume{Key: "mine"}, Dedupe: &Dedupe{Window: 5},
	})
	require.NoError(t, err)
	assert.Equal(t, FormatJSON, whole.Format)
	assert.Equal(t, []string{"/other"}, whole.ID)
	assert.Equal(t, &Resume{Query: "lastEvent", Key: "mine"}, whole.Resume)
	assert.Equal(t, &Dedupe{Key: []string{"/data/id", "/data/timestamp"}, Window: 5}, whole.Dedupe)
	assert.Equal(t, &Gap{Off: true}, whole.Gap)
	assert.Equal(t, time.Second, whole.Keepalive.Timeout)
	assert.Empty(t, whole.Signals)
	again, _ := PresetOptions("ably")
	assert.NotEmpty(t, again.Signals, "the preset is as it was")
	whole, err = withPreset(Options{Preset: "espresso-chunked", Reconnect: &Reconnect{MaxAttempts: 3}})
	require.NoError(t, err)
	assert.Equal(t, &Reconnect{MaxAttempts: 3}, whole.Reconnect, "the preset's false is gone")
	_, err = withPreset(Options{Preset: "nfty"})
	var e *OptionError
	require.ErrorAs(t, err, &e)
	assert.Equal(t, "Preset", e.Option)
}
