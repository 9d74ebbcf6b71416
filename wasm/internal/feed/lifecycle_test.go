package feed

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPageThatLeavesComesBackWhereItWas(t *testing.T) {
	m := openMachine(t, Config{})
	send(t, m, 1, "id: 7\ndata: x\n\n")
	actions := m.Sleep()
	assert.Equal(t, []ActionKind{Disarm, Abort, TellFailure}, kinds(actions))
	assert.Equal(t, where+": the page was put away; the feed goes on when it is back.", failure(t, actions).Message)
	assert.Equal(t, Connecting, m.State())
	assert.Nil(t, m.Sleep())
	assert.Nil(t, m.Ended(1, 0, "AbortError"), "our own doing")
	assert.Nil(t, m.Timer(1e12, false), "nothing is dialled meanwhile")
	actions = m.Wake(0, false)
	assert.Equal(t, []ActionKind{Disarm, Dial}, kinds(actions))
	assert.Equal(t, "7", actions[1].Cursor)
	assert.Nil(t, m.Wake(0, false), "once")
}

func TestRequestThatMayNotBeSentAgainIsLeftAlone(t *testing.T) {
	for name, c := range map[string]Config{"a POST": {Method: "POST"}, "reconnect: false": {Once: true}} {
		m := openMachine(t, c)
		assert.Nil(t, m.Sleep(), name)
		assert.Equal(t, Open, m.State(), name)
		assert.Nil(t, m.Wake(1e12, true), name)
	}
	m := openMachine(t, Config{Method: "POST", AnyMethod: true})
	assert.NotNil(t, m.Sleep(), "unless the page says so")
}

func TestPageThatLeavesWhileAskedIsNotWaitedFor(t *testing.T) {
	m := openMachine(t, Config{AsksDelay: true})
	m.Ended(1, 0, "")
	assert.NotNil(t, m.Sleep())
	assert.Nil(t, m.Decide(1, 0, true, 0))
	assert.Equal(t, []ActionKind{Disarm, Dial}, kinds(m.Wake(0, false)))
}

func TestNetworkThatComesBackEndsTheWait(t *testing.T) {
	m := newMachine(t, Config{})
	m.Response(1, 0, Head{Status: 503, RetryAfter: "600"})
	explain(m, 1, 0, "")
	assert.Nil(t, m.Wake(second, false), "a page that becomes visible waits on")
	assert.Equal(t, []ActionKind{Disarm, Dial}, kinds(m.Wake(second, true)))
}

func TestRequestThatFailsOnceTheNetworkIsBackIsMadeAgainAtOnce(t *testing.T) {
	m := newMachine(t, Config{})
	for attempt := 1; attempt < 3; attempt++ {
		m.Unanswered(attempt, 0, Unknown, "TypeError: Failed to fetch")
		m.Timer(1e12, false)
	}
	assert.Empty(t, m.Wake(1e12, true))
	assert.Zero(t, failure(t, m.Unanswered(3, 1e12, Unknown, "TypeError: Failed to fetch")).RetryIn)
	m.Timer(1e12, false)
	assert.NotZero(t, failure(t, m.Unanswered(4, 1e12, Unknown, "TypeError: Failed to fetch")).RetryIn)
}

func TestOverdueWaitEndsWhenThePageIsSeen(t *testing.T) {
	m := newMachine(t, Config{})
	m.Response(1, 0, Head{Status: 500})
	explain(m, 1, 0, "")
	assert.Nil(t, m.Wake(4*second, false))
	assert.Equal(t, []ActionKind{Disarm, Dial}, kinds(m.Wake(5*second, false)), "its timer is late, as timers of hidden pages are")
}

func TestWakingLeavesAnOpenFeedAlone(t *testing.T) {
	m := openMachine(t, Config{})
	assert.Nil(t, m.Wake(1e12, true))
	assert.Equal(t, Open, m.State())
	m.Close()
	assert.Nil(t, m.Wake(0, true))
	assert.Nil(t, m.Sleep())
}

func TestConnectWakes(t *testing.T) {
	m := openMachine(t, Config{})
	m.Sleep()
	assert.Equal(t, []ActionKind{Disarm, Abort, Dial}, kinds(m.Connect(0)))
	m.Response(2, 0, eventStream)
	assert.Equal(t, Open, m.State())
}

// Whatever an earlier connection delivered, a refused response brings none of it again.
func TestRefusedResponseIsGivenUpWhenThePageLeaves(t *testing.T) {
	m := ndjson(t, Config{AsksDelay: true, Signals: []Rule{at(t, "/done", SignalEnd, "true")}})
	send(t, m, 1, "{\"id\":1}\n")
	m.Ended(1, 0, "network error")
	m.Decide(1, 0, true, 0)
	m.Timer(0, false)
	m.Response(2, 0, Head{Status: 503})
	assert.Equal(t, []ActionKind{Disarm, Abort, TellFailure}, kinds(m.Sleep()))
}

func TestWhyARequestIsGivenUp(t *testing.T) {
	ends := Config{Signals: []Rule{{Type: "bye", Then: SignalEnd}}}
	for _, c := range []struct {
		why     string
		actions []Action
	}{
		{WhyReconnect, openMachine(t, Config{}).Connect(0)},
		{WhyClose, openMachine(t, Config{}).Close()},
		{FailAway, openMachine(t, Config{}).Sleep()},
		{FailComplete, commit(openMachine(t, ends), 1, 0, "event: bye\ndata: x\n\n")},
		{FailStatus, newMachine(t, Config{Strict: true}).Response(1, 0, Head{Status: 503})},
	} {
		assert.Contains(t, c.actions, Action{Kind: Abort, Text: c.why})
	}
}
