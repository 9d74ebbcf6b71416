package feed

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/liveness"
)

// To look into records leaves the ids of an event stream as they are.
func TestFieldsCountWhereNoMemberDoes(t *testing.T) {
	m := openMachine(t, Config{Signals: []Rule{{Is: []string{"[DONE]"}, Then: SignalEnd}}})
	send(t, m, 1, "id: 1\ndata: a\n\nid: 2\ndata: b\n\n")
	assert.Equal(t, []string{"1", "2"}, cursors(m))
	assert.Equal(t, "2", m.LastEventID())
}

func TestOnlyRecordsAreSignals(t *testing.T) {
	m := openMachine(t, Config{Signals: []Rule{{Is: []string{"[DONE]"}, Then: SignalEnd}}})
	assert.Empty(t, commit(m, 1, 0, ":[DONE]\n\n"), "a comment")
	assert.Len(t, m.Stream().Rows, 1)
}

func TestDuplicatesAreThoseOfTheLastBatch(t *testing.T) {
	m := ndjson(t, Config{Dedupe: Dedupe{Keys: []Member{compile(t, "/id")}}})
	send(t, m, 1, lines(1, 1, 1))
	assert.Equal(t, 2, m.Duplicates())
	send(t, m, 1, lines(2))
	assert.Zero(t, m.Duplicates())
}

func TestRefusalIsToldWhenEnoughOfItHasCome(t *testing.T) {
	m := newMachine(t, Config{})
	m.Response(1, 0, Head{Status: 503})
	assert.Empty(t, commit(m, 1, 0, strings.Repeat("x", maxExcerptBytes-1)))
	f := failure(t, commit(m, 1, 0, "yz"))
	assert.Equal(t, strings.Repeat("x", maxExcerptBytes-1)+"y", f.Body)
}

func TestNoGapIsKnownWithoutAWindow(t *testing.T) {
	_, actions := reconnected(t, Config{}, time.Hour, Head{})
	assert.Equal(t, []ActionKind{TellOpen, Read}, kinds(actions))
	m := New(Config{URL: where, Format: framing.Auto, LastEventID: "7", Gap: Gap{Window: second}}, nil)
	m.Connect(time.Hour)
	actions = m.Response(1, time.Hour, eventStream)
	assert.Equal(t, []ActionKind{TellOpen, Read}, kinds(actions), "nor how long a page was away that brings its cursor along")
}

func TestHeadersAreAskedForAnewAtOnce(t *testing.T) {
	m := newMachine(t, Config{FreshHeaders: true})
	for attempt := 1; attempt <= 2; attempt++ {
		m.Unreachable(attempt, 0, "TypeError")
		m.Timer(0, false)
	}
	m.Response(3, 0, Head{Status: 401})
	assert.Zero(t, failure(t, explain(m, 3, 0, "")).RetryIn)
}

// The strict class fails at any status but 200, wherever its headers come from.
func TestStrictClassDoesNotAskForHeadersAnew(t *testing.T) {
	m := newMachine(t, Config{Strict: true, FreshHeaders: true})
	assert.True(t, failure(t, m.Response(1, 0, Head{Status: 401})).Final)
}

func TestLongestCursor(t *testing.T) {
	m := ndjson(t, Config{ID: []Member{compile(t, "/id")}})
	longest := strings.Repeat("x", maxCursorBytes)
	send(t, m, 1, "{\"id\":\""+longest+"\"}\n{\"id\":\"y"+longest+"\"}\n")
	assert.Equal(t, longest, m.LastEventID())
}

