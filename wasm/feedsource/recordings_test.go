//go:build !js

package feedsource

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/recordings"
	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
)

// Every preset, put to what its service sends: which records come, with which cursors and how they go back, and what else is told.
func TestPresets(t *testing.T) {
	for _, r := range recordings.All() {
		t.Run(r.Preset+" "+r.Name, func(t *testing.T) {
			p := &recordings.Player{T: t, Recording: r}
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
			p.AssertRequests()
			r.AssertSaw(t, got)
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
func witness(t *testing.T, url string, o Options, r recordings.Recording) recordings.Sighting {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	f, err := Open(ctx, url, o)
	require.NoError(t, err)
	got := recordings.Sighting{Records: []string{}, Events: map[string]int{}}
	for event := range f.Events() {
		switch e := event.(type) {
		case *Record:
			got.Records = append(got.Records, strings.Join([]string{e.Type, e.LastEventID, shown(e, r.Show)}, " | "))
		case *Error:
			got.Errors = append(got.Errors, failureOf(e))
			if e.RetryIn > 0 {
				f.Reconnect()
			}
		default:
			name, _, _ := strings.Cut(word(event), ":")
			got.Events[name]++
		}
	}
	<-f.Done()
	s := f.Stats()
	got.Stats = map[string]int{
		"records": int(s.Records), "keepalives": int(s.Keepalives), "duplicates": int(s.Duplicates),
		"malformed": int(s.Malformed), "reconnects": int(s.Reconnects),
	}
	return got
}

func failureOf(e *Error) recordings.Failure {
	failure := recordings.Failure{Type: string(e.Type), Final: e.Final}
	if !e.Final {
		ms := float64(e.RetryIn) / float64(time.Millisecond)
		failure.RetryInMs = &ms
	}
	return failure
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
