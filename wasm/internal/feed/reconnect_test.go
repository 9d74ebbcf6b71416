package feed

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

const second = time.Second

func TestReconnectsAfterACleanEndWithTheLastEventID(t *testing.T) {
	m := openMachine(t, Config{})
	send(t, m, 1, "id: 7\ndata: x\n\n")
	finish(t, m, 1)
	actions := m.Ended(1, second, "")
	assert.Equal(t, []ActionKind{Disarm, Arm, TellFailure}, kinds(actions), "a body that is over needs no abort")
	assert.Equal(t, Failure{
		Type: FailEnd, Attempt: 1, RetryIn: second,
		Message: where + ": the server ended the body; trying again in 1.0 s.",
	}, *failure(t, actions))
	assert.Equal(t, Connecting, m.State())
	assert.Equal(t, []Action{{Kind: Dial, Attempt: 2, Request: &Request{URL: where, Header: "Last-Event-ID", Cursor: "7", LastEventID: "7", Count: 1}}}, m.Timer(2*second, false))
}

func TestCutIsTriedAgainAtOnce(t *testing.T) {
	m := openMachine(t, Config{})
	f := failure(t, m.Ended(1, second, "TypeError: network error"))
	assert.Equal(t, FailNetwork, f.Type)
	assert.Equal(t, where+": the connection was cut (TypeError: network error); trying again at once.", f.Message)
	assert.Zero(t, f.RetryIn)
	assert.False(t, f.Final)
}

// waits has a machine fail again and again in the same way and returns how long it waits.
func waits(t *testing.T, m *Machine, n int, fail func(attempt int) []Action) []time.Duration {
	t.Helper()
	var list []time.Duration
	for range n {
		f := failure(t, fail(m.attempt))
		require.False(t, f.Final)
		list = append(list, f.RetryIn)
		m.Timer(0, false)
	}
	return list
}

func TestEveryClassHasItsCurve(t *testing.T) {
	status := func(h Head) func(*Machine) func(int) []Action {
		return func(m *Machine) func(int) []Action {
			return func(attempt int) []Action {
				m.Response(attempt, 0, h)
				return explain(m, attempt, 0, "")
			}
		}
	}
	for _, c := range []struct {
		name string
		fail func(*Machine) func(int) []Action
		want []time.Duration
	}{
		{"unreachable", func(m *Machine) func(int) []Action {
			return func(attempt int) []Action { return m.Unreachable(attempt, 0, "TypeError") }
		}, []time.Duration{0, second / 4, second / 2}},
		{"accepts and closes", func(m *Machine) func(int) []Action {
			return func(attempt int) []Action {
				m.Response(attempt, 0, eventStream)
				send(t, m, attempt, "data: x\n\n")
				return m.Ended(attempt, second, "")
			}
		}, []time.Duration{second, 2 * second, 4 * second, 8 * second}},
		{"500", status(Head{Status: 500}), []time.Duration{5 * second, 10 * second, 20 * second}},
		{"408", status(Head{Status: 408}), []time.Duration{5 * second, 10 * second}},
		{"429", status(Head{Status: 429}), []time.Duration{60 * second, 120 * second}},
		{"420", status(Head{Status: 420}), []time.Duration{60 * second, 120 * second}},
		{"Retry-After", status(Head{Status: 503, RetryAfter: "3"}), []time.Duration{3 * second, 3 * second}},
		{"Retry-After on 429", status(Head{Status: 429, RetryAfter: "7"}), []time.Duration{7 * second, 7 * second}},
		{"x-rate-limit-reset", status(Head{Status: 429, RateLimitReset: "1090", Wall: 1000_000}), []time.Duration{90 * second}},
		{"headers function fails", func(m *Machine) func(int) []Action {
			return func(attempt int) []Action { return m.Unaskable(attempt, 0, "Error") }
		}, []time.Duration{second, 2 * second}},
	} {
		m := newMachine(t, Config{})
		assert.Equal(t, c.want, waits(t, m, len(c.want), c.fail(m)), c.name)
	}
}

