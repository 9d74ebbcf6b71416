package feed

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

func TestAddressOfThePage(t *testing.T) {
	c := Config{AsksURL: true, Format: framing.SSE, Resume: Resume{Query: "since"}}
	m := New(c, func() float64 { return 0 })
	assert.Equal(t, []Action{{Kind: Disarm}, {Kind: Abort, Text: WhyReconnect}, {Kind: AskAddress, Attempt: 1, Request: &Request{}}}, m.Connect(0))
	assert.Equal(t, []Action{{Kind: Dial, Attempt: 1, Request: &Request{URL: where + "?ticket=1"}}}, m.Addressed(1, 0, where+"?ticket=1", ""))
	m.Response(1, 0, eventStream)
	send(t, m, 1, "id: 7\ndata: x\n\n")
	m.Ended(1, 0, "")
	assert.Equal(t, []Action{{Kind: AskAddress, Attempt: 2, Request: &Request{URL: m.config.URL, LastEventID: "7", Count: 1}}}, m.Timer(0, false))
	assert.Nil(t, m.Addressed(1, 0, where, ""), "it comes too late")
	assert.Equal(t, where+"?ticket=2&since=7", m.Addressed(2, 0, where+"?ticket=2", "")[0].URL)
}

func TestAddressThatThePageCannotGive(t *testing.T) {
	m := New(Config{AsksURL: true, Format: framing.SSE}, func() float64 { return 0 })
	m.Connect(0)
	f := failure(t, m.Unaskable(1, 0, "Error: no ticket"))
	assert.Equal(t, []any{FailRequest, false, second}, []any{f.Type, f.Final, f.RetryIn})
	assert.Equal(t, []ActionKind{AskAddress}, kinds(m.Timer(second, false)))
}

func TestCursorAsTheServerTakesIt(t *testing.T) {
	m := openMachine(t, Config{Resume: Resume{Query: "entries", AsksAs: true}})
	send(t, m, 1, "id: 7\ndata: x\n\n")
	m.Ended(1, 0, "")
	assert.Equal(t, []Action{{Kind: AskAddress, Attempt: 2, Request: &Request{URL: m.config.URL, LastEventID: "7", Count: 1}}}, m.Timer(0, false))
	assert.Equal(t, where+"?entries=7%3A1", m.Addressed(2, 0, "", "7:1")[0].URL)
	assert.Equal(t, "7", m.LastEventID())
}

func TestCursorByATemplate(t *testing.T) {
	for template, want := range map[string]string{"entries={id}:1:": "entries=7:1:", "{id+1}": "8", "": "7", "{id}.0": "7.0"} {
		m := openMachine(t, Config{Resume: Resume{Header: "Range", As: template}})
		send(t, m, 1, "id: 7\ndata: x\n\n")
		m.Ended(1, 0, "")
		assert.Equal(t, want, m.Timer(0, false)[0].Cursor)
	}
	m := openMachine(t, Config{Resume: Resume{Query: "from", As: "{id+1}"}})
	send(t, m, 1, "id: x7\ndata: x\n\n")
	m.Ended(1, 0, "")
	assert.Equal(t, where+"?from=x7", m.Timer(0, false)[0].URL, "what is no number has no next")
}

func TestThePageSendsTheCursor(t *testing.T) {
	m := ndjson(t, Config{ID: []Member{compile(t, "/id")}, Resume: Resume{Page: true}})
	send(t, m, 1, "{\"id\":1}\n")
	m.Ended(1, 0, "")
	assert.Equal(t, []Action{{Kind: Dial, Attempt: 2, Request: &Request{URL: where, LastEventID: "1", Count: 1}}}, m.Timer(0, false))
	assert.Equal(t, []ActionKind{TellOpen, Read}, kinds(m.Response(2, 0, Head{Status: 200})), "no gap")
}
