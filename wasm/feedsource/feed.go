//go:build !js

package feedsource

import (
	"context"
	"iter"
	"net/http"
	"sync"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/feed"
)

// Feed is a stream that is read, connected anew and gone on with. Its methods may be called by any goroutine, and by what a feed
// calls itself.
type Feed struct {
	options  Options // with those of the preset
	client   *http.Client
	isSocket bool
	ctx      context.Context
	cancel   context.CancelCauseFunc
	unhook   func() bool // from the context that it was opened with
	done     chan struct{}

	mu      sync.Mutex // for all below
	moved   *sync.Cond // a queue, or what a goroutine waits for
	machine *feed.Machine
	url     string // as a function gave it last, if one does

	request, parked, replayed *exchange // under way, and set aside
	evidence                  *exchange // what a failure is about
	first                     http.Header
	goesOn                    bool // the request under way goes on with the first answer
	asking                    int  // functions of the program's that a request waits for
	timer                     *time.Timer
	wait                      int    // the number of the timer's wait
	origin                    string // of the response under way
	types                     []string
	typesOf                   [2]int // epoch and count of these
	running                   int    // goroutines
	outbox                    []*letter
	waiting                   int // how many bytes it has

	queue    []Event
	held     *holding // nil if nothing is held
	inForce  string   // the cursor that loops have been told of, or will be
	state    ReadyState
	counters counters
	cursor   *cursor
	isOver   bool  // nothing more comes,
	err      error // and why
	isClosed bool  // by the program, and not by itself

	isSettled bool // nothing is left
}

// Records are the records that have not been taken yet, one by one, of whatever type. The loop ends when the feed is closed, or its
// answer complete; with an error, and no record, when the feed has failed for good ([*Error]), and when the context of [Open] is done
// (its cause). Until then the feed sees to failures itself: [Feed.Events] tells of them.
//
// While the loop is busy, reading stops, and TCP holds the server back. Leaving the loop does not close the feed; another goes on.
func (f *Feed) Records() iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		for event := range f.Events() {
			if record, ok := event.(*Record); ok && !yield(record, nil) {
				return
			}
		}
		if err := f.Err(); err != nil {
			yield(nil, err)
		}
	}
}

// Events are all that the feed tells, in order. The loop ends as one over [Feed.Records] does; the last event is then the [*Error] that is
// Final, also of type complete, unless the feed was closed or its context is done. [Feed.Err] says which.
func (f *Feed) Events() iter.Seq[Event] {
	return func(yield func(Event) bool) {
		for {
			event := f.next()
			if event == nil || !yield(event) {
				return
			}
			f.taken(event)
		}
	}
}

// Err is why the feed is closed: nil as long as it is not, if its answer is complete, and if it was closed by [Feed.Close].
func (f *Feed) Err() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}

// Close closes the feed at once: loops end, and what waits for them is dropped. The error is that of Resume.Persist, which could not
// keep the cursor. A feed that is closed already is no error.
func (f *Feed) Close() error { return f.end(nil) }

// Done is closed when nothing of the feed is left: no goroutine, no connection.
func (f *Feed) Done() <-chan struct{} { return f.done }

// Reconnect drops the attempt or the wait under way and connects now. It does nothing once the feed is closed.
func (f *Feed) Reconnect() {
	f.enter(func(now time.Duration) []feed.Action {
		f.state = StateConnecting
		return f.machine.Connect(now)
	})
}

// URL is what the feed was opened with; if a function gives it, the one given last, and empty before.
func (f *Feed) URL() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.url
}

// ReadyState is where the feed is, as its loop has come to know it.
func (f *Feed) ReadyState() ReadyState {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.state
}

// LastEventID is the cursor of the record that was taken last: what a later feed goes on from.
func (f *Feed) LastEventID() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.cursor.current()
}

// Stats are the counters, as of now.
func (f *Feed) Stats() Stats {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.counters.snapshot(f.state, clock())
}

// end closes the feed, for a cause or at the program's wish.
func (f *Feed) end(cause error) error {
	f.mu.Lock()
	if f.state == StateClosed {
		f.mu.Unlock()
		return nil
	}
	f.state, f.err, f.queue, f.isClosed = StateClosed, cause, nil, true
	f.running++ // the store may take its time
	f.perform(f.machine.Close())
	f.unhook()
	f.over()
	f.mu.Unlock()
	defer f.stopped()
	return f.cursor.save()
}

// over lets go of a feed to which nothing more comes. What waits for loops is still theirs.
func (f *Feed) over() {
	f.isOver = true
	f.disarm()
	f.cancel(context.Canceled)
	f.moved.Broadcast()
	f.settle()
}

// settle tells that nothing is left, if that is so.
func (f *Feed) settle() {
	if f.isOver && f.running == 0 && !f.isSettled {
		f.isSettled = true
		close(f.done)
	}
}

// start runs something beside the feed, which ends with it.
func (f *Feed) start(run func()) {
	f.running++
	go func() {
		defer f.stopped()
		run()
	}()
}

// stopped is told by what has run beside the feed.
func (f *Feed) stopped() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.running--
	f.settle()
}
