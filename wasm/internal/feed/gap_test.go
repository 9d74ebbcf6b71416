package feed

import (
	"cmp"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// gaps are the notices of that type among actions.
func gaps(actions []Action) (list []map[string]any) {
	for _, a := range actions {
		if a.Kind == TellNotice && a.Notice.Type == NoticeGap {
			list = append(list, a.Notice.Detail)
		}
	}
	return list
}

// reconnected is an event stream that brought the event 7 at 1 s, was cut, and is answered
// again at the given time.
func reconnected(t *testing.T, c Config, now time.Duration, h Head) (*Machine, []Action) {
	t.Helper()
	m := openMachine(t, c)
	commit(m, 1, second, "id: 7\ndata: x\n\n")
	m.Ended(1, second, "network error")
	require.Equal(t, Dial, m.Timer(now, false)[0].Kind)
	h.Status, h.ContentType = 200, "text/event-stream"
	return m, m.Response(2, now, h)
}

func TestBreakLongerThanTheServerRemembersIsAGap(t *testing.T) {
	window := Config{Gap: Gap{Window: 2 * time.Minute}}
	_, actions := reconnected(t, window, 121*second, Head{})
	assert.Equal(t, []ActionKind{TellOpen, Read}, kinds(actions), "just in time")
	m, actions := reconnected(t, window, 122*second, Head{})
	assert.Equal(t, []ActionKind{TellOpen, TellNotice, Read}, kinds(actions))
	assert.Equal(t, []map[string]any{{
		"reason": "window", "from": "7", "since": int64(1000),
		"message": where + ": the break lasted 121.0 s, and the server keeps 120.0 s.",
	}}, gaps(actions))
	assert.Equal(t, Open, m.State())
}

func TestServerThatWentOnElsewhere(t *testing.T) {
	header := Config{Gap: Gap{Header: "Last-Event-ID"}}
	_, actions := reconnected(t, header, second, Head{Resumed: "7"})
	assert.Empty(t, gaps(actions))
	_, actions = reconnected(t, header, second, Head{})
	assert.Empty(t, gaps(actions), "the header is not shown to this page: nothing is known")
	_, actions = reconnected(t, header, second, Head{Resumed: "earliest"})
	require.Len(t, gaps(actions), 1)
	assert.Equal(t, "unknown-id", gaps(actions)[0]["reason"])
}

func TestFeedThatCannotGoBackHasAGapAtEveryReconnection(t *testing.T) {
	_, actions := reconnected(t, Config{Resume: Resume{Off: true}}, second, Head{})
	require.Len(t, gaps(actions), 1)
	assert.Equal(t, "no-resume", gaps(actions)[0]["reason"])
	m := New(Config{URL: where, Format: framing.Auto, Resume: Resume{Off: true}, LastEventID: "7"}, nil)
	m.Connect(0)
	assert.Empty(t, gaps(m.Response(1, 0, eventStream)), "the page knows where it starts")
}

func TestGapCanEndTheFeed(t *testing.T) {
	m, actions := reconnected(t, Config{Gap: Gap{Window: second, Stop: true}}, 9*second, Head{})
	assert.Equal(t, []ActionKind{TellNotice, Disarm, Abort, TellFailure}, kinds(actions), "it does not open")
	f := failure(t, actions)
	assert.Equal(t, FailGap, f.Type)
	assert.True(t, f.Final)
	assert.Equal(t, Closed, m.State())
}

func TestExpiredCursorIsDropped(t *testing.T) {
	gone := Head{Status: 410}
	m := openMachine(t, Config{})
	commit(m, 1, second, "id: 7\ndata: x\n\n")
	m.Ended(1, second, "")
	m.Timer(second, false)
	m.Response(2, second, gone)
	actions := explain(m, 2, second, "too old")
	require.Len(t, gaps(actions), 1)
	assert.Equal(t, "expired", gaps(actions)[0]["reason"])
	assert.Equal(t, "7", gaps(actions)[0]["from"])
	f := failure(t, actions)
	assert.Equal(t, FailStatus, f.Type)
	assert.False(t, f.Final)
	again := m.Timer(9*second, false)[0]
	assert.Empty(t, again.Cursor, "to send it again would fail for ever")
	actions = m.Response(3, 9*second, eventStream)
	assert.Empty(t, gaps(actions), "it was reported once")
	commit(m, 3, 9*second, "id: 90\ndata: x\n\n")
	assert.Equal(t, "90", m.LastEventID())

	m = newMachine(t, Config{})
	m.Response(1, 0, gone)
	assert.True(t, failure(t, explain(m, 1, 0, "")).Final, "without a cursor the feed is gone")

	m = newMachine(t, Config{LastEventID: "7", Gap: Gap{Stop: true}})
	m.Response(1, 0, gone)
	assert.True(t, failure(t, explain(m, 1, 0, "")).Final)

	m = New(Config{URL: where, Format: framing.SSE, Strict: true, LastEventID: "7"}, func() float64 { return 0 })
	m.Connect(0)
	assert.True(t, failure(t, m.Response(1, 0, gone)).Final, "the standard knows no such thing")
}

func TestExpiryInTheStream(t *testing.T) {
	c := Config{ID: []Member{compile(t, "/rv")}, Signals: []Rule{at(t, "/code", SignalGap, "410")}}
	m := ndjson(t, c)
	actions := commit(m, 1, second, "{\"rv\":\"5\"}\n{\"code\":410}\n")
	require.Len(t, gaps(actions), 1)
	assert.Equal(t, "5", gaps(actions)[0]["from"])
	assert.Zero(t, failure(t, actions).RetryIn)
	assert.Empty(t, m.Timer(second, false)[0].Cursor)
	m.Response(2, second, Head{Status: 200})
	f := failure(t, commit(m, 2, second, "{\"code\":410}\n"))
	assert.True(t, f.Final, "without a cursor it can mean anything, and would go on for ever")
}

const elsewhere = "https://page.example"

// A header that CORS refuses looks like no network at all. The query shows which it is. A
// server that is just starting looks the same, so that the header has a second chance.
func TestHeaderThatCORSRefuses(t *testing.T) {
	m := newMachine(t, Config{Origin: elsewhere, Resume: Resume{Header: "Last-Event-ID", Query: "last"}, LastEventID: "7"})
	for attempt := 1; attempt <= 3; attempt += 2 {
		assert.Zero(t, failure(t, m.Unreachable(attempt, 0, "TypeError")).RetryIn)
		dial := m.Timer(0, false)[0]
		assert.Equal(t, where+"?last=7", dial.URL)
		assert.Empty(t, dial.Header)
		actions := m.Response(attempt+1, 0, eventStream)
		if attempt == 1 {
			assert.Equal(t, []ActionKind{TellOpen, TellNotice, Read}, kinds(actions))
			assert.Equal(t, "cors", actions[1].Notice.Detail["reason"])
		} else {
			assert.Equal(t, []ActionKind{TellOpen, Read}, kinds(actions), "reported once")
		}
		m.Ended(attempt+1, 0, "")
		dial = m.Timer(0, false)[0]
		assert.Equal(t, attempt == 1, dial.Header != "")
	}
	m.Unreachable(5, 0, "TypeError")
	assert.Equal(t, where+"?last=7", m.Timer(0, false)[0].URL, "it stays with what works")
}

// lost is a machine whose header did not get through, and that has asked without it.
func lost(t *testing.T, strict bool) *Machine {
	t.Helper()
	m := newMachine(t, Config{Strict: strict, Origin: elsewhere})
	m.Response(1, 0, eventStream)
	send(t, m, 1, "id: 6\ndata: a\n\n")
	m.Ended(1, 0, "")
	assert.Equal(t, "6", m.Timer(0, false)[0].Cursor)
	assert.Zero(t, failure(t, m.Unreachable(2, 0, "TypeError")).RetryIn)
	dial := m.Timer(0, false)[0]
	assert.Equal(t, []string{where, "", ""}, []string{dial.URL, dial.Header, dial.Cursor})
	actions := m.Response(3, 0, eventStream)
	require.Equal(t, []ActionKind{Park, Dial, Arm}, append(kinds(actions), Arm)[:3])
	assert.Equal(t, []any{"6", true}, []any{actions[1].Cursor, actions[1].Beside}, "it may have been the network")
	return m
}

// The browser's own EventSource comes back with its header, which needs no permission; ours
// never did.
func TestHeaderThatCORSRefusesWhereThereIsNoOtherWay(t *testing.T) {
	for _, strict := range []bool{false, true} {
		m := lost(t, strict)
		actions := m.Unreachable(4, 0, "TypeError")
		require.Equal(t, []ActionKind{Unpark, TellOpen, TellNotice, TellNotice, Read}, kinds(actions))
		assert.Equal(t, "cors", actions[2].Notice.Detail["reason"])
		assert.Equal(t, "no-resume", actions[3].Notice.Detail["reason"])
		assert.Equal(t, "6", actions[3].Notice.Detail["from"])
		send(t, m, 5, "id: 7\ndata: b\n\n")
		m.Ended(5, 0, "")
		assert.Empty(t, m.Timer(0, false)[0].Header, "it stays with what works")
	}
}

func TestNetworkThatWasGoneForAMomentCostsNoRecord(t *testing.T) {
	m := lost(t, false)
	assert.Equal(t, []ActionKind{Discard, TellOpen, Read}, kinds(m.Response(4, 0, eventStream)))
	send(t, m, 4, "id: 7\ndata: b\n\n")
	m.Ended(4, 0, "")
	assert.Equal(t, "7", m.Timer(0, false)[0].Cursor)
}

// CORS has a say where the request goes, which may be elsewhere, or where the server led the first one.
func TestHeaderThatCORSRefusesElsewhere(t *testing.T) {
	for name, c := range map[string]struct {
		resume Resume
		led    string
		doubts bool
	}{
		"at another origin":                {Resume{URL: "https://other.example/more"}, "", true},
		"at another origin's same scheme":  {Resume{URL: "//other.example/more"}, "", true},
		"behind a redirect":                {Resume{}, "https://other.example/v1", true},
		"relative to where a redirect led": {Resume{URL: "/more"}, "https://other.example/v1", true},
		"by a function":                    {Resume{Header: "X-After", AsksURL: true}, "", true},
		"at the same origin":               {Resume{URL: "/more"}, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t, Config{Origin: "https://feeds.example", Resume: c.resume})
			head := eventStream
			head.URL = cmp.Or(c.led, where)
			m.Response(1, 0, head)
			send(t, m, 1, "id: 6\ndata: a\n\n")
			m.Ended(1, 0, "")
			dial := func(attempt int) Action {
				a := m.Timer(0, false)[0]
				if a.Kind == AskAddress {
					a = m.Addressed(attempt, 0, "https://other.example/more", "")[0]
				}
				return a
			}
			assert.NotEmpty(t, dial(2).Header)
			m.Unreachable(2, 0, "TypeError")
			assert.Equal(t, c.doubts, dial(3).Header == "")
		})
	}
}

