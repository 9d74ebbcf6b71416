package feed

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/liveness"
)

const backfillURL = "https://feeds.example/rest"

// filled is a feed of numbered records that was cut after the given ones, and whose new
// response waits for the backfill b.
func filled(t *testing.T, b Backfill, had ...int) (*Machine, []Action) {
	t.Helper()
	m := ndjson(t, Config{ID: []Member{compile(t, "/id")}, Resume: Resume{Off: true}, Backfill: &b})
	commit(m, 1, second, lines(had...))
	m.Ended(1, second, "network error")
	m.Timer(second, false)
	return m, m.Response(2, second, Head{Status: 200})
}

func lines(ids ...int) string {
	var b strings.Builder
	for _, id := range ids {
		fmt.Fprintf(&b, "{\"id\":%d}\n", id)
	}
	return b.String()
}

func array(ids ...int) string {
	return "[" + strings.ReplaceAll(strings.TrimSpace(lines(ids...)), "\n", ",\n") + "]"
}

// backfillPage is the whole response to the page asked for last; it gives what was delivered
// and what follows.
func backfillPage(t *testing.T, m *Machine, body string) (delivered []string, actions []Action) {
	t.Helper()
	attempt := m.attempt
	require.Equal(t, []ActionKind{Read}, kinds(m.Response(attempt, second, Head{Status: 200, ContentType: "application/json"})))
	commit(m, attempt, second, body)
	delivered = records(m)
	more, ok := m.Finish(attempt, true, second)
	require.True(t, ok)
	delivered = append(delivered, records(m)...)
	actions = append(more, m.Ended(attempt, second, "")...)
	if last := len(actions) - 1; last >= 0 && actions[last].Kind == Replay {
		held, live := replay(t, m, actions[last])
		return append(delivered, held...), append(actions[:last], live...)
	}
	return delivered, actions
}

func TestBackfillPagesComeBeforeTheStreamThatWaits(t *testing.T) {
	m, actions := filled(t, Backfill{URL: backfillURL + "?limit=2", After: "afterId"}, 1, 2)
	require.Equal(t, []ActionKind{TellOpen, Park, DialBackfill}, kinds(actions), "the stream is open first")
	assert.Equal(t, backfillURL+"?limit=2&afterId=2", actions[2].URL)
	got, actions := backfillPage(t, m, array(3, 4))
	assert.Equal(t, []string{`{"id":3}`, `{"id":4}`}, got)
	require.Equal(t, []ActionKind{DialBackfill}, kinds(actions))
	assert.Equal(t, backfillURL+"?limit=2&afterId=4", actions[0].URL)
	got, actions = backfillPage(t, m, array(5))
	assert.Equal(t, []string{`{"id":5}`}, got)
	assert.Equal(t, []ActionKind{DialBackfill}, kinds(actions), "a backfill page may be short for other reasons")
	got, actions = backfillPage(t, m, "[]")
	assert.Empty(t, got)
	require.Equal(t, []ActionKind{Unpark, Read}, kinds(actions))
	commit(m, actions[1].Attempt, second, lines(4, 5, 6))
	assert.Equal(t, []string{`{"id":6}`}, records(m), "the seam")
	assert.Equal(t, 2, m.Duplicates())
	assert.Equal(t, "6", m.LastEventID())
}

// A page of JSON names no types of events.
func TestBackfillHasTheTypeOfTheStream(t *testing.T) {
	for _, b := range []Backfill{{URL: backfillURL, After: "after"}, {URL: backfillURL, After: "after", Before: "before", Size: 2}} {
		m := openMachine(t, Config{Format: framing.SSE, ID: []Member{compile(t, "/id")}, Resume: Resume{Off: true}, Backfill: &b})
		send(t, m, 1, "data: {}\n\nevent: ticks\ndata: {\"id\":1}\n\n: quiet\n\n")
		m.Ended(1, second, "network error")
		m.Timer(second, false)
		m.Response(2, second, eventStream)
		attempt := m.attempt
		m.Response(attempt, second, Head{Status: 200, ContentType: "application/json"})
		commit(m, attempt, second, array(2))
		if b.Before != "" {
			m.Finish(attempt, true, second)
			held := m.Ended(attempt, second, "")
			require.Equal(t, []ActionKind{Replay}, kinds(held))
			commit(m, held[0].Attempt, second, held[0].Text)
		}
		require.NotEmpty(t, m.Stream().Rows)
		assert.Equal(t, "ticks", m.Stream().Types.Name(m.Stream().Rows[0].Type()), "%+v", b)
	}
}

