package store

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/relay/internal/record"
)

func TestHistoryIsBounded(t *testing.T) {
	h := &history{}
	given := func(cursor, text string) record.Record { return record.Record{Cursor: cursor, Data: []byte(text)} }
	for i := range historyUnder {
		assert.False(t, h.came(given("1", strconv.Itoa(i))))
	}
	h.expect()
	assert.True(t, h.came(given("1", "0")), "the first under the cursor")
	assert.False(t, h.came(given("1", "one more")))
	h.expect()
	assert.False(t, h.came(given("1", "0")), "of too many under a cursor none is known")
	for i := range historyRecords {
		assert.False(t, h.came(given(fmt.Sprint("a", i), "")))
	}
	assert.Len(t, h.list, historyRecords)
	assert.True(t, h.came(given("a1", "")))
	assert.False(t, h.came(given("1", "0")), "is further back than a history goes")
}

// Where upstream sends again what is known, nothing is missing.
func TestGapAheadOfWhatIsKnownIsNone(t *testing.T) {
	f := feed(t, alone(t))
	term := begin(t, f)
	_, err := term.Append(within(t), numbered(1, 4))
	require.NoError(t, err)
	gap := record.Record{Kind: record.Gap, Type: record.GapType, Cursor: "4", Data: []byte("{}")}
	stored, err := term.Append(within(t), append([]record.Record{gap}, numbered(3, 5)...))
	require.NoError(t, err)
	assert.Equal(t, 1, stored)
	assert.Zero(t, term.Gaps)
	stored, err = term.Append(within(t), append([]record.Record{gap}, numbered(7, 7)...))
	require.NoError(t, err)
	assert.Equal(t, 2, stored)
	assert.Equal(t, 1, term.Gaps)
}

func TestWhatUpstreamSendsAgainIsDropped(t *testing.T) {
	f := feed(t, alone(t))
	term := begin(t, f)
	_, err := term.Append(within(t), numbered(1, 4))
	require.NoError(t, err)
	stored, err := term.Append(within(t), numbered(3, 6))
	require.NoError(t, err)
	assert.Equal(t, 2, stored)
	stored, err = begin(t, f).Append(within(t), append(numbered(2, 7), numbered(1, 1)...))
	require.NoError(t, err)
	assert.Equal(t, 1, stored)
	var numbers []string
	for _, r := range all(t, f) {
		numbers = append(numbers, r.Cursor)
	}
	assert.Equal(t, []string{"1", "2", "3", "4", "5", "6", "7"}, numbers)
}

// A server may send its newest events to whoever comes, and not go by the cursor.
func TestWhatUpstreamSendsAgainFromFurtherBackIsDropped(t *testing.T) {
	f := feed(t, alone(t))
	old := []record.Record{
		{Cursor: "7", Data: []byte("a")}, {Cursor: "7", Data: []byte("tick")}, {Cursor: "7", Data: []byte("tick")}, {Cursor: "9", Data: []byte("b")},
	}
	term := begin(t, f)
	_, err := term.Append(within(t), old)
	require.NoError(t, err)
	for i := range 2 {
		stored, err := term.Append(within(t), append(slices.Clone(old), numbered(10+i, 10+i)...))
		require.NoError(t, err)
		assert.Equal(t, 1, stored)
		term = begin(t, f)
	}
	stored, err := begin(t, f).Append(within(t), append(slices.Clone(old[1:]), numbered(10, 12)...))
	require.NoError(t, err)
	assert.Equal(t, 1, stored)
	assert.Equal(t, []string{"a", "tick", "tick", "b", `{"n":10}`, `{"n":11}`, `{"n":12}`}, texts(t, f))
}

func TestNewestThatComesAgainOnceUpstreamWasAskedAnewIsDropped(t *testing.T) {
	term := begin(t, feed(t, alone(t)))
	opened := record.Record{Kind: record.Opened}
	for i, c := range []struct {
		records []record.Record
		stored  int
	}{
		{numbered(1, 2), 2},
		{append([]record.Record{opened}, numbered(2, 2)...), 0},
		{append([]record.Record{opened}, numbered(2, 3)...), 1},
		{[]record.Record{opened}, 0},
		{numbered(4, 4), 1},
		{numbered(4, 4), 1}, // another under the same cursor, as far as anybody can know
		{append([]record.Record{opened}, append(numbered(4, 4), numbered(4, 4)...)...), 0},
	} {
		stored, err := term.Append(within(t), c.records)
		require.NoError(t, err)
		assert.Equal(t, c.stored, stored, i)
	}
	assert.Len(t, all(t, term.feed), 5)
}