// A request is tried without its cursor's header only if it has one.
func TestOnlyACursorInAHeaderIsDoubted(t *testing.T) {
	both := Resume{Header: "Last-Event-ID", Query: "last"}
	for _, c := range []struct {
		resume Resume
		cursor string
		waits  []time.Duration
	}{
		{both, "7", []time.Duration{0, 0, 0, second / 4}},
		{both, "", []time.Duration{0, second / 4, second / 2, 3 * second / 4}},
		{Resume{Header: "Last-Event-ID"}, "7", []time.Duration{0, 0, 0, second / 4}},
		{Resume{Body: "/last"}, "7", []time.Duration{0, second / 4, second / 2, 3 * second / 4}},
		{Resume{Page: true}, "7", []time.Duration{0, second / 4, second / 2, 3 * second / 4}},
		{Resume{Query: "last"}, "7", []time.Duration{0, second / 4, second / 2, 3 * second / 4}},
	} {
		m := New(Config{URL: where, Origin: elsewhere, Format: framing.Auto, Resume: c.resume, LastEventID: c.cursor}, func() float64 { return 0 })
		m.Connect(0)
		var waits []time.Duration
		for attempt := 1; attempt <= len(c.waits); attempt++ {
			waits = append(waits, failure(t, m.Unreachable(attempt, 0, "TypeError")).RetryIn)
			m.Timer(0, false)
		}
		assert.Equal(t, c.waits, waits)
	}
}

// A connection that is not open, or owes nothing, is not quiet.
func TestOnlyAnOpenFeedIsQuiet(t *testing.T) {
	r := newRig(t, liveness.Config{Timeout: 20 * second, Connect: 5 * second})
	assert.Zero(t, r.QuietAt(), "no response yet")
	r.open()
	assert.NotZero(t, r.QuietAt())
	r.do(r.Ended(1, r.now, ""))
	assert.Zero(t, r.QuietAt(), "waiting")
	r.pass(second, false)
	r.open()
	r.Close()
	assert.Zero(t, r.QuietAt(), "closed")

	assert.Zero(t, openMachine(t, Config{}).QuietAt(), "liveness is off")
	r = newRig(t, liveness.Config{})
	r.open()
	assert.Zero(t, r.QuietAt(), "no limit is known yet")
}

func TestExplanationIsOfTheResponseItself(t *testing.T) {
	m := newMachine(t, Config{AsksDelay: true})
	m.Response(1, 0, Head{Status: 503})
	explain(m, 1, 0, "overloaded")
	m.Decide(1, 0, true, 0)
	m.Timer(0, false)
	actions := m.Response(2, 0, Head{Opaque: true})
	asked := actions[len(actions)-1]
	require.Equal(t, AskDelay, asked.Kind)
	assert.Empty(t, asked.Failure.Body)
	assert.Equal(t, where+": the response is opaque, because the request's mode is no-cors or a redirect was not followed; the feed is closed.", asked.Failure.Message)
}

func TestOpenFeedIsQuietAfterHalfItsLimit(t *testing.T) {
	r := newRig(t, liveness.Config{Timeout: 20 * second})
	r.open()
	r.pass(second, false)
	r.bytes(":\n")
	assert.Equal(t, r.now+10*second, r.QuietAt())
	came := r.now
	r.pass(15*second, false)
	assert.Equal(t, came+10*second, r.QuietAt(), "it has passed")
	r.bytes(":\n")
	assert.Equal(t, r.now+10*second, r.QuietAt())
}

func TestFeedOnProbeAfterASleepIsQuietAtOnce(t *testing.T) {
	r := newRig(t, liveness.Config{Timeout: 20 * second})
	r.open()
	r.bytes(":\n")
	r.now += 600 * second
	r.do(r.Timer(r.now, false))
	r.pass(0, false)
	assert.NotZero(t, r.QuietAt())
	assert.LessOrEqual(t, r.QuietAt(), r.now)
	r.bytes(":\n")
	assert.Greater(t, r.QuietAt(), r.now)
}

func TestBudgetOfTimeToTheLimit(t *testing.T) {
	for limit, final := range map[time.Duration]bool{5 * second: false, 5*second - 1: true} {
		m := newMachine(t, Config{MaxElapsed: limit})
		m.Response(1, 0, Head{Status: 500})
		assert.Equal(t, final, failure(t, explain(m, 1, 0, "")).Final)
	}
}
