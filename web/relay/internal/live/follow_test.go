package live

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/relay/internal/streamtest"
)

func TestHealthOfAFeedThatIsNotFollowed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := streamtest.New(1)
		s.AddNumbers(1, 3)
		var log strings.Builder
		tail := NewTail(s, 1<<20, slog.New(slog.NewTextHandler(&log, nil)))
		require.EqualError(t, tail.Health(time.Now()), "its stream was not read yet")
		s.Fail(errors.New("no leader"))
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go tail.Run(ctx)
		synctest.Wait()
		require.EqualError(t, tail.Health(time.Now()), "its stream cannot be read yet: no leader")
		s.Fail(nil)
		time.Sleep(lookEvery)
		synctest.Wait()
		require.NoError(t, tail.Health(time.Now()))

		s.Fail(errors.New("stream not found"))
		time.Sleep(patience - time.Second)
		synctest.Wait()
		require.NoError(t, tail.Health(time.Now()), "as with an election")
		time.Sleep(2 * lookEvery)
		synctest.Wait()
		assert.ErrorContains(t, tail.Health(time.Now()), "its stream has not been read for 1")
		assert.ErrorContains(t, tail.Health(time.Now()), "s: stream not found")
		assert.Equal(t, 1, strings.Count(log.String(), "stream not found"), "said once")
		s.Fail(nil)
		time.Sleep(lookEvery)
		synctest.Wait()
		assert.NoError(t, tail.Health(time.Now()))
		s.Fail(errors.New("stream not found"))
		time.Sleep(lookEvery)
		synctest.Wait()
		assert.Equal(t, 2, strings.Count(log.String(), "stream not found"), "and again when it was followed since")
	})
}

// What is republished of a stream that was made anew is none of the one before, wherever it was in that.
func TestTailHearsOfAnotherStreamBeforeItLooks(t *testing.T) {
	for name, more := range map[string]int{"shorter": 1, "as long": 3, "longer": 7} {
		synctest.Test(t, func(t *testing.T) {
			s := streamtest.New(1)
			s.AddNumbers(1, 3)
			tail := NewTail(s, 1<<20, slog.New(slog.DiscardHandler))
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			go tail.Run(ctx)
			synctest.Wait()
			s.AddNumbers(4, 4)
			s.Anew(2)
			s.Mute(more > 3)
			s.AddNumbers(1, more-1)
			s.Mute(false)
			s.AddNumbers(more, more)
			synctest.Wait()
			require.Equal(t, s.ID(more), tail.Newest(), name)
			require.Len(t, tail.After(0).Entries, more, name)
		})
	}
}
