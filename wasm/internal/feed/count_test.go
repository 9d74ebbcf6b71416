package feed

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

func TestCountAsCursor(t *testing.T) {
	m := newMachine(t, Config{Format: framing.SSE, Resume: Resume{Query: "from", Counts: true}, Signals: []Rule{at(t, "/ping", SignalKeepAlive)}})
	m.Response(1, 0, eventStream)
	send(t, m, 1, "id: x\ndata: {}\n\ndata: {\"ping\":1}\n\ndata: {}\n\n")
	assert.Equal(t, []string{"1", "2"}, cursors(m))
	m.Ended(1, 0, "network error")
	assert.Equal(t, where+"?from=2", m.Timer(0, false)[0].URL)
	m = New(Config{URL: where, Format: framing.SSE, Resume: Resume{Query: "from", Counts: true}, LastEventID: "40"}, func() float64 { return 0 })
	m.Connect(0)
	m.Response(1, 0, eventStream)
	send(t, m, 1, "data: {}\n\n")
	assert.Equal(t, "41", m.LastEventID())
}

// A server counts what it sent, whatever a client makes of it; a record that was torn it may
// not have sent whole.
func TestCountOfRecordsThatAreMalformed(t *testing.T) {
	for _, counts := range []bool{true, false} {
		m := ndjson(t, Config{Resume: Resume{Query: "from", Counts: counts}})
		send(t, m, 1, "{}\n{]\n{}\n{\"torn")
		finish(t, m, 1)
		m.Ended(1, 0, "network error")
		dial := m.Timer(0, false)[0]
		assert.Equal(t, 3, dial.Count)
		assert.Equal(t, counts, dial.URL == where+"?from=3")
	}
}

func TestCountComesBeforeAMember(t *testing.T) {
	m := ndjson(t, Config{ID: []Member{compile(t, "/id")}, Resume: Resume{Query: "from", Counts: true}})
	send(t, m, 1, "{\"id\":70}\n{\"id\":80}\n{}\n")
	assert.Equal(t, []string{"1", "2", "3"}, cursors(m))
}