// What the page's functions answered counts for the header's second chance as well.
func TestSecondChanceGoesWhereThePageSaid(t *testing.T) {
	const more = "https://other.example/more"
	m := newMachine(t, Config{Origin: elsewhere, Resume: Resume{Header: "X-After", AsksURL: true, AsksAs: true}})
	m.Response(1, 0, eventStream)
	send(t, m, 1, "id: 6\ndata: a\n\n")
	m.Ended(1, 0, "")
	m.Timer(0, false)
	m.Addressed(2, 0, more, "six")
	m.Unreachable(2, 0, "TypeError")
	m.Timer(0, false)
	m.Addressed(3, 0, more, "six")
	actions := m.Response(3, 0, eventStream)
	require.Equal(t, Dial, actions[1].Kind)
	assert.Equal(t, []string{more, "six"}, []string{actions[1].URL, actions[1].Cursor})
}

func TestHeaderIsNotDoubtedWhereCORSHasNoSay(t *testing.T) {
	for _, origin := range []string{"https://feeds.example", ""} {
		m := newMachine(t, Config{Origin: origin, LastEventID: "7"})
		m.Unreachable(1, 0, "TypeError")
		assert.Equal(t, "7", m.Timer(0, false)[0].Cursor)
	}
}

func TestNetworkThatIsDownIsNotTakenForCORS(t *testing.T) {
	m := newMachine(t, Config{Origin: elsewhere, Resume: Resume{Header: "Last-Event-ID", Query: "last"}, LastEventID: "7"})
	var urls []string
	for attempt := 1; attempt <= 4; attempt++ {
		m.Unreachable(attempt, 0, "TypeError")
		urls = append(urls, m.Timer(0, false)[0].URL)
	}
	assert.Equal(t, []string{where + "?last=7", where, where + "?last=7", where}, urls)
	assert.Equal(t, []ActionKind{TellOpen, Read}, kinds(m.Response(5, 0, eventStream)), "the header goes through")
}

