package feed

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

func TestDuplicatesAreDroppedAndCounted(t *testing.T) {
	m := ndjson(t, Config{Dedupe: Dedupe{Keys: []Member{compile(t, "/id"), compile(t, "/v")}}})
	got := send(t, m, 1, `{"id":1,"v":1}
{"id":1,"v":2}

{"id":1,"v":1,"again":true}
{"control":true}
{"control":true}
{"id":11,"v":""}
`)
	assert.Equal(t, []string{`{"id":1,"v":1}`, `{"id":1,"v":2}`, `{"control":true}`, `{"control":true}`, `{"id":11,"v":""}`}, got)
	assert.Equal(t, 1, m.Duplicates())
	assert.Len(t, m.Stream().Rows, 6, "the keep-alive stays")
	m.Ended(1, 0, "")
	m.Timer(0, false)
	m.Response(2, 0, Head{Status: 200})
	assert.Equal(t, []string{`{"id":3,"v":1}`}, send(t, m, 2, "{\"id\":1,\"v\":2}\n{\"id\":3,\"v\":1}\n"), "across connections")
}

func TestDuplicateStillMovesTheCursor(t *testing.T) {
	id := compile(t, "/seq")
	m := ndjson(t, Config{ID: []Member{id}, Dedupe: Dedupe{Keys: []Member{compile(t, "/id")}}})
	send(t, m, 1, "{\"id\":1,\"seq\":10}\n{\"id\":1,\"seq\":11}\n")
	assert.Equal(t, "11", m.LastEventID())
}

// A server that sends the last records again, and is cut before it came to new ones, is
// asked for what follows the newest all the same.
func TestRepeatedRecordDoesNotMoveTheCursorBack(t *testing.T) {
	id := []Member{compile(t, "/id")}
	m := ndjson(t, Config{ID: id, Dedupe: Dedupe{Keys: id}})
	send(t, m, 1, lines(1, 2, 3))
	assert.Empty(t, send(t, m, 1, lines(1, 2)))
	assert.Equal(t, "3", m.LastEventID())
	send(t, m, 1, lines(3, 4, 2))
	assert.Equal(t, "4", m.LastEventID())
}

func TestWindowForgetsTheOldest(t *testing.T) {
	m := ndjson(t, Config{Dedupe: Dedupe{Keys: []Member{compile(t, "/id")}, Window: 3}})
	assert.Len(t, send(t, m, 1, "{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n{\"id\":4}\n"), 4)
	assert.Equal(t, []string{`{"id":1}`}, send(t, m, 1, "{\"id\":2}\n{\"id\":1}\n"), "1 was forgotten, 2 was not")
	for n := range 1000 {
		send(t, m, 1, fmt.Sprintf("{\"id\":\"n%d\"}\n", n))
	}
	assert.Len(t, m.sifter.memory.keys, 3)
	assert.Len(t, m.sifter.memory.order, 3)
}

func TestLongKeysAreNotRemembered(t *testing.T) {
	m := ndjson(t, Config{Dedupe: Dedupe{Keys: []Member{compile(t, "/id")}}})
	record := "{\"id\":\"" + strings.Repeat("x", 2000) + "\"}\n"
	assert.Len(t, send(t, m, 1, record+record), 2)
	assert.Empty(t, m.sifter.memory.keys)
}

// r3labs/sse begins at the cursor, and not behind it.
func TestEventIsKnownByItsOwnID(t *testing.T) {
	m := openMachine(t, Config{Format: framing.SSE, Dedupe: Dedupe{ByID: true}})
	assert.Equal(t, []string{"a", "same", "b", "b"}, send(t, m, 1, "id: 1\ndata: a\n\nid: 2\ndata: same\n\ndata: b\n\ndata: b\n\nid: 2\ndata: again\n\n"))
	assert.Equal(t, 1, m.Duplicates())
	m.Ended(1, 0, "network error")
	m.Timer(0, false)
	m.Response(2, 0, eventStream)
	assert.Equal(t, []string{"same", "x", "y"}, send(t, m, 2, "id: 2\ndata: same\n\nid: 3\ndata: same\n\nid\ndata: x\n\nid:\ndata: y\n\n"), "an empty id is none")
}

func TestIDAloneIsNoEventsOwn(t *testing.T) {
	m := openMachine(t, Config{Format: framing.SSE, Dedupe: Dedupe{ByID: true}})
	assert.Equal(t, []string{"a", "a"}, send(t, m, 1, "id: 1\n\ndata: a\n\nid: 1\n\ndata: a\n\n"))
}

func TestEventThatAnEarlierFeedHadIsKnown(t *testing.T) {
	m := openMachine(t, Config{Format: framing.Auto, LastEventID: "7", Dedupe: Dedupe{ByID: true}})
	assert.Equal(t, []string{"b"}, send(t, m, 1, "id: 7\ndata: a\n\nid: 8\ndata: b\n\n"))
}

func TestRecordIsKnownByTheMemberThatIsItsID(t *testing.T) {
	m := ndjson(t, Config{ID: []Member{compile(t, "/id")}, Dedupe: Dedupe{ByID: true}})
	assert.Equal(t, []string{`{"id":1}`, `{}`, `{}`}, send(t, m, 1, "{\"id\":1}\n{}\n{\"id\":1}\n{}\n"))
}
