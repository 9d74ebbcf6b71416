package framing

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// eventful are the pieces of event streams, whole and broken.
var eventful = []string{
	"data: x\n", "data: {\"a\":[1,2]}\n", "data:x\n", "data:\n", "data: \n", "data:  two spaces\n", "data", "data: ", "dat", "\r", "\r\n",
	"id: 1\n", "id: 2\n", "id:2\n", "id:\n", "id: \n", "id: 12345678\n", "id: longer than there is\n", "id: a\x00b\n", "id", "id: ", "id:\r",
	"event: t\n", "event:t\n", "event: sixteen bytes in all\n", "event: sixteen bytes in al\n", "event", "event: ", "retry: 1\n", ": comment\n", ":\n",
	"\n", "\n", "\n", "\n\n", "\x00", "\xff", "日本", "text of some length, and then some more of it, so that a lead may be read\n",
}

var eventRecords = []string{
	"data: x\n\n", "id: 7\ndata: x\n\n", "data: {}\nid: 8\n\n", "event: t\nid: 9\ndata: x\n\n", "id: 9\nevent: t\ndata: x\n\n", "event:t\nid:10\ndata:x\n\n",
	"event: sixteen bytes in all\ndata: x\n\n", "id: 1\nevent: sixteen bytes in all\ndata: x of some length\n\n",
}

// known gives IDs in which one is in force, and room for some more.
func known(joined, starts int) *IDs {
	ids := &IDs{joined: make([]byte, 0, joined), starts: make([]int, 0, starts)}
	ids.push([]byte("1"))
	return ids
}

// TestTakeEventsIsWalk compares what this platform runs with the plain code. It says most
// where the one is assembly: GOOS=js GOARCH=wasm go test.
func TestTakeEventsIsWalk(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	taken, led, identified := 0, 0, 0
	for i := range 120_000 {
		e := NewEvents(12)
		line := []string{"event: t\n", "event:t\n", "event: sixteen bytes in all\n", ""}[i%4]
		e.Lead([]byte(line), 3)
		text := shapelyText(random, eventful, eventRecords[random.IntN(len(eventRecords))])
		if random.IntN(2) == 0 {
			text = append(text, strings.Repeat(".", 64)...) // for the lead to be read
		}
		start := random.IntN(len(text)+1) * random.IntN(2)
		from := start
		for from < len(text) && !isLineEnd(text[from]) && random.IntN(4) > 0 {
			from++
		}
		limit, room := 1+random.IntN(60), random.IntN(9)
		ids, ids2 := known(1000, 100), known(1000, 100)
		if random.IntN(20) == 0 {
			ids, ids2 = &IDs{}, &IDs{}
		}
		var want, got [9]Row // one more than there is room for
		n, next, seen := e.walk(text, start, from, want[:room], limit, ids)
		n2, next2, seen2 := e.take(text, start, from, got[:room], limit, ids2)
		if want != zeroFrom(want, n) || !slices.Equal(want[:n], got[:n2]) || got[room] != (Row{}) || n != n2 || next != next2 || seen != seen2 ||
			!bytes.Equal(ids.joined, ids2.joined) || !slices.Equal(ids.starts, ids2.starts) {
			t.Fatalf("%q with %q from %d, %d, limit %d, room %d:\n%d rows, next %d, seen %d: %v, ids %q\nnot %d rows, next %d, seen %d: %v, ids %q",
				text, line, start, from, limit, room, n2, next2, seen2, got, ids2.joined, n, next, seen, want, ids.joined)
		}
		for _, row := range want[:n] {
			led += min(row.Type(), 1)
			identified += min(int(row.Aux), 1)
		}
		taken += n
	}
	require.Greater(t, taken, 20_000)
	require.Greater(t, led, 2_000)
	require.Greater(t, identified, 2_000)
}

// zeroFrom is rows without what is behind the first n.
func zeroFrom(rows [9]Row, n int) [9]Row {
	clear(rows[n:])
	return rows
}

// TestTakeEventsWithoutRoom: ids that there is no room for are added all the same, here or
// by the parser.
func TestTakeEventsWithoutRoom(t *testing.T) {
	e := NewEvents(100)
	text := []byte("id: 12345678901\ndata: x\n\nid: 2\ndata: y\n\n")
	for _, ids := range []*IDs{known(13, 9), known(14, 9), known(100, 1), known(100, 2)} {
		var rows [3]Row
		n, next, _ := e.take(text, 0, 0, rows[:], 100, ids)
		require.Len(t, ids.starts, n+1)
		require.Equal(t, strings.Join([]string{"1", "12345678901", "2"}[:n+1], "\n")+"\n", string(ids.joined))
		require.Equal(t, []int{0, 25, len(text)}[n], next)
	}
}

// TestTakeEventsGoesOn: the loop is entered again when its rows are full.
func TestTakeEventsGoesOn(t *testing.T) {
	text := strings.Repeat("id: 2\ndata: {\"abc\":1}\n\nid: 1\ndata: {\"abc\":1}\n\n", 500)
	table := NewTable(100)
	table.IDs = *known(1<<14, 1<<12)
	next, seen := NewEvents(100).Take([]byte(text+"data: unfin"), 0, 0, table)
	require.Len(t, table.Rows, 1000)
	require.Equal(t, len(text), next)
	require.Equal(t, len(text)+len("data: unfin"), seen)
}
