package feed

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestOnceStopsAtTheFirstEnd(t *testing.T) {
	m := openMachine(t, Config{Once: true})
	f := failure(t, m.Ended(1, 0, ""))
	assert.True(t, f.Final)
	assert.Equal(t, FailComplete, f.Type)
	assert.Equal(t, where+": the server ended the body, and is not asked again.", f.Message)
}

func TestUnsafeMethodsAreNeverSentAgain(t *testing.T) {
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
		m := newMachine(t, Config{Method: method})
		assert.True(t, failure(t, m.Unreachable(1, 0, "TypeError")).Final, method)
		m = newMachine(t, Config{Method: method, AnyMethod: true})
		assert.False(t, failure(t, m.Unreachable(1, 0, "TypeError")).Final, "unless the page says so")
	}
	m := newMachine(t, Config{Method: "HEAD"})
	assert.False(t, failure(t, m.Unreachable(1, 0, "TypeError")).Final)
}

func TestBudgetOfAttempts(t *testing.T) {
	m := newMachine(t, Config{MaxAttempts: 3})
	waits(t, m, 2, func(attempt int) []Action { return m.Unreachable(attempt, 0, "TypeError") })
	f := failure(t, m.Unreachable(3, 0, "TypeError"))
	assert.True(t, f.Final)
	assert.Equal(t, 3, f.Attempt)
}

func TestBudgetOfTime(t *testing.T) {
	m := newMachine(t, Config{MaxElapsed: 10 * second})
	refuse := func(attempt int, now time.Duration) *Failure {
		m.Response(attempt, now, Head{Status: 500})
		return failure(t, explain(m, attempt, now, ""))
	}
	assert.False(t, refuse(1, 100*second).Final)
	m.Timer(0, false)
	assert.True(t, refuse(2, 105*second).Final, "the next attempt would come 15 s after the first failure")
}

func TestPageDecides(t *testing.T) {
	ask := func(c Config) *Machine {
		c.AsksDelay = true
		m := newMachine(t, c)
		m.Response(1, 0, Head{Status: 404})
		actions := explain(m, 1, 0, "")
		assert.Equal(t, []ActionKind{Disarm, Abort, AskDelay}, kinds(actions))
		assert.True(t, actions[2].Failure.Final, "what is proposed")
		assert.Nil(t, m.Timer(0, false), "nothing happens until it has answered")
		return m
	}
	m := ask(Config{})
	actions := m.Decide(1, 0, true, 1234*time.Millisecond)
	assert.Equal(t, []ActionKind{Arm, TellFailure}, kinds(actions), "obeyed, though a 404 would have been final")
	assert.Equal(t, 1234*time.Millisecond, actions[0].After)
	assert.Equal(t, where+": the server answered 404 (is the URL right?); trying again in 1.2 s.", actions[1].Failure.Message)
	assert.Equal(t, []ActionKind{Dial}, kinds(m.Timer(0, false)))

	m = ask(Config{})
	assert.Equal(t, []ActionKind{TellFailure}, kinds(m.Decide(1, 0, false, 0)))
	assert.Equal(t, Closed, m.State())
	assert.Nil(t, m.Decide(1, 0, true, 0), "an answer counts once")

	m = ask(Config{})
	m.Close()
	assert.Nil(t, m.Decide(1, 0, true, 0), "too late")

	m = ask(Config{})
	m.Connect(0)
	assert.Nil(t, m.Decide(1, 0, false, 0), "the page has dialled meanwhile")
}

func TestPageMayLeaveItToTheFeed(t *testing.T) {
	m := newMachine(t, Config{AsksDelay: true})
	m.Response(1, 0, Head{Status: 500})
	explain(m, 1, 0, "")
	assert.Equal(t, 5*second, failure(t, m.Decide(1, 0, true, AsProposed)).RetryIn)
	m = newMachine(t, Config{AsksDelay: true})
	m.Response(1, 0, Head{Status: 404})
	explain(m, 1, 0, "")
	assert.True(t, failure(t, m.Decide(1, 0, true, AsProposed)).Final)
}
