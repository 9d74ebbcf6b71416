package feed

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/retry"
)

// A world is all that a machine acts on: it performs what the machine decides, and looks
// whether it may.
type world struct {
	*tape
	*server
	t   *testing.T
	m   *Machine
	now time.Duration

	request  Action // under way; none has the attempt 0
	answered bool   // its body is being read
	body     string // what is left of it, if it is a backfill page
	parked   bool   // the feed's response is set aside
	timer    time.Duration
	armed    bool
	asleep   bool
	asked    bool
	accepted bool // the present step is a response that is a feed
	decided  bool // the present step is an answer of the page
	hurried  bool // the present step is the page's wish to connect now
	closed   bool // by the page
	finals   int
	done     map[ActionKind]bool
	reported map[string]bool
	patience

	cursor    int           // after the step before
	batch     map[int]bool  // what the present step brought
	heard     time.Duration // when the feed last was complete
	last      int           // the highest record delivered
	delivered map[int]bool  // all of them
	forgiven  bool          // the next may leave some out
}

// play has a world and a machine run through a script.
func play(t *testing.T, script []byte) *world {
	t.Helper()
	w := &world{tape: &tape{script}, t: t, now: 1000 * second, done: map[ActionKind]bool{}, reported: map[string]bool{}, delivered: map[int]bool{}}
	c := w.config(t)
	w.m = New(c, func() float64 { return float64(w.pick(256)) / 256 })
	w.server = &server{feed: w.m.Config(), produced: 3}
	if w.pick(4) == 1 {
		w.insists = oneOf(w.tape, SignalRotate, SignalRefresh, SignalGap)
	}
	w.cursor, _ = strconv.Atoi(c.LastEventID)
	w.last = w.cursor
	w.forgiven = c.LastEventID == "" || c.Resume.Off && c.Backfill == nil
	w.step(w.connect)
	for len(w.rest) > 0 && w.m.State() != Closed {
		w.step(w.event())
	}
	return w
}

// step lets one thing happen, and looks at what has become of the machine.
func (w *world) step(happen func() []Action) {
	w.accepted, w.decided, w.hurried, w.batch = false, false, false, map[int]bool{}
	w.perform(happen())
	if w.m.State() == Closed {
		require.True(w.t, w.closed != (w.finals == 1), "closed by the page, or by one failure that is final")
		w.deaf()
		return
	}
	require.Zero(w.t, w.finals)
	idle := w.request.Attempt == 0
	require.False(w.t, w.asleep && (w.armed || !idle), "something goes on while the page is away")
	require.False(w.t, w.parked && idle, "a response is set aside for ever")
	if idle && !w.asleep && !w.asked || !idle && (w.m.live != nil || w.m.phase == explaining) {
		require.True(w.t, w.armed, "nothing would ever happen again")
	}
	w.position()
}

// position looks at the cursor: it goes up, to what has just come, or is dropped.
func (w *world) position() {
	id := w.m.LastEventID()
	if id == "" {
		require.True(w.t, w.cursor == 0 || w.m.history.expired != "" || w.reported[GapExpired], "it was forgotten")
		return
	}
	n, err := strconv.Atoi(id)
	require.NoError(w.t, err)
	// An overlap is for records that come after others of a higher number.
	require.True(w.t, n >= w.cursor || w.feed.Backfill != nil && w.feed.Backfill.Overlap > 0, "%d follows %d", n, w.cursor)
	require.True(w.t, n == w.cursor || w.batch[n], "%d was in no record", n)
	w.cursor = n
}

// deaf finds nothing that a closed machine has left behind, or still answers to.
func (w *world) deaf() {
	require.False(w.t, w.armed, "a timer is left")
	require.False(w.t, w.request.Attempt != 0 || w.parked, "a request is left")
	m, a := w.m, w.m.attempt
	_, ok := m.Finish(a, true, w.now)
	require.False(w.t, ok)
	require.Nil(w.t, m.Reserve(a, 1))
	for _, actions := range [][]Action{
		m.Response(a, w.now, Head{Status: 200}), m.Ended(a, w.now, ""), m.Unreachable(a, w.now, ""), m.Unaskable(a, w.now, ""),
		m.Timer(w.now, false), m.Sleep(), m.Wake(w.now, true), m.Decide(a, w.now, true, 0), m.Connect(w.now), m.Close(),
	} {
		require.Nil(w.t, actions)
	}
}

