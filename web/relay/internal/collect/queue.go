package collect

import (
	"context"
	"sync"

	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// A queue stands between upstream, which comes record by record, and the store, which takes many in one step.
type queue struct {
	mu      sync.Mutex
	records []record.Record
	bytes   int
	closed  bool
	changed chan struct{} // closed and made anew when something has
}

// room is how many bytes upstream can be ahead of the store, besides one record.
const room = 4 << 20

func newQueue() *queue { return &queue{changed: make(chan struct{})} }

// tell is called with the lock held.
func (q *queue) tell() {
	close(q.changed)
	q.changed = make(chan struct{})
}

// put waits for room.
func (q *queue) put(ctx context.Context, r record.Record) error {
	for {
		q.mu.Lock()
		if q.bytes < room {
			q.records = append(q.records, r)
			q.bytes += len(r.Data)
			q.tell()
			q.mu.Unlock()
			return nil
		}
		changed := q.changed
		q.mu.Unlock()
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-changed:
		}
	}
}

// take waits for records and takes all there are; none when the queue is closed and empty, or ctx is done.
func (q *queue) take(ctx context.Context) []record.Record {
	for {
		q.mu.Lock()
		if len(q.records) > 0 || q.closed {
			records := q.records
			q.records, q.bytes = nil, 0
			q.tell()
			q.mu.Unlock()
			return records
		}
		changed := q.changed
		q.mu.Unlock()
		select {
		case <-ctx.Done():
			return nil
		case <-changed:
		}
	}
}

// close says that no more will come.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.tell()
}
