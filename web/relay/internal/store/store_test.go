package store

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/relay/internal/record"
)

func TestRecordsAreReadAsWritten(t *testing.T) {
	f := feed(t, alone(t))
	awkward := []record.Record{
		{Data: []byte("plain")},
		{Type: "späte\r\nX: 1", Cursor: " a/b\x00%20\n", Data: []byte("\xff\x00\r\n")},
		{Kind: record.Bytes, Data: []byte{}},
		{Kind: record.Gap, Type: record.GapType, Cursor: "7", Data: []byte(`{"reason":"window"}`)},
		{Data: []byte(strings.Repeat("x", 3<<20))},
	}
	stored, err := begin(t, f).Append(within(t), awkward)
	require.NoError(t, err)
	assert.Equal(t, len(awkward), stored)
	got := all(t, f)
	require.Len(t, got, len(awkward))
	for i, r := range got {
		assert.Equal(t, uint64(i+2), r.Sequence, "behind the beginning of the term")
		assert.WithinDuration(t, time.Now(), r.Stored, time.Minute)
		r.Sequence, r.Stored = 0, time.Time{}
		assert.Equal(t, awkward[i].Type, r.Type)
		assert.Equal(t, awkward[i].Cursor, r.Cursor)
		assert.Equal(t, awkward[i].Kind, r.Kind)
		assert.Equal(t, string(awkward[i].Data), string(r.Data))
	}
}

func TestStreamKeepsItsEpochOverARestart(t *testing.T) {
	folder := t.TempDir()
	n := open(t, Options{Embedded: &Embedded{Folder: folder}})
	f := feed(t, n)
	_, err := begin(t, f).Append(within(t), numbered(1, 3))
	require.NoError(t, err)
	before, err := f.State(within(t))
	require.NoError(t, err)
	n.Close()

	f = feed(t, open(t, Options{Embedded: &Embedded{Folder: folder}}))
	after, err := f.State(within(t))
	require.NoError(t, err)
	assert.Equal(t, before, after)
	assert.Len(t, after.Epoch, 12)
	term := begin(t, f)
	assert.Equal(t, Position{Cursor: "3", HasBegun: true}, term.Position)
}

func TestNewStreamHasNoPosition(t *testing.T) {
	f := feed(t, alone(t))
	assert.Equal(t, Position{}, begin(t, f).Position)
	assert.Equal(t, Position{}, begin(t, f).Position, "of a stream that had a term and no record")
}

func TestCursorThatAgedOutIsLost(t *testing.T) {
	f, err := alone(t).Feed(within(t), "room", Limits{Age: 300 * time.Millisecond})
	require.NoError(t, err)
	_, err = begin(t, f).Append(within(t), numbered(1, 3))
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		state, err := f.State(within(t))
		return err == nil && state.Messages == 0
	}, time.Minute, 50*time.Millisecond)
	assert.Equal(t, Position{HasBegun: true, IsLost: true}, begin(t, f).Position)
}

func TestTermEndsTheOneBefore(t *testing.T) {
	f := feed(t, alone(t))
	former := begin(t, f)
	_, err := former.Append(within(t), numbered(1, 2))
	require.NoError(t, err)
	latter := begin(t, f)
	assert.Equal(t, "2", latter.Position.Cursor)
	assert.Greater(t, latter.Number, former.Number)

	_, err = former.Append(within(t), numbered(3, 3))
	assert.ErrorIs(t, err, ErrFenced, "ahead of what the latter writes")
	_, err = latter.Append(within(t), numbered(3, 4))
	require.NoError(t, err)
	_, err = former.Append(within(t), numbered(3, 5))
	assert.ErrorIs(t, err, ErrFenced, "and behind it")
	assert.Equal(t, []string{`{"n":1}`, `{"n":2}`, `{"n":3}`, `{"n":4}`}, texts(t, f))
}

// A twin of a term knows nothing of what the term has written since, as if no acknowledgement had come.
func TestWriteThatWasNotAcknowledgedIsDoneOnce(t *testing.T) {
	for name, records := range map[string][]record.Record{
		"one":             numbered(1, 1),
		"several":         numbered(1, 5),
		"without cursors": {{Data: []byte("a")}, {Data: []byte("a")}},
		"one without":     {{Data: []byte("a")}},
	} {
		t.Run(name, func(t *testing.T) {
			f := feed(t, alone(t))
			term := begin(t, f)
			twin := *term
			_, err := term.Append(within(t), records)
			require.NoError(t, err)
			stored, err := twin.Append(within(t), records)
			require.NoError(t, err)
			assert.Equal(t, len(records), stored)
			assert.Len(t, all(t, f), len(records))
			_, err = twin.Append(within(t), numbered(6, 7))
			require.NoError(t, err)
			assert.Len(t, all(t, f), len(records)+2)
		})
	}
}

func TestReadSince(t *testing.T) {
	f := feed(t, alone(t))
	term := begin(t, f)
	_, err := term.Append(within(t), numbered(1, 2))
	require.NoError(t, err)
	between := time.Now()
	_, err = term.Append(within(t), numbered(3, 4))
	require.NoError(t, err)
	p, err := f.ReadSince(within(t), between)
	require.NoError(t, err)
	assert.Equal(t, "3", p.Records[0].Cursor)
	_, err = f.ReadSince(within(t), time.Now().Add(time.Hour))
	assert.ErrorIs(t, err, ErrNone)
	_, err = f.Read(within(t), 100)
	assert.ErrorIs(t, err, ErrNone)
}

func TestFollowGivesWhatIsStored(t *testing.T) {
	f := feed(t, alone(t))
	pieces, err := f.Follow(within(t))
	require.NoError(t, err)
	_, err = begin(t, f).Append(within(t), numbered(1, 3))
	require.NoError(t, err)
	var got []record.Record
	for p := (Piece{}); p.Through < 4; {
		p = <-pieces
		got = append(got, p.Records...)
	}
	assert.Equal(t, all(t, f), got)
}

// Nobody waits for room that never comes.
func TestFeedThatMayGrowBeyondTheDisk(t *testing.T) {
	ctx := within(t)
	_, err := alone(t).Feed(ctx, "room", Limits{Size: 1 << 60})
	assert.ErrorContains(t, err, "making the stream RELAY_room: ")
	assert.ErrorContains(t, err, "insufficient storage resources available")
	assert.NoError(t, ctx.Err())
}

func TestFeedsWithImpossibleNames(t *testing.T) {
	n := alone(t)
	for _, name := range []string{"", "Room", "a.b", "a b", "*", ">", "-a", strings.Repeat("x", 64)} {
		_, err := n.Feed(within(t), name, Limits{})
		assert.ErrorContains(t, err, "a feed cannot be called", name)
	}
}