func TestCursorDoesNotGoBackAtTheSeam(t *testing.T) {
	m, _ := filled(t, Backfill{URL: backfillURL, After: "after"}, 1)
	backfillPage(t, m, array(2, 3))
	_, actions := backfillPage(t, m, "[]")
	commit(m, actions[1].Attempt, second, lines(2))
	assert.Equal(t, "3", m.LastEventID())
}

func TestShortBackfillPageIsTheLastIfItsSizeIsKnown(t *testing.T) {
	m, _ := filled(t, Backfill{URL: backfillURL, After: "after", Size: 2}, 1)
	_, actions := backfillPage(t, m, array(2, 3))
	assert.Equal(t, []ActionKind{DialBackfill}, kinds(actions))
	_, actions = backfillPage(t, m, array(4))
	assert.Equal(t, []ActionKind{Unpark, Read}, kinds(actions))
}

func TestBackfillPageThatLeadsNowhereIsTheLast(t *testing.T) {
	m, _ := filled(t, Backfill{URL: backfillURL, After: "after"}, 1)
	_, actions := backfillPage(t, m, array(1))
	assert.Equal(t, []ActionKind{Unpark, Read}, kinds(actions), "after=1 gave 1 itself, and would again")
	m, _ = filled(t, Backfill{URL: backfillURL, After: "after"}, 1)
	_, actions = backfillPage(t, m, `[{"text":"no id"}]`)
	assert.Equal(t, []ActionKind{Unpark, Read}, kinds(actions))
}

func TestNewestFirstIsTurnedRound(t *testing.T) {
	m, actions := filled(t, Backfill{URL: backfillURL, After: "since_id", Before: "max_id"}, 1, 2)
	assert.Equal(t, backfillURL+"?since_id=2", actions[2].URL)
	got, actions := backfillPage(t, m, array(9, 8, 7))
	assert.Empty(t, got, "the older ones come first")
	assert.Equal(t, backfillURL+"?since_id=2&max_id=7", actions[0].URL)
	got, actions = backfillPage(t, m, array(7, 6, 5)) // max_id is inclusive
	assert.Empty(t, got)
	assert.Equal(t, backfillURL+"?since_id=2&max_id=5", actions[0].URL)
	got, actions = backfillPage(t, m, array(5, 4, 3))
	assert.Empty(t, got)
	assert.Equal(t, []ActionKind{DialBackfill}, kinds(actions))
	got, actions = backfillPage(t, m, array(3))
	assert.Equal(t, []string{`{"id":3}`, `{"id":4}`, `{"id":5}`, `{"id":6}`, `{"id":7}`, `{"id":8}`, `{"id":9}`}, got)
	assert.Equal(t, []ActionKind{Unpark, Read}, kinds(actions))
	assert.Equal(t, "9", m.LastEventID())
}

func TestNewestFirstIsBounded(t *testing.T) {
	b := Backfill{URL: backfillURL, After: "since", Before: "max"}
	m := ndjson(t, Config{ID: []Member{compile(t, "/id")}, Resume: Resume{Off: true}, Backfill: &b, MaxRecordBytes: 30})
	commit(m, 1, second, lines(1))
	m.Ended(1, second, "")
	m.Timer(9*second, false)
	m.Response(2, 9*second, Head{Status: 200})
	got, actions := backfillPage(t, m, array(9, 8, 7, 6))
	assert.Len(t, got, 4, "what came is delivered")
	require.Len(t, gaps(actions), 1)
	assert.Equal(t, "backfill", gaps(actions)[0]["reason"])
	assert.Equal(t, []ActionKind{Unpark, Read}, kinds(actions[1:]))
}

func TestRecordsOutOfTheOrderOfTheirIDs(t *testing.T) {
	_, actions := filled(t, Backfill{URL: backfillURL, After: "since", Overlap: 3}, 1, 2, 8, 9, 10)
	assert.Equal(t, backfillURL+"?since=8", actions[2].URL, "the lowest of the last three, and 10 is above 9")
	_, actions = filled(t, Backfill{URL: backfillURL, After: "since"}, 1, 9, 8)
	assert.Equal(t, backfillURL+"?since=9", actions[2].URL, "without: the highest")
}

func TestRecordsFromThePagesOwnFunction(t *testing.T) {
	m, actions := filled(t, Backfill{}, 1, 2)
	require.Equal(t, []ActionKind{TellOpen, Park, AskBackfill}, kinds(actions))
	assert.Equal(t, "2", actions[2].Cursor)
	got, actions := backfillPage(t, m, lines(3, 4))
	assert.Equal(t, []string{`{"id":3}`, `{"id":4}`}, got)
	assert.Equal(t, []ActionKind{Unpark, Read}, kinds(actions), "it gives all in one go")
}

