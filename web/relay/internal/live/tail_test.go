package live

import (
	"context"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/relay/internal/record"
	"github.com/feedsource/feedsource/web/relay/internal/streamtest"
)

func tail(t *testing.T, s *streamtest.Stream, room int) *Tail {
	tail := NewTail(s, room, slog.New(slog.DiscardHandler))
	go tail.Run(t.Context())
	return tail
}

// numbers are the texts of entries.
func numbers(entries []*Entry) (list []string) {
	for _, e := range entries {
		list = append(list, string(e.Data))
	}
	return list
}

func through(t *testing.T, tail *Tail, sequence uint64) {
	t.Helper()
	require.Eventually(t, func() bool { return tail.Newest().Sequence == sequence }, time.Minute, time.Millisecond)
}

func TestTailFollows(t *testing.T) {
	s := streamtest.New(1)
	s.AddNumbers(1, 3)
	tail := tail(t, s, 1<<20)
	through(t, tail, 3)
	changed := tail.After(3).Changed
	s.AddNumbers(4, 5)
	<-changed
	through(t, tail, 5)
	assert.Equal(t, []string{"1", "2", "3", "4", "5"}, numbers(tail.After(0).Entries))
	assert.Equal(t, []string{"5"}, numbers(tail.After(4).Entries))
	assert.Empty(t, tail.After(5).Entries)
	assert.Equal(t, uint64(9), tail.After(9).Through, "a position that is ahead stays")
}

func TestTailReadsWhatWasNotRepublished(t *testing.T) {
	s := streamtest.New(1)
	tail := tail(t, s, 1<<20)
	s.AddNumbers(1, 1)
	through(t, tail, 1)
	t.Run("ahead of what was", func(t *testing.T) {
		s.Mute(true)
		s.AddNumbers(2, 250)
		s.Mute(false)
		s.AddNumbers(251, 251)
		through(t, tail, 251)
	})
	t.Run("at the end", func(t *testing.T) {
		s.Mute(true)
		s.AddNumbers(252, 260)
		through(t, tail, 260)
	})
	for i, text := range numbers(tail.After(0).Entries) {
		require.Equal(t, strconv.Itoa(i+1), text)
	}
}

func TestTailKeepsTheNewest(t *testing.T) {
	s := streamtest.New(1)
	s.AddNumbers(1, 2500)
	tail := tail(t, s, 10*NewEntry("", record.Record{Data: []byte("2500")}).Weight())
	through(t, tail, 2500)
	assert.True(t, tail.After(100).IsBehind)
	assert.Len(t, tail.After(2490).Entries, 10)
	assert.False(t, tail.After(2490).IsBehind)
	assert.True(t, tail.After(2489).IsBehind)
	s.Add(record.Record{Data: []byte(strings.Repeat("x", 1<<20))})
	through(t, tail, 2501)
	assert.Len(t, tail.After(2500).Entries, 1, "one stays, however long")
}

func TestTailForgetsWhatIsNotKept(t *testing.T) {
	s := streamtest.New(1)
	s.AddNumbers(1, 5)
	tail := tail(t, s, 1<<20)
	through(t, tail, 5)
	s.Drop(4)
	require.Eventually(t, func() bool { return tail.After(2).IsBehind }, time.Minute, time.Millisecond)
	assert.Equal(t, []string{"4", "5"}, numbers(tail.After(3).Entries), "which is where all that is kept begins")
	s.Drop(6)
	require.Eventually(t, func() bool { return tail.After(4).IsBehind }, time.Minute, time.Millisecond)
	assert.Empty(t, tail.After(5).Entries)
	s.AddNumbers(6, 6)
	through(t, tail, 6)
	assert.Equal(t, []string{"6"}, numbers(tail.After(5).Entries))
}

func TestTailGathersWhatComesTogether(t *testing.T) {
	for name, c := range map[string]struct {
		readers int
		most    time.Duration
		wait    time.Duration
	}{
		"by the number of readers": {1000, time.Second, 1000 * forEachReader},
		"no longer than wanted":    {1000, 5 * time.Millisecond, 5 * time.Millisecond},
		"not at all":               {1000, 0, 0},
		"without readers":          {0, time.Second, 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := streamtest.New(1)
			tail := NewTail(s, 1<<20, slog.New(slog.DiscardHandler))
			tail.Gather = c.most
			for range c.readers {
				defer tail.Join()()
			}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			go tail.Run(ctx)
			time.Sleep(time.Second)
			s.AddNumbers(1, 1)
			synctest.Wait()
			require.Len(t, tail.After(0).Entries, 1, "%s: the first has nobody to wait for", name)
			changed := tail.After(1).Changed
			s.AddNumbers(2, 3)
			synctest.Wait()
			if c.wait > 0 {
				assert.Empty(t, tail.After(1).Entries, name)
				assert.Equal(t, uint64(1), tail.Newest().Sequence, name)
			}
			begun := time.Now()
			<-changed
			assert.Equal(t, c.wait, time.Since(begun), name)
			assert.Equal(t, []string{"2", "3"}, numbers(tail.After(1).Entries), name)
		})
	}
}

func TestTailOfAStreamThatIsMadeAnew(t *testing.T) {
	s := streamtest.New(1)
	s.AddNumbers(1, 3)
	tail := tail(t, s, 1<<20)
	through(t, tail, 3)
	former := tail.Newest().Epoch
	s.Anew(2)
	s.Mute(true)
	s.AddNumbers(7, 7)
	through(t, tail, 1)
	assert.NotEqual(t, former, tail.Newest().Epoch)
	assert.Equal(t, []string{"7"}, numbers(tail.After(0).Entries))
}

func TestTailOfAStreamThatLostMessages(t *testing.T) {
	s := streamtest.New(1)
	s.AddNumbers(1, 3)
	tail := tail(t, s, 1<<20)
	through(t, tail, 3)
	s.Anew(1)
	s.Mute(true)
	s.AddNumbers(7, 7)
	through(t, tail, 1)
	assert.Equal(t, []string{"7"}, numbers(tail.After(0).Entries))
}