func TestCursorInTheBody(t *testing.T) {
	m := New(Config{URL: where, Format: framing.Auto, Method: "POST", AnyMethod: true, Resume: Resume{Body: "/since"}, LastEventID: "7"}, nil)
	assert.Equal(t, Action{Kind: Dial, Attempt: 1, Request: &Request{URL: where, Member: "/since", Cursor: "7", LastEventID: "7"}}, m.Connect(0)[2])
}

// What a server in trouble says about it is not the feed.
func TestRefusalsDoNotShortenTheBreak(t *testing.T) {
	m := openMachine(t, Config{Gap: Gap{Window: 2 * time.Minute}})
	commit(m, 1, second, "id: 7\ndata: x\n\n")
	m.Ended(1, second, "network error")
	m.Timer(2*second, false)
	m.Response(2, 2*second, Head{Status: 503})
	explain(m, 2, 3*time.Minute, "come back later")
	m.Timer(4*time.Minute, false)
	actions := m.Response(3, 4*time.Minute, eventStream)
	require.Len(t, gaps(actions), 1)
	assert.Equal(t, int64(1000), gaps(actions)[0]["since"])
}

func TestCursorsThatExpireOneAfterTheOther(t *testing.T) {
	m := openMachine(t, Config{})
	var waits []time.Duration
	for attempt := 2; attempt <= 6; attempt += 2 {
		commit(m, attempt-1, second, "id: 7\ndata: x\n\n")
		m.Ended(attempt-1, second, "network error")
		m.Timer(second, false)
		m.Response(attempt, second, Head{Status: 410})
		waits = append(waits, failure(t, explain(m, attempt, second, "")).RetryIn)
		m.Timer(second, false)
		m.Response(attempt+1, second, eventStream)
	}
	assert.Equal(t, []time.Duration{0, 5 * second, 10 * second}, waits)
}

