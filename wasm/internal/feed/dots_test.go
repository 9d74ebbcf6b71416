package feed

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// A segment of dots would lead to another path, escaped as well: %2e%2e is .. to a URL parser.
func TestDotsAreNoNameOfAnAnswer(t *testing.T) {
	for from, taken := range map[string]bool{".": false, "..": false, "...": true, "..x": true, "%2e%2e": true} {
		m := newMachine(t, Config{Method: "POST", Format: framing.SSE, Resume: Resume{URL: "/r/{from}?stream=true", From: From{Record: record0(t)}}})
		m.Response(1, 0, eventStream)
		body := "id: 1\ndata: {\"response\":{\"id\":\"" + from + "\"}}\n\n"
		told := commit(m, 1, 0, body)
		require.Len(t, told, 1, from)
		if taken {
			assert.Equal(t, Remember, told[0].Kind, from)
		} else {
			assert.Equal(t, "resume", told[0].Notice.Detail["reason"], from)
			assert.Empty(t, commit(m, 1, 0, body), "it is told once")
		}
		assert.Equal(t, !taken, failure(t, m.Ended(1, 0, "network error")).Final, from)

		m = New(Config{URL: where, Method: "POST", Format: framing.SSE, LastEventID: "1", From: from, Resume: Resume{URL: "/r/{from}", From: From{Header: "X-Run"}}}, nil)
		assert.Equal(t, taken, m.Connect(0)[2].Method == "GET", "%s: an earlier feed kept it", from)
	}
	m := newMachine(t, Config{Method: "POST", Format: framing.SSE, Resume: Resume{URL: "{from}", From: From{Header: "Location"}}})
	assert.Equal(t, []ActionKind{TellOpen, Remember, Read}, kinds(m.Response(1, 0, Head{Status: 200, From: ".."})), "an address of its own may be that")
}

func TestHeaderOfDotsIsNoNameOfAnAnswer(t *testing.T) {
	m := newMachine(t, Config{Method: "POST", Format: framing.SSE, Resume: Resume{URL: "/r/{from}", From: From{Header: "X-Run"}}})
	actions := m.Response(1, 0, Head{Status: 200, ContentType: "text/event-stream", From: ".."})
	require.Equal(t, []ActionKind{TellOpen, TellNotice, Read}, kinds(actions))
	assert.Equal(t, "resume", actions[1].Notice.Detail["reason"])
	assert.True(t, failure(t, m.Ended(1, 0, "network error")).Final)
}

func TestCursorOfDotsIsNotGoneOnFromInAPath(t *testing.T) {
	for template, goesOn := range map[string]bool{"/r/{id}": false, "/r/1/{id}/events": false, "/r?after={id}": true, "/r/x{id}": true} {
		m := newMachine(t, Config{Method: "POST", Format: framing.SSE, Resume: Resume{URL: template}})
		m.Response(1, 0, eventStream)
		commit(m, 1, 0, "id: ..\ndata: x\n\n")
		assert.Equal(t, !goesOn, failure(t, m.Ended(1, 0, "network error")).Final, template)
	}
}
