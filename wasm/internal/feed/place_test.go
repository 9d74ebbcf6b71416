package feed

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// A message names the address that was asked, wherever that was.
func TestMessageNamesWhatWasAsked(t *testing.T) {
	for template, want := range map[string]string{
		"/r99/{id}?token=secret":         "https://feeds.example/r99/7",
		"https://other.example/more?x=1": "https://other.example/more",
		"//other.example/more":           "https://other.example/more",
		"more#x":                         "https://feeds.example/a/more",
		"?after={id}":                    "https://feeds.example/a/v1",
	} {
		m := newMachine(t, Config{Method: "POST", Format: framing.SSE, Resume: Resume{URL: template}})
		m.Response(1, 0, Head{Status: 200, ContentType: "text/event-stream", URL: "https://feeds.example/a/v1?token=secret"})
		commit(m, 1, 0, "id: 7\ndata: x\n\n")
		f := failure(t, m.Ended(1, 0, "network error"))
		assert.True(t, strings.HasPrefix(f.Message, where+": the connection was cut"), f.Message)
		m.Timer(0, false)
		m.Response(2, 0, Head{Status: 404})
		f = failure(t, explain(m, 2, 0, ""))
		assert.True(t, strings.HasPrefix(f.Message, want+": the server answered 404"), f.Message)
	}
}

func TestMessageNamesTheAddressOfThePagesFunction(t *testing.T) {
	m := newMachine(t, Config{Method: "POST", Format: framing.SSE, Resume: Resume{AsksURL: true}})
	m.Response(1, 0, Head{Status: 200, ContentType: "text/event-stream", URL: where})
	commit(m, 1, 0, "id: 7\ndata: x\n\n")
	m.Ended(1, 0, "network error")
	m.Timer(0, false)
	m.Addressed(2, 0, "/join?ticket=secret", "")
	assert.True(t, strings.HasPrefix(failure(t, m.Unreachable(2, 0, "TypeError")).Message, "https://feeds.example/join: no response"))
}

func TestMessageNamesThePageOfABackfill(t *testing.T) {
	m, _ := filled(t, Backfill{URL: backfillURL, After: "after"}, 1)
	m.Response(3, 9*second, Head{Status: 500})
	m.Timer(1000*second, false)
	m.Response(m.attempt, 1000*second, Head{Status: 200})
	f := failure(t, m.Response(m.attempt, 1000*second, Head{Status: 503}))
	assert.True(t, strings.HasPrefix(f.Message, backfillURL+": the server answered 503"), f.Message)
	m.Timer(9000*second, false)
	m.Response(m.attempt, 9000*second, Head{Status: 200})
	told := gaps(m.Response(m.attempt, 9000*second, Head{Status: 404}))
	require.Len(t, told, 1)
	assert.True(t, strings.HasPrefix(told[0]["message"].(string), backfillURL+": the server answered 404"), told[0]["message"])
	assert.Equal(t, where, m.Place(), "it is live again")
}

func TestMessageAsksThePageByTheSameName(t *testing.T) {
	m, _ := filled(t, Backfill{URL: backfillURL, After: "after"}, 1)
	m.config.AsksDelay = true
	actions := m.Response(3, 9*second, Head{Status: 500})
	assert.True(t, strings.HasPrefix(actions[len(actions)-1].Failure.Message, backfillURL+": "))
	assert.True(t, strings.HasPrefix(failure(t, m.Decide(3, 9*second, true, 0)).Message, backfillURL+": "))
}
