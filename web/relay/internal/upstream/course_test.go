package upstream

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/relay/internal/record"
)

func TestCursorThatMovesWithoutARecordIsMarked(t *testing.T) {
	cursor := "1"
	var out []record.Record
	c := newCourse(func() string { return cursor }, func(r record.Record) error {
		out = append(out, r)
		return nil
	})
	mark := func() {
		require.NoError(t, c.mark())
		require.NoError(t, c.mark(), "again says nothing")
	}
	mark() // where the feed began
	require.NoError(t, c.deliver(record.Record{Cursor: "2"}))
	mark() // the record is not taken yet
	cursor = "2"
	mark()
	cursor = "3"
	mark()
	require.NoError(t, c.deliver(record.Record{Cursor: "4"}))
	mark()
	cursor = "5" // behind it was a bookmark, in the same batch
	mark()
	assert.Equal(t, []record.Record{
		{Cursor: "2"}, {Kind: record.Mark, Cursor: "3"}, {Cursor: "4"}, {Kind: record.Mark, Cursor: "5"},
	}, out)
}
