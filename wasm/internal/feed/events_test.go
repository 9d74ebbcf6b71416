package feed

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/retry"
)

// retryAfter is longer than the curve of its status ever waits.
const retryAfter = 1000 * time.Second

// event is the next thing to happen, of those that can.
func (w *world) event() func() []Action {
	switch w.pick(48) {
	case 0:
		return w.close
	case 1:
		return w.connect
	case 2:
		return w.sleep
	case 3, 4:
		return w.wake
	case 5:
		return w.late
	case 6, 7, 8, 9, 10, 11:
		return w.pass
	case 12, 13, 14, 15, 16, 17:
		return w.fire
	}
	switch {
	case w.asked:
		return w.decide
	case w.asleep:
		return w.wake
	case w.request.Attempt == 0:
		return w.fire
	case w.answered && (w.pick(4) > 0 || w.request.Kind == Replay && w.body != ""):
		return w.chunk
	case w.answered:
		return w.finish
	}
	switch w.pick(8) {
	case 0:
		return w.unreachable
	case 1:
		return w.unaskable
	}
	if w.m.fill != nil {
		return w.respondBackfill
	}
	return w.respond
}

func (w *world) connect() []Action {
	w.asked, w.hurried = false, true
	return w.m.Connect(w.now)
}

func (w *world) close() []Action {
	w.closed = true
	return w.m.Close()
}

func (w *world) sleep() []Action {
	actions := w.m.Sleep()
	if actions != nil {
		w.asleep, w.asked = true, false
	}
	return actions
}

func (w *world) wake() []Action {
	online := w.coin()
	w.hurried = online || w.asleep
	return w.m.Wake(w.now, online)
}

// late is all that may still come of an attempt given up.
func (w *world) late() []Action {
	m, a := w.m, w.m.attempt-1
	_, ok := m.Finish(a, true, w.now)
	require.False(w.t, ok)
	require.Nil(w.t, m.Reserve(a, 1))
	require.Nil(w.t, m.Response(a, w.now, Head{Status: 200}))
	require.Nil(w.t, m.Ended(a, w.now, "AbortError"))
	require.Nil(w.t, m.Unreachable(a, w.now, "AbortError"))
	require.Nil(w.t, m.Decide(a, w.now, true, 0))
	return m.Unaskable(a, w.now, "late")
}

func (w *world) pass() []Action {
	w.now += oneOf(w.tape, time.Millisecond, second, 15*second, 5*time.Minute)
	return nil
}

// fire lets the timer fire, as late as it may be by now.
func (w *world) fire() []Action {
	if !w.armed {
		return nil
	}
	w.now, w.armed = max(w.now, w.timer), false
	return w.m.Timer(w.now, w.answered && w.pick(4) == 1)
}

func (w *world) decide() []Action {
	w.asked, w.decided = false, true
	return w.m.Decide(w.m.attempt, w.now, w.pick(8) > 0, oneOf(w.tape, -second, 0, second, 400*24*time.Hour))
}

func (w *world) unreachable() []Action {
	attempt := w.request.Attempt
	w.request = Action{}
	return w.m.Unreachable(attempt, w.now, "TypeError")
}

func (w *world) unaskable() []Action {
	attempt := w.request.Attempt
	w.request = Action{}
	return w.m.Unaskable(attempt, w.now, "TypeError")
}

// respond is the answer to a request for the feed.
func (w *world) respond() []Action {
	h := Head{Status: 200, ContentType: oneOf(w.tape, "", "application/x-ndjson")}
	if w.sse() {
		h.ContentType = "text/event-stream"
	}
	switch w.pick(24) {
	case 0:
		h = Head{Status: 503, RetryAfter: oneOf(w.tape, "", "1000")}
	case 1:
		h = Head{Status: 429}
	case 2, 3, 4:
		h = Head{Status: 410}
	case 5:
		h = Head{Status: 401}
	case 6:
		h = oneOf(w.tape, Head{Status: 204}, Head{Opaque: true}, Head{Status: 200, ContentType: "text/html"})
	}
	w.retryAfter = h.RetryAfter
	w.accepted = h.Status == 200 && (!w.feed.Strict || h.ContentType == "text/event-stream")
	if w.accepted {
		w.repeats = w.again()
		h.Resumed = w.accept(w.sent(), w.away(), w.pick(4) == 1)
	}
	return w.m.Response(w.request.Attempt, w.now, h)
}

// again is how many records the server may send again: those that the page knows for
// duplicates.
func (w *world) again() (n int) {
	if len(w.feed.Dedupe.Keys) == 0 {
		return 0
	}
	cursor, _ := strconv.Atoi(w.sent())
	for most := w.pick(4); n < most && w.delivered[cursor-n]; n++ {
	}
	return n
}

// sent is the cursor that came with the request.
func (w *world) sent() string {
	if _, query, ok := strings.Cut(w.request.URL, "?last="); ok {
		return query
	}
	return w.request.Cursor
}

// away is how long it is that the feed was complete.
func (w *world) away() time.Duration {
	if w.heard == 0 {
		return 0
	}
	return w.now - w.heard
}

// respondBackfill is the answer to a request for what is missing.
func (w *world) respondBackfill() []Action {
	status := 200
	w.body, w.retryAfter = w.server.backfill(w.request), ""
	if w.request.Kind == DialBackfill {
		status = oneOf(w.tape, 200, 200, 200, 200, 503, 403)
		if status == 200 && w.body == "[]" {
			status = oneOf(w.tape, 200, 204)
		}
	}
	return w.m.Response(w.request.Attempt, w.now, Head{Status: status, ContentType: "application/json"})
}

// chunk is the next bytes of the body.
func (w *world) chunk() []Action {
	from := &w.body
	switch {
	case w.m.phase == explaining:
		w.body = strings.Repeat("trouble ", 1+w.pick(256))
	case w.m.fill == nil:
		from = &w.out
		if w.out == "" {
			w.produce(w.pick(4), w.signal())
			w.hint()
		}
		w.heard = w.now
	}
	n := min(len(*from), 1+w.pick(64))
	if n == 0 {
		return nil
	}
	room := w.m.Reserve(w.request.Attempt, n)
	require.Len(w.t, room, copy(room, (*from)[:n]))
	*from = (*from)[n:]
	actions := w.m.Commit(n, w.now)
	w.deliver()
	return actions
}

// signal is one now and then, or the same every time.
func (w *world) signal() Signal {
	switch {
	case w.insists != "":
		return w.insists
	case w.pick(4) > 0:
		return ""
	}
	return oneOf(w.tape, signals...)
}

// hint has an event stream set the reconnection time now and then.
func (w *world) hint() {
	if !w.sse() || w.pick(16) > 0 {
		return
	}
	hint := oneOf(w.tape, 0, 2*second, time.Hour, retry.MaxDelay)
	w.hints = append(w.hints, hint)
	w.out = fmt.Sprintf("retry: %d\n%s", hint.Milliseconds(), w.out)
}

// finish is the end of the body: clean, or a cut.
func (w *world) finish() []Action {
	attempt, cause := w.request.Attempt, ""
	if w.m.fill != nil && w.body != "" || w.m.fill == nil && w.coin() {
		cause = "network error"
	}
	actions, ok := w.m.Finish(attempt, cause == "", w.now)
	require.True(w.t, ok)
	w.deliver()
	w.perform(actions)
	given := w.request.Attempt != attempt
	if !given {
		w.request = Action{}
	}
	actions = w.m.Ended(attempt, w.now, cause)
	if given {
		require.Nil(w.t, actions, "it was given up")
	}
	return actions
}
