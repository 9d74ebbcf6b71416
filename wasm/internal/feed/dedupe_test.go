package feed

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
)

func TestDuplicatesAreDroppedAndCounted(t *testing.T) {
	m := ndjson(t, Config{Dedupe: Dedupe{Keys: []jsonptr.Pointer{compile(t, "/id"), compile(t, "/v")}}})
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
	m := ndjson(t, Config{ID: []jsonptr.Pointer{id}, Dedupe: Dedupe{Keys: []jsonptr.Pointer{compile(t, "/id")}}})
	send(t, m, 1, "{\"id\":1,\"seq\":10}\n{\"id\":1,\"seq\":11}\n")
	assert.Equal(t, "11", m.LastEventID())
}

// A server that sends the last records again, and is cut before it came to new ones, is
// asked for what follows the newest all the same.
func TestRepeatedRecordDoesNotMoveTheCursorBack(t *testing.T) {
	id := []jsonptr.Pointer{compile(t, "/id")}
	m := ndjson(t, Config{ID: id, Dedupe: Dedupe{Keys: id}})
	send(t, m, 1, lines(1, 2, 3))
	assert.Empty(t, send(t, m, 1, lines(1, 2)))
	assert.Equal(t, "3", m.LastEventID())
	send(t, m, 1, lines(3, 4, 2))
	assert.Equal(t, "4", m.LastEventID())
}

func TestWindowForgetsTheOldest(t *testing.T) {
	m := ndjson(t, Config{Dedupe: Dedupe{Keys: []jsonptr.Pointer{compile(t, "/id")}, Window: 3}})
	assert.Len(t, send(t, m, 1, "{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n{\"id\":4}\n"), 4)
	assert.Equal(t, []string{`{"id":1}`}, send(t, m, 1, "{\"id\":2}\n{\"id\":1}\n"), "1 was forgotten, 2 was not")
	for n := range 1000 {
		send(t, m, 1, fmt.Sprintf("{\"id\":\"n%d\"}\n", n))
	}
	assert.Len(t, m.sifter.memory.keys, 3)
	assert.Len(t, m.sifter.memory.order, 3)
}

func TestLongKeysAreNotRemembered(t *testing.T) {
	m := ndjson(t, Config{Dedupe: Dedupe{Keys: []jsonptr.Pointer{compile(t, "/id")}}})
	record := "{\"id\":\"" + strings.Repeat("x", 2000) + "\"}\n"
	assert.Len(t, send(t, m, 1, record+record), 2)
	assert.Empty(t, m.sifter.memory.keys)
}
