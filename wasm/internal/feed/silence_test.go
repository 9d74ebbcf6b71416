package feed

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/liveness"
)

// A rig is a machine with a clock and the one timer that it asks for.
type rig struct {
	*Machine
	t        *testing.T
	now      time.Duration
	timer    time.Duration // when it fires; 0 is not set
	failures []*Failure
	warnings []map[string]any
	whys     []string // of requests that were given up
	dials    int
}

func newRig(t *testing.T, c liveness.Config) *rig {
	t.Helper()
	m := New(Config{URL: where, Format: framing.Auto, Liveness: &c}, func() float64 { return 0 })
	r := &rig{Machine: m, t: t, now: 1000 * second}
	r.do(m.Connect(r.now))
	return r
}

func (r *rig) do(actions []Action) {
	for _, a := range actions {
		switch a.Kind {
		case Arm:
			r.timer = r.now + a.After
		case Disarm:
			r.timer = 0
		case Dial:
			r.dials++
		case Abort:
			r.whys = append(r.whys, a.Text)
		case TellFailure:
			r.failures = append(r.failures, a.Failure)
		case TellNotice:
			if a.Notice.Type == NoticeWarning {
				r.warnings = append(r.warnings, a.Notice.Detail)
			}
		}
	}
}

// pass lets time go by, firing the timer when it is due.
func (r *rig) pass(d time.Duration, held bool) {
	for end := r.now + d; ; {
		if r.timer == 0 || r.timer > end {
			r.now = end
			return
		}
		r.now, r.timer = max(r.now, r.timer), 0
		r.do(r.Timer(r.now, held))
	}
}

func (r *rig) open() { r.do(r.Response(r.attempt, r.now, eventStream)) }

func (r *rig) bytes(body string) {
	r.t.Helper()
	require.Equal(r.t, len(body), copy(r.Reserve(r.attempt, len(body)), body))
	r.Commit(len(body), r.now)
}

func TestSilentConnectionIsCutAndTriedAgain(t *testing.T) {
	r := newRig(t, liveness.Config{Timeout: 20 * second})
	r.open()
	for range 10 {
		r.pass(15*second, false)
		r.bytes(":\n")
	}
	assert.Empty(t, r.failures, "a comment is a sign of life")
	r.pass(30*second, false)
	require.Len(t, r.failures, 1)
	assert.Equal(t, FailStall, r.failures[0].Type)
	assert.Equal(t, where+": nothing came for 20.0 s, where 20.0 s is the limit; trying again at once.", r.failures[0].Message)
	assert.Equal(t, 2, r.dials)
	assert.Equal(t, []string{FailStall, FailStall}, r.whys[1:])
	r.open()
	r.pass(10*second, false)
	r.bytes(":\n")
	assert.Equal(t, Open, r.State())
}

func TestLimitIsLearnedFromTheBeat(t *testing.T) {
	r := newRig(t, liveness.Config{})
	r.open()
	for range 20 {
		r.pass(15*second, false)
		r.bytes(":\n")
	}
	r.pass(40*second, false)
	assert.Empty(t, r.failures)
	r.pass(10*second, false)
	require.Len(t, r.failures, 1)
	assert.Contains(t, r.failures[0].Message, "nothing came for 45.0 s, where 45.0 s is the limit")
}

func TestNoResponseInTime(t *testing.T) {
	r := newRig(t, liveness.Config{Connect: 5 * second})
	r.pass(6*second, false)
	require.Len(t, r.failures, 1)
	assert.Equal(t, where+": no response within 5.0 s; trying again at once.", r.failures[0].Message)
	assert.Equal(t, []string{WhyReconnect, FailStall}, r.whys)
}

func TestHeadWithoutABody(t *testing.T) {
	r := newRig(t, liveness.Config{Timeout: 10 * second})
	r.open()
	r.pass(11*second, false)
	require.Len(t, r.failures, 1)
	assert.Equal(t, where+": the head came and then nothing for 10.0 s; if the server has sent something, a proxy or a compressor may "+
		"hold it back until there is more; trying again at once.", r.failures[0].Message)
}

// A proxy that holds a response back until its end does that to every request.
func TestHeadsThatComeAloneAreTold(t *testing.T) {
	r := newRig(t, liveness.Config{Timeout: 10 * second})
	var told []int
	for dial := 1; dial <= 7; dial++ {
		r.open()
		if dial == 3 {
			r.bytes(":\n")
		}
		r.pass(11*second, false)
		if len(r.warnings) > len(told) {
			told = append(told, dial)
		}
		r.pass(20*second, false)
	}
	assert.Equal(t, []int{6}, told, "the third in a row, and once")
	assert.Equal(t, "buffered", r.warnings[0]["reason"])
	assert.Equal(t, where+": three connections in a row were answered and gave nothing for 10.0 s; if the server has sent something, a proxy or a compressor may "+
		"hold it back until there is more.", r.warnings[0]["message"])
}

