//go:build !js

package feedsource

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/coder/websocket"

	"github.com/feedsource/feedsource/wasm/internal/feed"
)

// exchange is a request with what comes of it.
type exchange struct {
	attempt  int
	ctx      context.Context
	cancel   context.CancelFunc
	response *http.Response // once its head is there
	body     io.ReadCloser
	cause    error   // why it has no response, or no whole body
	reads    int     // the attempt as whose body it is read; 0 as long as it is not
	isOver   bool    // nobody wants it any more
	isHeld   bool    // it is not read, because the loop is busy
	socket   *socket // if it is one that is open
	state    State   // what was known then
}

// enter has something happen to the machine, and performs what it decides.
func (f *Feed) enter(happen func(now time.Duration) []feed.Action) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.isOver {
		return
	}
	defer f.guard()
	f.perform(happen(clock()))
	f.look()
}

// guard keeps a panic of the engine to the feed that it came from.
func (f *Feed) guard() {
	panicked := recover()
	if panicked == nil {
		return
	}
	f.abort()
	f.tell(&Error{
		Type: FailEngine, Attempt: 1, Final: true, Cause: fmt.Errorf("%v\n%s", panicked, debug.Stack()),
		Message: fmt.Sprintf("%s: the engine failed (%v); the feed is closed. Please report this.", feed.Place(f.url), panicked),
	})
	f.over()
}

// look takes what the machine says of its condition.
func (f *Feed) look() {
	if f.machine.State() == feed.Closed {
		return
	}
	f.counters.quietAt = f.machine.QuietAt()
	if lag, ok := f.machine.LagStats(); ok {
		s := &f.counters.Stats
		s.Lag, s.Offset, s.LagTrend = inMilliseconds(lag.LagMs), inMilliseconds(lag.OffsetMs), inMilliseconds(lag.Trend)
	}
}

func inMilliseconds(ms float64) time.Duration { return time.Duration(ms * float64(time.Millisecond)) }

// perform carries out what the machine decided, in order.
func (f *Feed) perform(actions []feed.Action) {
	for _, a := range actions {
		f.do(a)
	}
	if f.machine.State() == feed.Closed && !f.isOver {
		f.over()
	}
}

func (f *Feed) do(a feed.Action) {
	switch a.Kind {
	case feed.Dial, feed.DialBackfill:
		if a.Kind == feed.Dial {
			f.goesOn = a.Method != ""
		}
		f.begin(a.Attempt, func(x *exchange) { f.dial(x, a) })
	case feed.AskAddress:
		f.begin(a.Attempt, func(x *exchange) { f.askAddress(x, a) })
	case feed.AskBackfill:
		f.begin(a.Attempt, func(x *exchange) { f.askMissing(x, a.Cursor) })
	case feed.Read:
		f.request.reads = a.Attempt
		f.moved.Broadcast()
	case feed.Replay:
		f.replay(a)
	case feed.Abort:
		f.abort()
	case feed.Park:
		f.parked, f.request = f.request, nil
	case feed.Unpark:
		f.request.giveUp(f)
		f.request, f.parked = f.parked, nil
		f.evidence = f.request
	case feed.Discard:
		f.parked.giveUp(f)
		f.parked = nil
	case feed.Arm:
		f.arm(a.After)
	case feed.Disarm:
		f.disarm()
	case feed.TellOpen:
		f.tellOpen()
	case feed.TellFailure:
		f.fail(errorOf(a.Failure, f.evidence))
	case feed.AskDelay:
		f.askDelay(a)
	case feed.TellNotice:
		f.tell(eventOf(a.Notice))
	case feed.Say:
		if f.request != nil && f.request.socket != nil {
			f.request.socket.says = append(f.request.socket.says, a.Rule)
			f.moved.Broadcast()
		}
	case feed.Remember:
		f.cursor.remember(a.Text)
	}
}

// begin makes the exchange of an attempt the one under way.
func (f *Feed) begin(attempt int, run func(*exchange)) {
	x := f.newExchange(attempt)
	f.request, f.evidence = x, x
	f.start(func() {
		defer x.cancel()
		run(x)
	})
}

func (f *Feed) newExchange(attempt int) *exchange {
	x := &exchange{attempt: attempt}
	x.ctx, x.cancel = context.WithCancel(f.ctx)
	return x
}

// abort gives up what is under way, and what is set aside.
func (f *Feed) abort() {
	f.request.giveUp(f)
	f.parked.giveUp(f)
	f.replayed.giveUp(f)
	f.request, f.parked, f.replayed = nil, nil, nil
}

// giveUp ends an exchange, however far it has come.
func (x *exchange) giveUp(f *Feed) {
	if x == nil || x.isOver {
		return
	}
	x.isOver = true
	x.cancel()
	if s := x.socket; s != nil {
		f.start(func() { _ = s.conn.Close(websocket.StatusNormalClosure, "") }) // which waits for the server a little
	}
	f.moved.Broadcast()
}

// fail tells of a failure. What is held comes again, unless this is the end.
func (f *Feed) fail(e *Error) {
	if f.held != nil {
		f.tell(f.held.left(e.Final)...)
	}
	f.tell(e)
}

// tellOpen tells of the response under way.
func (f *Feed) tellOpen() {
	r := f.request.response
	where := r.Request.URL
	if !f.goesOn {
		f.first = r.Header
	}
	if f.origin = originOf(where); f.request.socket != nil {
		f.request.socket.isOpen = true
		f.moved.Broadcast()
	}
	f.tell(&OpenEvent{URL: where.String(), Status: r.StatusCode, Header: r.Header})
}

// arm sets the one timer.
func (f *Feed) arm(after time.Duration) {
	f.disarm()
	wait := f.wait
	f.timer = time.AfterFunc(after, func() {
		f.enter(func(now time.Duration) []feed.Action {
			if wait != f.wait {
				return nil // it was disarmed as it fired
			}
			return f.machine.Timer(now, f.isHeld())
		})
	})
}

func (f *Feed) disarm() {
	f.wait++
	if f.timer != nil {
		f.timer.Stop()
	}
}

// isHeld reports whether it is the program that a silence is due to.
func (f *Feed) isHeld() bool {
	return f.asking > 0 || f.request != nil && f.request.isHeld || f.replayed != nil && f.replayed.isHeld
}
