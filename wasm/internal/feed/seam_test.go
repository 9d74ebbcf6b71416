package feed

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/liveness"
)

// Every backfill page, what was held and the response that waits are attempts of their own: what
// is left of one must not be taken for another's.
func TestEveryBodyOfABackfillIsAnAttempt(t *testing.T) {
	m, actions := filled(t, newestFirst, 1)
	require.Equal(t, []ActionKind{TellOpen, Park, DialBackfill}, kinds(actions))
	assert.Equal(t, 3, actions[2].Attempt)
	assert.Nil(t, m.Ended(2, second, "network error"), "of the response that waits")
	_, actions = backfillPage(t, m, array(9, 8, 7))
	assert.Equal(t, 4, actions[0].Attempt)
	assert.Nil(t, m.Reserve(4, 1), "there is no body yet")
	m.Response(4, second, Head{Status: 200})
	commit(m, 4, second, array(6))
	finish(t, m, 4)
	actions = m.Ended(4, second, "")
	assert.Equal(t, 5, actions[0].Attempt)
	_, actions = replay(t, m, actions[0])
	assert.Equal(t, []Action{{Kind: Unpark, Text: WhyBackfill}, {Kind: Read, Attempt: 6}}, actions)
}

func TestEveryBackfillPageIsWaitedForAnew(t *testing.T) {
	m := New(Config{URL: where, Format: framing.Auto, ID: []Member{compile(t, "/id")}, Resume: Resume{Off: true}, Backfill: &Backfill{URL: backfillURL, After: "after"},
		Liveness: &liveness.Config{Timeout: time.Hour, Connect: 5 * second}}, func() float64 { return 0 })
	m.Connect(0)
	m.Response(1, 0, Head{Status: 200})
	commit(m, 1, second, lines(1))
	m.Ended(1, second, "")
	m.Timer(2*second, false)
	m.Response(2, 2*second, Head{Status: 200})
	m.Response(3, 2*second, Head{Status: 200})
	commit(m, 3, 2*second, array(2))
	finish(t, m, 3)
	require.Equal(t, []ActionKind{DialBackfill, Arm}, kinds(m.Ended(3, 2*second, "")))
	for now := 3 * second; now < 7*second; now += second {
		assert.Equal(t, []ActionKind{Arm}, kinds(m.Timer(now, false)))
	}
	assert.Contains(t, failure(t, m.Timer(7*second, false)).Message, "no response within 5.0 s")
}

// A backfill page without cursors is turned round as well, and is the only one.
func TestNewestFirstWithoutCursors(t *testing.T) {
	b := Backfill{URL: backfillURL, After: "since", Before: "max"}
	m := New(Config{URL: where, Format: framing.Auto, LastEventID: "7", Resume: Resume{Off: true}, Backfill: &b}, nil)
	m.Connect(0)
	m.Response(1, 0, eventStream)
	got, actions := backfillPage(t, m, `["b","a"]`)
	assert.Equal(t, []string{`"a"`, `"b"`}, got)
	assert.Equal(t, []ActionKind{Unpark, Read}, kinds(actions))
}

// A backfill page may fill the limit to the byte: three records of 8 bytes and a line end each.
func TestBackfillPagesThatJustFit(t *testing.T) {
	m := ndjson(t, Config{ID: []Member{compile(t, "/id")}, Resume: Resume{Off: true}, Backfill: &newestFirst, MaxRecordBytes: 27})
	commit(m, 1, second, lines(1))
	m.Ended(1, second, "")
	m.Timer(9*second, false)
	m.Response(2, 9*second, Head{Status: 200})
	_, actions := backfillPage(t, m, array(9, 8, 7))
	require.Equal(t, []ActionKind{DialBackfill}, kinds(actions))
	got, actions := backfillPage(t, m, array(6, 5))
	assert.Equal(t, []string{`{"id":6}`, `{"id":7}`, `{"id":8}`, `{"id":9}`}, got, "one more than fits, and not two")
	assert.Len(t, gaps(actions), 1)
}

// An expired cursor is where a backfill begins until there is another.
func TestExpiredCursorCountsUntilThereIsAnother(t *testing.T) {
	m, _ := expired(t, Backfill{URL: backfillURL, After: "after"})
	backfillPage(t, m, "[]")
	m.Ended(m.attempt, second, "network error")
	m.Timer(1000*second, false)
	actions := m.Response(m.attempt, second, Head{Status: 200})
	require.Equal(t, []ActionKind{TellOpen, Park, DialBackfill}, kinds(actions))
	assert.Equal(t, backfillURL+"?after=7", actions[2].URL)
	backfillPage(t, m, "[]")
	commit(m, m.attempt, second, lines(8))
	m.Ended(m.attempt, second, "network error")
	m.Timer(1000*second, false)
	assert.Equal(t, []ActionKind{TellOpen, Read}, kinds(m.Response(m.attempt, second, Head{Status: 200})), "the server goes on behind 8")
}