func TestUpstreamThatCountsAnewLosesNothing(t *testing.T) {
	f := feed(t, alone(t))
	term := begin(t, f)
	_, err := term.Append(within(t), []record.Record{{Cursor: "1", Data: []byte("old 1")}, {Cursor: "2", Data: []byte("old 2")}})
	require.NoError(t, err)
	stored, err := term.Append(within(t), []record.Record{{Cursor: "1", Data: []byte("new 1")}, {Cursor: "2", Data: []byte("new 2")}})
	require.NoError(t, err)
	assert.Equal(t, 2, stored)
	assert.Equal(t, []string{"old 1", "old 2", "new 1", "new 2"}, texts(t, f))
}

// Of an event stream, records without an id are under that of the one before.
func TestRecordsUnderOneCursor(t *testing.T) {
	f := feed(t, alone(t))
	under := func(texts ...string) (list []record.Record) {
		for _, text := range texts {
			list = append(list, record.Record{Cursor: "7", Data: []byte(text)})
		}
		return list
	}
	_, err := begin(t, f).Append(within(t), under("a", "tick", "tick"))
	require.NoError(t, err)
	t.Run("that come again behind it are dropped", func(t *testing.T) {
		term := begin(t, f)
		stored, err := term.Append(within(t), under("tick"))
		require.NoError(t, err)
		assert.Zero(t, stored)
		stored, err = term.Append(within(t), under("tick", "tick", "b"))
		require.NoError(t, err)
		assert.Equal(t, 2, stored)
	})
	t.Run("also when the first comes too", func(t *testing.T) {
		stored, err := begin(t, f).Append(within(t), under("a", "tick", "tick", "tick"))
		require.NoError(t, err)
		assert.Zero(t, stored)
	})
	t.Run("and kept where they differ from what is stored", func(t *testing.T) {
		stored, err := begin(t, f).Append(within(t), under("tick", "new", "tick"))
		require.NoError(t, err)
		assert.Equal(t, 2, stored)
	})
	assert.Equal(t, []string{"a", "tick", "tick", "tick", "b", "new", "tick"}, texts(t, f))
}

func mark(cursor string) record.Record { return record.Record{Kind: record.Mark, Cursor: cursor} }

func TestMarkMovesThePosition(t *testing.T) {
	f := feed(t, alone(t))
	first := begin(t, f)
	stored, err := first.Append(within(t), append(numbered(1, 2), mark("3"), mark("4")))
	require.NoError(t, err)
	assert.Equal(t, 2, stored)
	assert.Equal(t, []string{`{"n":1}`, `{"n":2}`}, texts(t, f), "is no record")
	before, err := f.State(within(t))
	require.NoError(t, err)
	assert.Equal(t, uint64(4), before.Last, "of several that follow on each other the last is stored")

	second := begin(t, f)
	assert.Equal(t, Position{Cursor: "4", HasBegun: true}, second.Position)
	under := []record.Record{{Cursor: "4", Data: []byte("under the mark")}}
	stored, err = second.Append(within(t), append([]record.Record{mark("4")}, under...))
	require.NoError(t, err)
	assert.Equal(t, 1, stored)

	third := begin(t, f)
	assert.Equal(t, Position{Cursor: "4", HasBegun: true}, third.Position)
	stored, err = third.Append(within(t), append(under, numbered(5, 5)...))
	require.NoError(t, err)
	assert.Equal(t, 1, stored, "what stands under the mark comes again, and is known")
	assert.Equal(t, []string{`{"n":1}`, `{"n":2}`, "under the mark", `{"n":5}`}, texts(t, f))
	assert.Equal(t, Position{Cursor: "5", HasBegun: true}, begin(t, f).Position)
}

func TestMarkOutlivesRecords(t *testing.T) {
	f, err := alone(t).Feed(within(t), "room", Limits{Size: 2000})
	require.NoError(t, err)
	term := begin(t, f)
	_, err = term.Append(within(t), []record.Record{{Cursor: "0", Data: make([]byte, 1000)}})
	require.NoError(t, err)
	last := ""
	for i := 1; len(texts(t, f)) > 0; i++ {
		last = strconv.Itoa(i)
		_, err = term.Append(within(t), []record.Record{mark(last)})
		require.NoError(t, err)
	}
	assert.Equal(t, Position{Cursor: last, HasBegun: true}, begin(t, f).Position)
}
