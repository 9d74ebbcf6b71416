package collect

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/web/relay/internal/record"
)

func TestQueueHoldsUpstreamBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, put := newQueue(), 0
		go func() {
			for range 3 {
				_ = q.put(t.Context(), record.Record{Data: make([]byte, room)})
				put++
			}
			q.close()
		}()
		for want := range 3 {
			synctest.Wait()
			assert.Equal(t, want+1, put)
			assert.Len(t, q.take(t.Context()), 1)
		}
		assert.Empty(t, q.take(t.Context()), "closed and empty")
	})
}

func TestQueueGivesUpWithItsContext(t *testing.T) {
	q := newQueue()
	why := errors.New("the lease is lost")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(why)
	assert.NoError(t, q.put(ctx, record.Record{Data: make([]byte, room)}), "there is room")
	assert.ErrorIs(t, q.put(ctx, record.Record{}), why)
	assert.Len(t, q.take(ctx), 1)
	assert.Empty(t, q.take(ctx))
}
