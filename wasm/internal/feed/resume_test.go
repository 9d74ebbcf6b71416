package feed

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// posted is a POST whose answer has begun, with a record and a cursor; what its first
// answer had of what is remembered of it is in its head.
func posted(t *testing.T, r Resume, from string) *Machine {
	t.Helper()
	m := newMachine(t, Config{Method: "POST", Format: framing.SSE, Resume: r})
	m.Response(1, 0, Head{Status: 200, ContentType: "text/event-stream", URL: where, From: from})
	send(t, m, 1, "id: 3 ü\ndata: {\"response\":{\"id\":\"r/1\"}}\n\n")
	return m
}

func record0(t *testing.T) *Member {
	p := compile(t, "/response/id")
	return &p
}

func TestAnswerToAPOSTIsGoneOnWithElsewhere(t *testing.T) {
	for _, c := range []struct {
		name   string
		resume Resume
		from   string
		want   Request
	}{
		{"by GET, as MCP has it", Resume{Method: "GET"}, "", Request{URL: where, Method: "GET", Header: "Last-Event-ID", Cursor: "3 ü"}},
		{"at the address of a header, as LangGraph has it", Resume{URL: "{from}", From: From{Header: "Location"}}, "/runs/1?x=y/join",
			Request{URL: "/runs/1?x=y/join", Method: "GET", Foreign: true, Header: "Last-Event-ID", Cursor: "3 ü"}},
		{"by a member of a record, as OpenAI has it",
			Resume{URL: "https://h/responses/{from}?stream=true", Query: "starting_after", From: From{Record: record0(t)}}, "",
			Request{URL: "https://h/responses/r%2F1?stream=true&starting_after=3%20%C3%BC", Method: "GET"}},
		{"with the cursor in the address", Resume{URL: "/from/{id}/{count}"}, "", Request{URL: "/from/3%20%C3%BC/1", Method: "GET"}},
		{"in the address and where else it was said", Resume{URL: "/from/{id}", Header: "X"}, "",
			Request{URL: "/from/3%20%C3%BC", Method: "GET", Header: "X", Cursor: "3 ü"}},
		{"by another method", Resume{URL: "/more", Method: "HEAD"}, "", Request{URL: "/more", Method: "HEAD", Header: "Last-Event-ID", Cursor: "3 ü"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := posted(t, c.resume, c.from)
			assert.False(t, failure(t, m.Ended(1, 0, "network error")).Final)
			c.want.Base, c.want.LastEventID, c.want.Count, c.want.Resuming = where, "3 ü", 1, true
			dial := *m.Timer(0, false)[0].Request
			dial.Remembered = ""
			assert.Equal(t, c.want, dial)
			actions := m.Response(2, 0, eventStream)
			assert.Equal(t, []ActionKind{TellOpen, Read}, kinds(actions), "no gap, and nothing new to remember")
		})
	}
}

func TestAnswerThatCannotBeGoneOnWithIsNotAskedForAgain(t *testing.T) {
	for name, c := range map[string]struct {
		resume Resume
		body   string
	}{
		"no record came":               {Resume{Method: "GET"}, ""},
		"no cursor came":               {Resume{Method: "GET"}, "data: x\n\n"},
		"what it asks for did not":     {Resume{URL: "/r/{from}", From: From{Record: record0(t)}}, "id: 3\ndata: {}\n\n"},
		"it is not to be":              {Resume{Off: true, Method: "GET"}, "id: 3\ndata: x\n\n"},
		"its other method is not safe": {Resume{Method: "POST", URL: "/more"}, "id: 3\ndata: x\n\n"},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t, Config{Method: "POST", Format: framing.SSE, Resume: c.resume})
			m.Response(1, 0, eventStream)
			send(t, m, 1, c.body)
			assert.True(t, failure(t, m.Ended(1, 0, "network error")).Final)
		})
	}
}

func TestWhatIsRememberedIsKept(t *testing.T) {
	r := Resume{URL: "/r/{from}", From: From{Record: record0(t)}}
	m := newMachine(t, Config{Method: "POST", Format: framing.SSE, Resume: r})
	m.Response(1, 0, eventStream)
	actions := commit(m, 1, 0, "data: {\"response\":{\"id\":\"a\"}}\n\ndata: {\"response\":{\"id\":\"b\"}}\n\n")
	assert.Equal(t, []Action{{Kind: Remember, Text: "a"}}, actions)
	m = New(Config{URL: where, Method: "POST", Format: framing.SSE, Resume: r, From: "a", LastEventID: "7"}, nil)
	dial := m.Connect(0)[2]
	assert.Equal(t, []string{"GET", "/r/a", "7"}, []string{dial.Method, dial.URL, dial.Cursor}, "as after a reload of the page")
}

func TestHeaderThatIsHiddenIsWarnedOf(t *testing.T) {
	m := newMachine(t, Config{Method: "POST", Resume: Resume{URL: "{from}", From: From{Header: "Location"}}})
	actions := m.Response(1, 0, eventStream)
	require.Equal(t, []ActionKind{TellOpen, TellNotice, Read}, kinds(actions))
	assert.Equal(t, "resume", actions[1].Notice.Detail["reason"])
}

func TestAnswerThatIsGoneIsNotAskedForAgain(t *testing.T) {
	m := posted(t, Resume{URL: "/r/{from}", From: From{Record: record0(t)}}, "")
	m.Ended(1, 0, "network error")
	m.Timer(0, false)
	m.Response(2, 0, Head{Status: 410})
	actions := explain(m, 2, 0, "")
	require.Len(t, gaps(actions), 1)
	assert.True(t, failure(t, actions).Final, "to send the POST again could do again what it did")
}
