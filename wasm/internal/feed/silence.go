package feed

import (
	"time"

	"github.com/feedsource/feedsource/wasm/internal/liveness"
	"github.com/feedsource/feedsource/wasm/internal/retry"
)

// check asks whether the connection still lives, and sets the timer for the next time.
// One that was silent for too long is cut, and tried again like one that broke.
func (m *Machine) check(now time.Duration) []Action {
	if m.live == nil {
		return nil
	}
	v := m.live.Check(now)
	if v.State != liveness.Stalled {
		return append(append(m.unheard(v), m.ask(v)...), Action{Kind: Arm, After: v.Next})
	}
	return m.stall(v, now)
}

// stall cuts a silent connection. What it has left unfinished comes with the end of its
// body, and the page hears of the stall after that.
func (m *Machine) stall(v liveness.Verdict, now time.Duration) []Action {
	m.connection.cut = v
	if m.phase == dialling {
		return m.cutOff(now)
	}
	m.phase = cutting
	return []Action{{Kind: Abort, Text: FailStall}, {Kind: Arm, After: cutTime}}
}

// cutTime is how long a body that was cut may take to end. A body that the page itself made
// need not heed that its request was aborted.
const cutTime = time.Second

// cutOff ends an attempt that was cut.
func (m *Machine) cutOff(now time.Duration) []Action {
	v := m.connection.cut
	if asks := m.connection.asks; asks != "" && m.phase == dialling {
		return m.end(&ending{
			failure: &Failure{Type: FailRequest}, class: retry.End, retry: true, stillOpen: true,
			what: "the page's " + asks + " function has not answered within " + seconds(v.Limit),
		}, now)
	}
	what := silence(v)
	notice := notify(NoticeStall, map[string]any{
		"silentMs": v.Silent.Milliseconds(), "limitMs": v.Limit.Milliseconds(), "message": m.Place() + ": " + what + ".",
	})
	actions := append([]Action{notice}, m.withheld(v)...)
	return append(actions, m.end(&ending{
		failure: &Failure{Type: FailStall}, class: retry.Network, retry: !m.repeats(), stillOpen: true, what: what,
	}, now)...)
}

// suspicious is how many connections in a row must be cut since their head came alone for a proxy to be suspected.
const suspicious = 3

// withheld warns of connections that are answered and then give nothing, one after the other: a proxy that waits
// for the end of a response, or until it has enough to compress, does that to every feed.
func (m *Machine) withheld(v liveness.Verdict) []Action {
	if v.Await != liveness.AwaitFirst || v.Probe {
		return nil
	}
	m.history.withheld++
	if m.history.withheld != suspicious {
		return nil
	}
	return []Action{m.warning("buffered", "three connections in a row were answered and gave nothing for "+seconds(v.Limit)+holdsBack)}
}

// holdsBack is why a head may be alone.
const holdsBack = "; if the server has sent something, a proxy or a compressor may hold it back until there is more"

// aloneTime is how long a head may be alone where no limit is known.
const aloneTime = time.Minute

// unheard warns of a connection that has given nothing yet, and is never cut: where limits are learned, there is
// none before the first bytes. A server may have nothing to say for so long.
func (m *Machine) unheard(v liveness.Verdict) []Action {
	if v.Await != liveness.AwaitFirst || v.Limit > 0 || v.Silent < aloneTime || m.history.withheld >= suspicious {
		return nil
	}
	m.history.withheld = suspicious
	return []Action{m.warning("buffered", "the head came "+seconds(v.Silent)+" ago, and nothing since"+holdsBack)}
}

// silence says what was missing, and for how long.
func silence(v liveness.Verdict) string {
	switch {
	case v.Await == liveness.AwaitHead:
		return "no response within " + seconds(v.Limit)
	case v.Probe:
		return "the machine slept, and nothing came within " + seconds(min(liveness.Probe, v.Limit)) + " of waking"
	case v.Await == liveness.AwaitFirst:
		return "the head came and then nothing for " + seconds(v.Silent) + holdsBack
	}
	return "nothing came for " + seconds(v.Silent) + ", where " + seconds(v.Limit) + " is the limit"
}

// QuietAt is the time, by the clock that now is taken from, from which the open
// connection counts as quiet: a beat is missing then. It may have passed, as it has for a
// connection that is on probe after a sleep. It is 0 while the feed is not open, and
// while no byte is expected.
func (m *Machine) QuietAt() time.Duration {
	if m.live == nil || m.State() != Open {
		return 0
	}
	at, ok := m.live.QuietAt()
	if !ok {
		return 0
	}
	return max(at, 1)
}