func TestHeaderThatWentThroughOnceIsNotDoubted(t *testing.T) {
	m := openMachine(t, Config{Origin: elsewhere, Resume: Resume{Header: "Last-Event-ID", Query: "last"}})
	for attempt := 1; attempt <= 2; attempt++ {
		send(t, m, attempt, "id: 7\ndata: x\n\n")
		m.Ended(attempt, 0, "network error")
		m.Timer(0, false)
		m.Response(attempt+1, 0, eventStream)
	}
	m.Ended(3, 0, "network error")
	m.Timer(0, false)
	assert.NotZero(t, failure(t, m.Unreachable(4, 0, "TypeError")).RetryIn)
	assert.Equal(t, where, m.Timer(0, false)[0].URL)
}

func TestResponseToARequestWithoutCursorProvesNothing(t *testing.T) {
	m := openMachine(t, Config{Origin: elsewhere, Resume: Resume{Header: "Last-Event-ID", Query: "last"}})
	send(t, m, 1, "id: 7\ndata: x\n\n")
	m.Ended(1, 0, "")
	m.Timer(0, false)
	assert.Zero(t, failure(t, m.Unreachable(2, 0, "TypeError")).RetryIn)
	assert.Equal(t, where+"?last=7", m.Timer(0, false)[0].URL)
}