func TestBackfillPageThatFailsForNowFailsTheConnection(t *testing.T) {
	for name, fail := range map[string]func(*Machine) []Action{
		"status": func(m *Machine) []Action { return m.Response(m.attempt, second, Head{Status: 503}) },
		"network": func(m *Machine) []Action {
			return m.Unreachable(m.attempt, second, "TypeError")
		},
		"cut": func(m *Machine) []Action {
			m.Response(m.attempt, second, Head{Status: 200})
			commit(m, m.attempt, second, "[{\"id\":3},")
			m.Finish(m.attempt, false, second)
			return m.Ended(m.attempt, second, "network error")
		},
		"function": func(m *Machine) []Action { return m.Unaskable(m.attempt, second, "Error") },
	} {
		m, _ := filled(t, Backfill{URL: backfillURL, After: "after"}, 1, 2)
		actions := fail(m)
		assert.Contains(t, kinds(actions), Abort, "%s: the stream that waits as well", name)
		f := failure(t, actions)
		assert.False(t, f.Final, name)
		assert.Equal(t, Dial, m.Timer(400*second, false)[0].Kind, name)
		actions = m.Response(m.attempt, second, Head{Status: 200})
		want := "2"
		if name == "cut" {
			want = "3"
		}
		assert.Equal(t, backfillURL+"?after="+want, actions[2].URL, "%s: nothing is lost", name)
	}
}

func TestBackfillPageThatIsRefusedLeavesTheGap(t *testing.T) {
	m, _ := filled(t, Backfill{URL: backfillURL, After: "after"}, 1, 2)
	actions := m.Response(m.attempt, second, Head{Status: 403})
	require.Len(t, gaps(actions), 1)
	assert.Equal(t, "backfill", gaps(actions)[0]["reason"])
	assert.Equal(t, "2", gaps(actions)[0]["from"])
	assert.Equal(t, []ActionKind{Unpark, Read}, kinds(actions[1:]))
}

func TestExpiredCursorIsFilledIn(t *testing.T) {
	b := Backfill{URL: backfillURL, After: "after"}
	m := ndjson(t, Config{ID: []Member{compile(t, "/id")}, Backfill: &b})
	commit(m, 1, second, lines(7))
	m.Ended(1, second, "")
	m.Timer(9*second, false)
	m.Response(2, 9*second, Head{Status: 410})
	actions := explain(m, 2, 9*second, "")
	assert.Empty(t, gaps(actions), "nothing is lost")
	assert.Empty(t, m.Timer(9*second, false)[0].Cursor)
	actions = m.Response(3, 9*second, Head{Status: 200})
	assert.Equal(t, backfillURL+"?after=7", actions[2].URL)
}

func TestFeedThatIsGivenACursorBeginsWithTheBackfill(t *testing.T) {
	m := New(Config{URL: where, Format: framing.Auto, LastEventID: "7", Resume: Resume{Off: true}, Backfill: &Backfill{URL: backfillURL, After: "after"}}, nil)
	m.Connect(0)
	assert.Equal(t, backfillURL+"?after=7", m.Response(1, 0, eventStream)[2].URL)
}

func TestBackfillIsGivenUpWithTheFeed(t *testing.T) {
	for name, act := range map[string]func(*Machine) []Action{
		"close":   func(m *Machine) []Action { return m.Close() },
		"connect": func(m *Machine) []Action { return m.Connect(second) },
		"sleep":   func(m *Machine) []Action { return m.Sleep() },
	} {
		m, _ := filled(t, Backfill{URL: backfillURL, After: "after"}, 1)
		attempt := m.attempt
		assert.Contains(t, kinds(act(m)), Abort, name)
		assert.Nil(t, m.fill, name)
		assert.Nil(t, m.Response(attempt, second, Head{Status: 200}), name)
	}
}

func TestSilentBackfillPageIsFound(t *testing.T) {
	b := Backfill{URL: backfillURL, After: "after"}
	m := New(Config{URL: where, Format: framing.Auto, ID: []Member{compile(t, "/id")}, Resume: Resume{Off: true}, Backfill: &b,
		Liveness: &liveness.Config{Timeout: 10 * second, Connect: 5 * second}}, func() float64 { return 0 })
	m.Connect(0)
	m.Response(1, 0, Head{Status: 200})
	commit(m, 1, second, lines(7))
	m.Ended(1, second, "")
	m.Timer(2*second, false)
	m.Response(2, 2*second, Head{Status: 200})
	var f *Failure
	for now := 2 * second; f == nil && now < time.Minute; now += second {
		for _, a := range m.Timer(now, false) {
			if a.Kind == TellFailure {
				f = a.Failure
			}
		}
	}
	require.NotNil(t, f)
	assert.Equal(t, FailStall, f.Type)
	assert.Contains(t, f.Message, "no response within 5.0 s")
}
