package feed

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/liveness"
)

// socket is a feed whose WebSocket is open.
func socket(t *testing.T, c Config) *Machine {
	t.Helper()
	c.WebSocket, c.Format, c.Resume.Bare = true, framing.Auto, true
	c.URL = "wss://feeds.example/talk"
	m := New(c, func() float64 { return 0 })
	m.Connect(0)
	m.Response(1, 0, Head{Status: 101, URL: c.URL})
	require.Equal(t, Open, m.State())
	return m
}

// spoken is texts as the host passes messages on.
func spoken(texts ...string) (body string) {
	for _, text := range texts {
		body += fmt.Sprintf("\x01\x00\x00\x00%c%s", len(text), text)
	}
	return body
}

func TestEachMessageIsARecord(t *testing.T) {
	m := socket(t, Config{ID: []Member{compile(t, "/id")}, Resume: Resume{Query: "since"}})
	assert.Equal(t, []string{"hello", "", `{"id":7}`}, send(t, m, 1, spoken("hello", "", `{"id":7}`)))
	m.ClosedBy(1, 0, 1006, "")
	assert.Equal(t, "wss://feeds.example/talk?since=7", m.Timer(time.Minute, false)[0].URL)
}

func TestCloseCodes(t *testing.T) {
	for _, c := range []struct {
		code        int
		reason      string
		kind        string
		final       bool
		says, coded string
	}{
		{1000, "", FailEnd, false, "the server closed the connection (1000); trying again", "1000"},
		{1005, "", FailEnd, false, "the server closed the connection (1005)", "1005"},
		{1001, "bye", FailServer, false, `the server closed the connection (1001 "bye"); trying again`, "1001"},
		{1006, "", FailNetwork, false, "the connection was cut (abnormal closure)", ""},
		{1011, "", FailServer, false, "(1011)", "1011"},
		{1012, "", FailServer, false, "(1012)", "1012"},
		{1013, "", FailServer, false, "(1013)", "1013"},
		{1014, "", FailServer, false, "(1014)", "1014"},
		{1002, "", FailServer, true, "(1002); the feed is closed", "1002"},
		{1003, "", FailServer, true, "(1003)", "1003"},
		{1007, "", FailServer, true, "(1007)", "1007"},
		{1008, "no room", FailServer, true, `(1008 "no room")`, "1008"},
		{1009, "", FailServer, true, "(1009)", "1009"},
		{1010, "", FailServer, true, "(1010)", "1010"},
		{3000, "", FailServer, true, "(3000)", "3000"},
		{3003, "", FailServer, true, "(3003)", "3003"},
		{4242, "", FailServer, false, "(4242)", "4242"},
	} {
		m := socket(t, Config{})
		send(t, m, 1, spoken("hello"))
		f := failure(t, m.ClosedBy(1, 0, c.code, c.reason))
		assert.Equal(t, []any{c.kind, c.final, c.coded}, []any{f.Type, f.Final, f.Code}, c.code)
		assert.Contains(t, f.Message, c.says)
	}
}

// A page says what a code means to it.
func TestCloseCodesBySignals(t *testing.T) {
	rules := []Rule{
		{Close: &Range{4000, 4099}, Then: SignalRefresh}, {Close: &Range{4400, 4499}, Then: SignalStop, Says: "nobody may read that"},
		{Close: &Range{1008, 1008}, Then: SignalRetry}, {Close: &Range{4500, 4500}, Then: SignalEnd},
	}
	for code, want := range map[int][]any{4001: {FailServer, false}, 4401: {FailServer, true}, 1008: {FailServer, false}, 4500: {FailComplete, true}} {
		m := socket(t, Config{Signals: rules, FreshHeaders: true})
		assert.Equal(t, []string{"4001"}, send(t, m, 1, spoken("4001")), "a rule about codes is none about records")
		f := failure(t, m.ClosedBy(1, 0, code, "why"))
		assert.Equal(t, want, []any{f.Type, f.Final}, code)
	}
	m := socket(t, Config{Signals: rules})
	assert.Contains(t, failure(t, m.ClosedBy(1, 0, 4400, "")).Message, "nobody may read that")
}

func TestClosedByNobodyWhoIsWaitedFor(t *testing.T) {
	m := socket(t, Config{})
	assert.Empty(t, m.ClosedBy(7, 0, 1000, ""), "an attempt that was given up")
	m.Close()
	assert.Empty(t, m.ClosedBy(1, 0, 1000, ""))
}

func TestHandshakeThatWasRefused(t *testing.T) {
	m := New(Config{WebSocket: true, URL: "wss://feeds.example/talk"}, func() float64 { return 0 })
	m.Connect(0)
	f := failure(t, m.Unanswered(1, 0, Unknown, "closed before it was open"))
	assert.Equal(t, []any{FailNetwork, false}, []any{f.Type, f.Final})
	assert.Contains(t, f.Message, "wss://feeds.example/talk: no connection (closed before it was open): the server is unreachable, or refused the handshake")
}

// says are the rules to which the page has to say something.
func says(actions []Action) (rules []int) {
	for _, a := range actions {
		if a.Kind == Say {
			rules = append(rules, a.Rule)
		}
	}
	return rules
}

func TestRepliesToSignals(t *testing.T) {
	ping := at(t, "/type", SignalKeepAlive, "ping")
	ping.Reply = true
	m := socket(t, Config{Signals: []Rule{at(t, "/type", SignalWarning, "oh"), ping}})
	actions := commit(m, 1, 0, spoken(`{"type":"ping"}`, `{"type":"news"}`, `{"type":"ping"}`))
	assert.Equal(t, []int{1, 1}, says(actions))
	assert.Equal(t, []string{`{"type":"news"}`}, records(m))
}

// A page that cannot say what it has to say has no use for the connection.
func TestReplyThatThrows(t *testing.T) {
	m := socket(t, Config{})
	actions := m.Unanswered(1, 0, Unmade, "RangeError: no topic")
	f := failure(t, actions)
	assert.Equal(t, []any{FailRequest, false}, []any{f.Type, f.Final})
	assert.Contains(t, f.Message, "the page could not give what it has to say (RangeError: no topic); trying again in")
	assert.Contains(t, kinds(actions), Abort)
}

// A server that is silent is asked once, and cut when it does not answer either.
func TestPing(t *testing.T) {
	m := socket(t, Config{Pings: true, Liveness: &liveness.Config{Timeout: 60 * time.Second, Connect: 30 * time.Second}})
	now, asked := time.Duration(0), 0
	tick := func(until time.Duration) (end *Failure) {
		for now < until {
			now += 5 * time.Second
			actions := m.Timer(now, false)
			asked += len(says(actions))
			if m.State() == Connecting {
				return failure(t, actions)
			}
			if m.phase == cutting {
				return failure(t, m.Ended(1, now, "aborted"))
			}
		}
		return nil
	}
	require.Nil(t, tick(50*time.Second))
	assert.Equal(t, 1, asked)
	commit(m, 1, now, spoken("pong"))
	require.Nil(t, tick(now+50*time.Second))
	assert.Equal(t, 2, asked, "another silence")
	f := tick(now + 60*time.Second)
	require.NotNil(t, f)
	assert.Equal(t, FailStall, f.Type)
	assert.Equal(t, 2, asked)
}
