package feed

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// expired is a feed whose cursor 7 has expired, and whose new response waits for backfill pages.
func expired(t *testing.T, b Backfill) (*Machine, []Action) {
	t.Helper()
	m := ndjson(t, Config{ID: []Member{compile(t, "/id")}, Backfill: &b})
	commit(m, 1, second, lines(7))
	m.Ended(1, second, "")
	m.Timer(9*second, false)
	m.Response(2, 9*second, Head{Status: 410})
	explain(m, 2, 9*second, "")
	m.Timer(9*second, false)
	return m, m.Response(3, 9*second, Head{Status: 200})
}

// replay reads what was held of the backfill pages that begin with the newest.
func replay(t *testing.T, m *Machine, a Action) (delivered []string, actions []Action) {
	t.Helper()
	require.Equal(t, Replay, a.Kind)
	assert.Empty(t, commit(m, a.Attempt, second, a.Text))
	delivered = records(m)
	assert.Empty(t, finish(t, m, a.Attempt))
	return delivered, m.Ended(a.Attempt, second, "")
}

// interruptions are the ways in which a backfill ends before it is done.
var interruptions = map[string]func(*Machine){
	"a status": func(m *Machine) {
		m.Response(m.attempt, second, Head{Status: 503})
		m.Timer(1000*second, false)
	},
	"no network": func(m *Machine) {
		m.Unreachable(m.attempt, second, "TypeError")
		m.Timer(1000*second, false)
	},
	"the page itself": func(m *Machine) { m.Connect(second) },
	"the page left": func(m *Machine) {
		m.Sleep()
		m.Wake(second, false)
	},
}

// What is missing is missing until it has been read, also when nothing but the backfill
// that failed knew of it.
func TestBackfillThatWasInterruptedBeginsAgain(t *testing.T) {
	for name, interrupt := range interruptions {
		m, actions := expired(t, Backfill{URL: backfillURL, After: "after"})
		require.Equal(t, backfillURL+"?after=7", actions[2].URL, name)
		interrupt(m)
		actions = m.Response(m.attempt, second, Head{Status: 200})
		require.Equal(t, []ActionKind{TellOpen, Park, DialBackfill}, kinds(actions), name)
		assert.Equal(t, backfillURL+"?after=7", actions[2].URL, name)
		backfillPage(t, m, array(8, 9))
		interrupt(m)
		actions = m.Response(m.attempt, second, Head{Status: 200})
		require.Equal(t, []ActionKind{TellOpen, Park, DialBackfill}, kinds(actions), name)
		assert.Equal(t, backfillURL+"?after=9", actions[2].URL, "%s: from where it was", name)
		_, actions = backfillPage(t, m, "[]")
		require.Equal(t, []ActionKind{Unpark, Read}, kinds(actions), name)
		m.Ended(m.attempt, second, "")
		m.Timer(1000*second, false)
		assert.Equal(t, []ActionKind{TellOpen, Read}, kinds(m.Response(m.attempt, second, Head{Status: 200})), "%s: and only until then", name)
	}
}

// A backfill page that came, though later than the feed was cut, does not make the break shorter.
func TestBreakIsNotOverBeforeTheBackfillIs(t *testing.T) {
	m := ndjson(t, Config{ID: []Member{compile(t, "/id")}, Gap: Gap{Window: 10 * second}, Backfill: &Backfill{URL: backfillURL, After: "after"}})
	commit(m, 1, second, lines(1))
	m.Ended(1, second, "network error")
	m.Timer(60*second, false)
	m.Response(2, 60*second, Head{Status: 200})
	m.Response(m.attempt, 60*second, Head{Status: 200})
	commit(m, m.attempt, 60*second, array(2, 3))
	m.Finish(m.attempt, false, 60*second)
	m.Ended(m.attempt, 60*second, "network error")
	m.Timer(61*second, false)
	actions := m.Response(m.attempt, 61*second, Head{Status: 200})
	require.Equal(t, []ActionKind{TellOpen, Park, DialBackfill}, kinds(actions))
	assert.Equal(t, backfillURL+"?after=3", actions[2].URL)
}

var newestFirst = Backfill{URL: backfillURL, After: "since", Before: "max", Size: 3}

// What was held is delivered only when all that is older has come: its cursor would hide
// the rest.
func TestNewestFirstThatIsCutDeliversNothing(t *testing.T) {
	m, _ := filled(t, newestFirst, 1, 2)
	_, actions := backfillPage(t, m, array(9, 8, 7))
	require.Equal(t, []ActionKind{DialBackfill}, kinds(actions))
	m.Response(m.attempt, second, Head{Status: 200})
	commit(m, m.attempt, second, "[{\"id\":6},")
	assert.Empty(t, finish(t, m, m.attempt))
	assert.Empty(t, records(m))
	f := failure(t, m.Ended(m.attempt, second, "network error"))
	assert.Contains(t, f.Message, ": the connection was cut (network error) while it read what was missing; trying again in ")
	assert.Equal(t, "2", m.LastEventID())
}