// Where the limit is learned, nothing is known of a feed before its first bytes, so that it is not cut.
func TestHeadThatCameAloneIsToldWhereNoLimitIsKnown(t *testing.T) {
	r := newRig(t, liveness.Config{})
	r.open()
	r.pass(50*second, false)
	assert.Empty(t, r.warnings)
	r.pass(3000*second, false)
	require.Len(t, r.warnings, 1)
	assert.Equal(t, "buffered", r.warnings[0]["reason"])
	assert.Equal(t, where+": the head came 60.0 s ago, and nothing since; if the server has sent something, a proxy or a compressor may "+
		"hold it back until there is more.", r.warnings[0]["message"])
	r.do(r.Connect(r.now))
	r.open()
	r.pass(3000*second, false)
	assert.Len(t, r.warnings, 1, "once")
	assert.Empty(t, r.failures)

	r = newRig(t, liveness.Config{})
	r.open()
	r.bytes(":\n")
	r.pass(3000*second, false)
	assert.Empty(t, r.warnings, "something came")
}

func TestPageThatHoldsTheFeedBackIsNotSilence(t *testing.T) {
	r := newRig(t, liveness.Config{Timeout: 10 * second})
	r.open()
	r.bytes("data: x\n\n")
	r.pass(1000*second, true)
	assert.Empty(t, r.failures)
	r.pass(11*second, false)
	assert.Len(t, r.failures, 1)
}

// The request after a silence meets the same dead proxy, and the server may be well again
// long before that is found out.
func TestHeadIsWaitedForAsLongAsABody(t *testing.T) {
	for limit, config := range map[time.Duration]liveness.Config{
		10 * second: {Timeout: 10 * second}, 30 * second: {}, 5 * second: {Timeout: 10 * second, Connect: 5 * second},
	} {
		r := newRig(t, config)
		r.pass(limit-second, false)
		assert.Empty(t, r.failures)
		r.pass(2*second, false)
		require.Len(t, r.failures, 1)
		assert.Contains(t, r.failures[0].Message, "no response within "+seconds(limit))
	}
}

// The timer of a hidden tab fires 70 s late, with bytes already waiting.
func TestLateTimerIsNoStall(t *testing.T) {
	r := newRig(t, liveness.Config{Timeout: 20 * second})
	r.open()
	r.bytes(":\n")
	r.now += 90 * second
	r.do(r.Timer(r.now, false))
	assert.Empty(t, r.failures)
	assert.Equal(t, r.now, r.timer, "again as soon as reads had their turn")
	r.bytes(":\n")
	r.do(r.Timer(r.now, false))
	assert.Empty(t, r.failures)
}

// A connection gets a moment to show a byte after the machine slept; the message says how long.
func TestLinkThatASleepCost(t *testing.T) {
	for limit, want := range map[time.Duration]string{20 * second: "10.0 s", 5 * second: "5.0 s"} {
		r := newRig(t, liveness.Config{Timeout: limit})
		r.open()
		r.bytes(":\n")
		r.now += 600 * second
		r.do(r.Timer(r.now, false))
		r.pass(11*second, false)
		require.NotEmpty(t, r.failures)
		assert.Contains(t, r.failures[0].Message, "the machine slept, and nothing came within "+want+" of waking")
	}
}

func TestOffNeverCuts(t *testing.T) {
	m := openMachine(t, Config{})
	assert.Nil(t, m.Timer(1e15, false))
}

func TestLoopThatIsBusyDoesNotExcuseTheNextServer(t *testing.T) {
	r := newRig(t, liveness.Config{Timeout: time.Hour, Connect: 20 * second})
	r.open()
	r.bytes(":\n")
	r.do(r.Connect(r.now))
	r.pass(25*second, true)
	require.Len(t, r.failures, 1)
	assert.Contains(t, r.failures[0].Message, "no response within 20.0 s")
}

// The unfinished record of a silent server is reported, like that of one that cut the connection.
func TestSilenceInsideARecordLosesNothing(t *testing.T) {
	for _, ends := range []bool{true, false} {
		r := newRig(t, liveness.Config{Timeout: 20 * second})
		r.do(r.Response(1, r.now, Head{Status: 200, ContentType: "application/x-ndjson"}))
		r.bytes("{\"n\":1}\n{\"n\":")
		r.pass(20*second, false)
		require.Equal(t, cutting, r.phase)
		assert.Empty(t, r.failures, "before its body has ended")
		assert.Nil(t, r.Wake(r.now, true))
		if ends {
			finish(t, r.Machine, 1)
			require.Len(t, r.Stream().Rows, 1)
			assert.Equal(t, framing.Malformed, r.Stream().Rows[0].Kind())
			r.do(r.Ended(1, r.now, "AbortError"))
		} else {
			r.pass(cutTime, false) // a body of the page's own need not heed the abort
		}
		require.Len(t, r.failures, 1)
		assert.Equal(t, FailStall, r.failures[0].Type)
		r.pass(0, false)
		assert.Equal(t, 2, r.dials)
	}
}