func (w *world) perform(actions []Action) {
	answer := func() []Action { return nil }
	defer func() {
		if then := answer(); then != nil {
			w.perform(then)
		}
	}()
	for _, a := range actions {
		w.done[a.Kind] = true
		idle := w.request.Attempt == 0
		switch a.Kind {
		case Dial:
			require.True(w.t, idle && w.parked == a.Beside, "two requests at a time")
			require.True(w.t, w.hurried || w.now >= w.notBefore, "dialled ahead of its time")
			w.notBefore = min(w.notBefore, w.now) // one that was hurried has a second request beside it
			w.request, w.answered, w.asleep = a, false, false
		case AskAddress:
			w.asleep = false
			throws := w.coin()
			answer = func() []Action { // the page is asked behind all of this
				if throws {
					return w.m.Unaskable(a.Attempt, w.now, "Error")
				}
				return w.m.Addressed(a.Attempt, w.now, where, "")
			}
		case DialBackfill, AskBackfill:
			require.True(w.t, idle && w.parked)
			w.request, w.answered = a, false
		case Replay:
			require.True(w.t, w.parked)
			w.request, w.answered, w.body = a, true, a.Text
		case Read:
			require.Equal(w.t, w.m.attempt, a.Attempt)
			require.False(w.t, idle || w.answered)
			w.answered = true
		case Park:
			require.False(w.t, idle || w.parked || w.answered)
			w.request, w.parked = Action{}, true
		case Discard:
			require.True(w.t, w.parked)
			require.NotEmpty(w.t, a.Text)
			w.parked = false
		case Unpark:
			require.True(w.t, w.parked)
			require.NotEmpty(w.t, a.Text)
			w.request, w.answered, w.parked, w.heard = Action{Kind: Dial, Attempt: w.m.attempt}, false, false, w.now
			w.accepted = true
		case Abort:
			require.NotEmpty(w.t, a.Text)
			if w.m.phase != cutting { // else what is on its way may still come, and the body's end
				w.request, w.parked = Action{}, false
			}
		case Arm:
			require.True(w.t, a.After >= 0 && a.After <= retry.MaxDelay, a.After)
			w.timer, w.armed = w.now+a.After, true
		case Disarm:
			w.armed = false
		case TellOpen:
			require.True(w.t, w.accepted, "nobody answered")
			w.opened = w.now
		case AskDelay:
			w.asked = true
		case TellFailure:
			w.failed(a.Failure)
		case TellNotice:
			w.notice(a.Notice)
		}
	}
}

func (w *world) notice(n *Notice) {
	w.reported[n.Type] = true
	if n.Type == NoticeGap {
		w.reported[n.Detail["reason"].(string)] = true
		w.forgiven = true
	}
}

func (w *world) failed(f *Failure) {
	w.reported[f.Type] = true
	if f.Final {
		require.Equal(w.t, Closed, w.m.State())
		w.finals++
		return
	}
	require.Equal(w.t, Connecting, w.m.State())
	if f.Type != FailAway {
		w.wait(f)
	}
}

// deliver takes the records of the last batch: none is left out, unless that was reported.
func (w *world) deliver() {
	for _, row := range w.m.Stream().Rows {
		text := string(w.m.Stream().Buffer()[row.Off : row.Off+row.Len])
		id, isRecord := strings.CutPrefix(text, `{"id":`)
		if row.Kind() != framing.Data || !isRecord {
			continue
		}
		n, err := strconv.Atoi(strings.TrimSuffix(id, "}"))
		require.NoError(w.t, err, text)
		require.True(w.t, w.forgiven || n <= w.last+1, "%d follows %d", n, w.last)
		require.False(w.t, w.delivered[n] && len(w.feed.Dedupe.Keys) > 0, "%d came before", n)
		w.last, w.forgiven, w.batch[n], w.delivered[n] = max(w.last, n), false, true, true
	}
}