func TestWhatWasHeldIsNotLostWithALaterBackfillPage(t *testing.T) {
	for status, notices := range map[int]int{403: 1, 204: 0} {
		m, _ := filled(t, newestFirst, 1, 2)
		backfillPage(t, m, array(9, 8, 7))
		actions := m.Response(m.attempt, second, Head{Status: status})
		assert.Len(t, gaps(actions), notices, "no content is a backfill page without records")
		got, actions := replay(t, m, actions[len(actions)-1])
		assert.Equal(t, []string{`{"id":7}`, `{"id":8}`, `{"id":9}`}, got)
		assert.Equal(t, []ActionKind{Unpark, Read}, kinds(actions))
	}
}

func TestReplayIsGivenUpWithTheFeed(t *testing.T) {
	for name, interrupt := range interruptions {
		m, _ := filled(t, newestFirst, 1)
		m.Response(m.attempt, second, Head{Status: 200})
		commit(m, m.attempt, second, array(9, 8))
		finish(t, m, m.attempt)
		actions := m.Ended(m.attempt, second, "")
		require.Equal(t, []ActionKind{Replay}, kinds(actions), name)
		assert.Equal(t, "{\"id\":8}\n{\"id\":9}\n", actions[0].Text)
		attempt := actions[0].Attempt
		interrupt(m)
		assert.Nil(t, m.Reserve(attempt, 1), name)
		actions = m.Response(m.attempt, second, Head{Status: 200})
		require.Equal(t, []ActionKind{TellOpen, Park, DialBackfill}, kinds(actions), name)
		assert.Equal(t, backfillURL+"?since=1", actions[2].URL, name)
	}
}

// A record is looked at when its backfill page comes. When it is delivered it is old, which is no
// lag, and what it says has been heeded.
func TestReplayIsNotLookedAtTwice(t *testing.T) {
	b := newestFirst
	b.Size = 0
	m := ndjson(t, Config{ID: []Member{compile(t, "/id")}, Resume: Resume{Off: true}, Backfill: &b,
		Signals: []Rule{at(t, "/w", SignalWarning), at(t, "/mark", SignalBookmark)}, Lag: &Lag{Time: compile(t, "/sent"), Warn: second}})
	commit(m, 1, second, lines(1))
	m.Ended(1, second, "")
	m.Timer(9*second, false)
	m.Response(2, 9*second, Head{Status: 200})
	now := 1_700_000_000 * second
	m.Response(m.attempt, now, Head{Status: 200})
	actions := commit(m, m.attempt, now, `[{"id":9,"w":1,"sent":1600000000},{"id":8,"sent":1600000000},{"id":5,"mark":1}]`)
	assert.Equal(t, []ActionKind{TellNotice}, kinds(actions))
	assert.Equal(t, "1", m.LastEventID(), "what is held is behind no cursor yet")
	finish(t, m, m.attempt)
	m.Ended(m.attempt, now, "")
	_, actions = backfillPage(t, m, "[]")
	assert.Equal(t, []ActionKind{Unpark, Read}, kinds(actions), "no second warning")
	commit(m, m.attempt, now, "{\"id\":10}\n")
	for s := range 60 {
		commit(m, m.attempt, now+time.Duration(s)*second, "{\"sent\":1700000000}\n")
	}
	stats, ok := m.LagStats()
	require.True(t, ok)
	assert.Less(t, stats.LagMs, 61_000.0)
	assert.Less(t, stats.OffsetMs, 61_000.0)
}

// A backfill page that never ends holds no more than the limit.
func TestBackfillPageWithoutEndIsBounded(t *testing.T) {
	b := newestFirst
	b.Size = 1000
	m := ndjson(t, Config{ID: []Member{compile(t, "/id")}, Resume: Resume{Off: true}, Backfill: &b, MaxRecordBytes: 30})
	commit(m, 1, second, lines(1))
	m.Ended(1, second, "")
	m.Timer(9*second, false)
	m.Response(2, 9*second, Head{Status: 200})
	got, actions := backfillPage(t, m, array(9, 8, 7, 6, 5, 4, 3))
	assert.Equal(t, []string{`{"id":6}`, `{"id":7}`, `{"id":8}`, `{"id":9}`}, got)
	assert.Len(t, gaps(actions), 1)
}

// The address of the backfill pages is another, and the cursor is in its query anyway.
func TestBackfillPageThatCannotBeReachedSaysNothingOfTheHeader(t *testing.T) {
	m := ndjson(t, Config{ID: []Member{compile(t, "/id")},
		Resume: Resume{Header: "Last-Event-ID", Query: "last"}, Backfill: &Backfill{URL: backfillURL, After: "after"},
		Signals: []Rule{at(t, "/gone", SignalGap)}})
	commit(m, 1, second, "{\"id\":7}\n{\"gone\":true}\n")
	m.Timer(second, false)
	m.Response(2, second, Head{Status: 200})
	backfillPage(t, m, array(8))
	m.Unreachable(m.attempt, second, "TypeError")
	assert.Equal(t, where, m.Timer(second, false)[0].URL)
}