func TestRetryAfterIsNeverCutShort(t *testing.T) {
	for _, random := range []float64{0, 0.5, 0.999} {
		m := New(Config{URL: where, Format: framing.Auto}, func() float64 { return random })
		m.Connect(0)
		m.Response(1, 0, Head{Status: 503, RetryAfter: "3"})
		f := failure(t, explain(m, 1, 0, ""))
		assert.GreaterOrEqual(t, f.RetryIn, 3*second)
		assert.Less(t, f.RetryIn, 4*second)
	}
}

func TestUsefulLinkStartsOver(t *testing.T) {
	m := newMachine(t, Config{})
	waits(t, m, 5, func(attempt int) []Action { return m.Unreachable(attempt, 0, "TypeError") })

	m.Response(6, 100*second, eventStream)
	f := failure(t, m.Ended(6, 200*second, "TypeError"))
	assert.Equal(t, 6, f.Attempt, "a link that brought nothing and was cut is of no use, however long it lived")
	m.Timer(0, false)

	m.Response(7, 200*second, eventStream)
	send(t, m, 7, "data: x\n\n")
	f = failure(t, m.Ended(7, 209*second, ""))
	assert.Equal(t, 7, f.Attempt, "nor one that closed soon")
	m.Timer(0, false)

	m.Response(8, 300*second, eventStream)
	send(t, m, 8, ": a comment is a sign of life\n")
	f = failure(t, m.Ended(8, 310*second, ""))
	assert.Equal(t, 1, f.Attempt)
	assert.Zero(t, f.RetryIn, "a rotation")
	m.Timer(0, false)
	assert.Equal(t, second, failure(t, end(t, m, 9)).RetryIn)
}

// A quiet server that ended its connections after 12 s was asked after waits that grew to a
// minute, and a change was seen so late.
func TestQuietLinkThatLivedLongAndEndedCleanlyStartsOver(t *testing.T) {
	m := newMachine(t, Config{})
	now := time.Duration(0)
	for attempt := 1; attempt <= 5; attempt++ {
		m.Response(attempt, now, eventStream)
		now += 30 * second
		f := failure(t, m.Ended(attempt, now, ""))
		assert.Equal(t, []any{1, time.Duration(0)}, []any{f.Attempt, f.RetryIn})
		m.Timer(now, false)
	}
	m.Response(6, now, eventStream)
	assert.Equal(t, 2, failure(t, m.Ended(6, now+29*second, "")).Attempt)
}

// end has an attempt accepted and closed at once.
func end(t *testing.T, m *Machine, attempt int) []Action {
	t.Helper()
	m.Response(attempt, 0, eventStream)
	return m.Ended(attempt, 0, "")
}

// A server that accepts, sends one event and closes is asked at least twice and at most
// seven times in seven seconds, with growing gaps, whatever the dice say.
func TestServerThatClosesIsNotHammered(t *testing.T) {
	for _, random := range []float64{0, 0.3, 0.999} {
		m := New(Config{URL: where, Format: framing.Auto}, func() float64 { return random })
		m.Connect(0)
		now, gap, requests := time.Duration(0), time.Duration(0), 1
		for {
			m.Response(requests, now, eventStream)
			send(t, m, requests, "data: x\n\n")
			wait := failure(t, m.Ended(requests, now, "")).RetryIn
			assert.Greater(t, wait, gap)
			gap = wait
			if now += wait; now > 7*second {
				break
			}
			m.Timer(now, false)
			requests++
		}
		assert.GreaterOrEqual(t, requests, 2)
		assert.LessOrEqual(t, requests, 7)
	}
}

func TestServerSetsTheReconnectionTime(t *testing.T) {
	m := openMachine(t, Config{})
	send(t, m, 1, "retry: 2000\n") // at once: no blank line follows
	assert.Equal(t, 2*second, failure(t, m.Ended(1, 0, "")).RetryIn)
	m.Timer(0, false)
	assert.Equal(t, 4*second, failure(t, end(t, m, 2)).RetryIn)
	m.Timer(0, false)
	m.Response(3, 0, eventStream)
	send(t, m, 3, "retry: 1\ndata: x\n\n")
	assert.Equal(t, second/4, failure(t, m.Ended(3, 20*second, "")).RetryIn, "no less than 250 ms")

	m = openMachine(t, Config{Strict: true})
	send(t, m, 1, "retry: 99999999999\n\n")
	assert.Equal(t, (1<<31-1)*time.Millisecond, failure(t, m.Ended(1, 0, "")).RetryIn, "the longest a browser's timer can wait")
}

