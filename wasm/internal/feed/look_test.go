package feed

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
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
	m := ndjson(t, Config{Dedupe: Dedupe{Keys: []jsonptr.Pointer{compile(t, "/id")}}})
	send(t, m, 1, lines(1, 1, 1))
	assert.Equal(t, 2, m.Duplicates())
	send(t, m, 1, lines(2))
	assert.Zero(t, m.Duplicates())
}

func TestRefusalIsToldWhenEnoughOfItHasCome(t *testing.T) {
	m := newMachine(t, Config{})
	m.Response(1, 0, Head{Status: 503})
	assert.Empty(t, commit(m, 1, 0, strings.Repeat("x", excerpt-1)))
	f := failure(t, commit(m, 1, 0, "yz"))
	assert.Equal(t, strings.Repeat("x", excerpt-1)+"y", f.Body)
}

func TestNoGapIsKnownWithoutAWindow(t *testing.T) {
	_, actions := reconnected(t, Config{}, time.Hour, Head{})
	assert.Equal(t, []ActionKind{TellOpen, Read}, kinds(actions))
	m := New(Config{URL: where, Format: framing.Auto, LastEventID: "7", Gap: Gap{Window: second}}, nil)
	m.Connect(time.Hour)
	actions = m.Response(1, time.Hour, eventStream)
	assert.Equal(t, []ActionKind{TellOpen, Read}, kinds(actions), "nor how long a page was away that brings its cursor along")
}

func TestFeedThatStalledIsDeadAfterTheNextEnd(t *testing.T) {
	r := newRig(t, liveness.Config{Timeout: 20 * second})
	r.open()
	r.pass(25*second, false)
	require.Equal(t, Stalled, r.Liveness(r.now))
	r.open()
	r.do(r.Ended(r.attempt, r.now, ""))
	assert.Equal(t, Dead, r.Liveness(r.now))
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
	m.Response(1, 0, Head{Status: 401})
	assert.True(t, failure(t, explain(m, 1, 0, "")).Final)
}

func TestLongestCursor(t *testing.T) {
	m := ndjson(t, Config{ID: []jsonptr.Pointer{compile(t, "/id")}})
	longest := strings.Repeat("x", longestID)
	send(t, m, 1, "{\"id\":\""+longest+"\"}\n{\"id\":\"y"+longest+"\"}\n")
	assert.Equal(t, longest, m.LastEventID())
}

// The ways of the cursor are tried in turn only where there are two, and a cursor.
func TestOnlyACursorThatCanGoTwoWaysIsTriedBoth(t *testing.T) {
	both := Resume{Header: "Last-Event-ID", Query: "last"}
	for _, c := range []struct {
		resume Resume
		cursor string
		waits  []time.Duration
	}{
		{both, "7", []time.Duration{0, 0, 0, second / 4}},
		{both, "", []time.Duration{0, second / 4, second / 2, 3 * second / 4}},
		{Resume{Header: "Last-Event-ID"}, "7", []time.Duration{0, second / 4, second / 2, 3 * second / 4}},
		{Resume{Query: "last"}, "7", []time.Duration{0, second / 4, second / 2, 3 * second / 4}},
	} {
		m := New(Config{URL: where, Format: framing.Auto, Resume: c.resume, LastEventID: c.cursor}, func() float64 { return 0 })
		m.Connect(0)
		var waits []time.Duration
		for attempt := 1; attempt <= len(c.waits); attempt++ {
			waits = append(waits, failure(t, m.Unreachable(attempt, 0, "TypeError")).RetryIn)
			m.Timer(0, false)
		}
		assert.Equal(t, c.waits, waits)
	}
}

func TestClosedFeedIsDeadAndNotStalled(t *testing.T) {
	r := newRig(t, liveness.Config{Timeout: 20 * second})
	r.open()
	r.pass(25*second, false)
	r.Close()
	assert.Equal(t, Dead, r.Liveness(r.now))
	m := New(Config{URL: where, Format: framing.Auto, Once: true, Liveness: &liveness.Config{Connect: second}}, func() float64 { return 0 })
	m.Connect(0)
	m.Timer(second/2, false)
	assert.True(t, failure(t, m.Timer(second, false)).Final)
	assert.Equal(t, Dead, m.Liveness(second))
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

func TestLivenessOfAnOpenFeed(t *testing.T) {
	r := newRig(t, liveness.Config{Timeout: 20 * second})
	r.open()
	r.bytes(":\n")
	assert.Equal(t, Fresh, r.Liveness(r.now))
	r.pass(15*second, false)
	assert.Equal(t, Quiet, r.Liveness(r.now))
}

func TestBudgetOfTimeToTheLimit(t *testing.T) {
	for limit, final := range map[time.Duration]bool{5 * second: false, 5*second - 1: true} {
		m := newMachine(t, Config{MaxElapsed: limit})
		m.Response(1, 0, Head{Status: 500})
		assert.Equal(t, final, failure(t, explain(m, 1, 0, "")).Final)
	}
}
