package serve

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/relay/internal/record"
	"github.com/feedsource/feedsource/web/relay/internal/store"
	"github.com/feedsource/feedsource/web/relay/internal/streamtest"
)

// slowly is a stream whose reads take a second each and are counted.
func slowly(s *streamtest.Stream) (shelf *shelf, reads *atomic.Int64) {
	reads = new(atomic.Int64)
	return newShelf(func(ctx context.Context, from uint64) (store.Piece, error) {
		reads.Add(1)
		time.Sleep(time.Second)
		return s.Read(ctx, from)
	}), reads
}

func at(sequence uint64) record.ID { return record.ID{Epoch: epoch, Sequence: sequence} }

func TestReadersWhoMissedTheSameShareWhatIsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := streamtest.New(1)
		s.AddNumbers(1, 3*streamtest.PieceRecords)
		shelf, reads := slowly(s)
		var all sync.WaitGroup
		for i := range uint64(50) {
			all.Go(func() {
				for from := i + 1; from <= 2*streamtest.PieceRecords; {
					p, err := shelf.get(t.Context(), at(from))
					require.NoError(t, err)
					require.Equal(t, from, p.first)
					require.Len(t, p.entries, int(p.through-from+1))
					require.Equal(t, from, p.entries[0].Sequence)
					from = p.through + 1
				}
			})
		}
		all.Wait()
		// Each has begun anywhere in the first hundred records: of what they had in common, nothing was read by each.
		assert.LessOrEqual(t, reads.Load(), int64(6))
		had := reads.Load()
		_, err := shelf.get(t.Context(), record.ID{Epoch: "0000000002ab", Sequence: 1})
		require.NoError(t, err)
		assert.Equal(t, had+1, reads.Load(), "another life of the stream is read anew")
		time.Sleep(shelfTime + time.Second)
		synctest.Wait()
		assert.Empty(t, shelf.passages, "nobody has come back any more")
		assert.Zero(t, shelf.weight)
	})
}

func TestReadersWhoWaitForALookup(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := streamtest.New(1)
		s.AddNumbers(1, 10)
		shelf, reads := slowly(s)
		leaving, leave := context.WithCancel(t.Context())
		left, had := make(chan error, 1), make(chan error, 1)
		get := func(ctx context.Context, sequence uint64, to chan error) {
			_, err := shelf.get(ctx, at(sequence))
			to <- err
		}
		go get(leaving, 1, left)
		synctest.Wait()
		go get(t.Context(), 5, had)
		synctest.Wait()
		leave()
		assert.ErrorIs(t, <-left, context.Canceled, "at once")
		assert.NoError(t, <-had, "who came first has left, and is not needed")
		assert.Equal(t, int64(1), reads.Load())

		for range 2 {
			go get(t.Context(), 11, had)
		}
		for range 2 {
			assert.ErrorIs(t, <-had, store.ErrNone, "is told to all who wait")
		}
		assert.Equal(t, int64(2), reads.Load())
		s.AddNumbers(11, 11)
		go get(t.Context(), 11, had)
		assert.NoError(t, <-had, "and not kept")
	})
}

func TestShelfIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		failing := errors.New("no")
		shelf := newShelf(func(_ context.Context, from uint64) (store.Piece, error) {
			if from == 1 {
				return store.Piece{}, failing
			}
			long := record.Record{Sequence: from, Data: make([]byte, 1<<20)}
			return store.Piece{First: from, Through: from, Records: []record.Record{long}}, nil
		})
		_, err := shelf.get(t.Context(), at(1))
		assert.ErrorIs(t, err, failing)
		for i := range uint64(20) {
			_, err := shelf.get(t.Context(), at(2+i))
			require.NoError(t, err)
		}
		assert.Len(t, shelf.passages, shelfWeight/(3<<20))
		assert.LessOrEqual(t, shelf.weight, shelfWeight)
	})
}