func TestStrictWaitsTheSameTimeAlways(t *testing.T) {
	m := newMachine(t, Config{Strict: true})
	assert.Equal(t, []time.Duration{3 * second, 3 * second, 3 * second},
		waits(t, m, 3, func(attempt int) []Action { return m.Unreachable(attempt, 0, "TypeError") }))
	m.Response(4, 0, eventStream)
	send(t, m, 4, "retry: 10\ndata: x\n\n")
	assert.Equal(t, 10*time.Millisecond, failure(t, m.Ended(4, 99*second, "")).RetryIn)
}

func TestUnauthorizedAsksForHeadersOnceMore(t *testing.T) {
	refuse := func(m *Machine, attempt int) *Failure {
		m.Response(attempt, 0, Head{Status: 401})
		return failure(t, explain(m, attempt, 0, ""))
	}
	m := newMachine(t, Config{FreshHeaders: true})
	f := refuse(m, 1)
	assert.False(t, f.Final)
	assert.Zero(t, f.RetryIn)
	m.Timer(0, false)
	assert.True(t, refuse(m, 2).Final, "the second 401 is believed")

	m = newMachine(t, Config{FreshHeaders: true})
	refuse(m, 1)
	m.Timer(0, false)
	end(t, m, 2)
	m.Timer(0, false)
	assert.False(t, refuse(m, 3).Final, "an accepted request in between starts over")

	assert.True(t, refuse(newMachine(t, Config{}), 1).Final, "the same headers would do no better")
}

// A token may be in the query as well, where a function of the page puts it.
func TestUnauthorizedAsksForTheAddressOnceMore(t *testing.T) {
	refuse := func(m *Machine, attempt int) bool {
		m.Addressed(attempt, 0, where+"?token="+strconv.Itoa(attempt), "")
		m.Response(attempt, 0, Head{Status: 401})
		f := failure(t, explain(m, attempt, 0, ""))
		m.Timer(f.RetryIn, false)
		return f.Final
	}
	asking := func(c Config) *Machine {
		c.Format = framing.Auto
		m := New(c, func() float64 { return 0 })
		m.Connect(0)
		return m
	}
	m := asking(Config{AsksURL: true})
	assert.Equal(t, []bool{false, true}, []bool{refuse(m, 1), refuse(m, 2)})

	m = newMachine(t, Config{Resume: Resume{AsksURL: true}})
	m.Response(1, 0, Head{Status: 401})
	assert.True(t, failure(t, explain(m, 1, 0, "")).Final, "the function is for going on")
	m = asking(Config{URL: where, Resume: Resume{AsksURL: true}, LastEventID: "7"})
	assert.Equal(t, []bool{false, true}, []bool{refuse(m, 1), refuse(m, 2)})
	m = asking(Config{AsksURL: true, Resume: Resume{URL: "/join"}, LastEventID: "7"})
	assert.True(t, refuse(m, 1), "it goes on where no function is asked")

	m = asking(Config{AsksURL: true, Signals: []Rule{at(t, "/code", SignalRefresh)}})
	m.Addressed(1, 0, where, "")
	m.Response(1, 0, eventStream)
	f := failure(t, commit(m, 1, 0, "data: {\"code\":1}\n\n"))
	assert.Equal(t, []any{false, 0 * second}, []any{f.Final, f.RetryIn})
}

// The strict class goes on where a redirect led, as the standard has it; a FeedSource
// begins at its own URL, so that a server can lead each connection to another place.
func TestConnectionAfterARedirect(t *testing.T) {
	const elsewhere = "https://node7.example/v1"
	for strict, want := range map[bool]string{true: elsewhere, false: where} {
		m := newMachine(t, Config{Strict: strict})
		head := eventStream
		head.URL = elsewhere
		m.Response(1, 0, head)
		m.Ended(1, 0, "")
		assert.Equal(t, want, m.Timer(0, false)[0].URL, "strict %v", strict)
	}
}
