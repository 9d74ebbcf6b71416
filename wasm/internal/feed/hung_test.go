package feed

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/liveness"
)

// waitedFor is what comes of a wait for the page from a time on, as long as its headers function
// has not answered.
func waitedFor(t *testing.T, m *Machine, from time.Duration, headers bool) []Action {
	t.Helper()
	for now := from; now < from+60*second; now += second / 10 {
		if actions := m.Timer(now, headers); len(actions) > 0 && actions[len(actions)-1].Kind == TellFailure {
			assert.InDelta(t, 5, (now - from).Seconds(), 0.2)
			return actions
		}
	}
	require.Fail(t, "it waits for ever")
	return nil
}

var impatient = &liveness.Config{Timeout: 20 * second, Connect: 5 * second}

func TestFunctionOfThePageThatHangs(t *testing.T) {
	for _, c := range []struct {
		name    string
		config  Config
		resumed bool
		says    string
	}{
		{"url", Config{AsksURL: true}, false, "the feed: the page's url function has not answered within 5.0 s"},
		{"resume.url", Config{Method: "POST", Resume: Resume{AsksURL: true}}, true, "the page's resume.url function"},
		{"resume.as", Config{Resume: Resume{AsksAs: true}}, true, "the page's resume.as function"},
		{"both", Config{AsksURL: true, Resume: Resume{AsksAs: true}}, true, "the page's url or resume.as function"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.config.Format, c.config.Liveness = framing.SSE, impatient
			if !c.config.AsksURL {
				c.config.URL = where
			}
			m := New(c.config, func() float64 { return 0 })
			m.Connect(0)
			from := time.Duration(0)
			if c.resumed {
				m.Addressed(1, 0, where, "")
				m.Response(1, 0, eventStream)
				commit(m, 1, 0, "id: 7\ndata: x\n\n")
				m.Ended(1, 0, "network error")
				from = 9 * second
				require.Equal(t, AskAddress, m.Timer(from, false)[0].Kind)
			}
			attempt := m.attempt
			actions := waitedFor(t, m, from, false)
			assert.Equal(t, []ActionKind{Disarm, Abort, Arm, TellFailure}, kinds(actions), "no stall of a connection")
			f := failure(t, actions)
			assert.Equal(t, []any{FailRequest, false}, []any{f.Type, f.Final})
			assert.Contains(t, f.Message, c.says)
			assert.Nil(t, m.Addressed(attempt, 99*second, where, ""), "it comes too late")
			assert.Equal(t, AskAddress, m.Timer(99*second, false)[0].Kind, "it is asked again")
		})
	}
}

func TestServerIsGivenItsTimeBehindAFunctionThatTookLong(t *testing.T) {
	m := New(Config{AsksURL: true, Format: framing.SSE, Liveness: impatient}, func() float64 { return 0 })
	m.Connect(0)
	m.Timer(4*second, false)
	m.Addressed(1, 4*second, where, "")
	f := failure(t, waitedFor(t, m, 4*second, false))
	assert.Contains(t, f.Message, "no response within 5.0 s")
	assert.Equal(t, FailStall, f.Type)
}

func TestHeadersFunctionThatHangs(t *testing.T) {
	for hangs, want := range map[bool]string{true: "the page's headers function has not answered within 5.0 s", false: "no response within 5.0 s"} {
		m := New(Config{URL: where, FreshHeaders: true, Format: framing.SSE, Liveness: impatient}, func() float64 { return 0 })
		m.Connect(0)
		f := failure(t, waitedFor(t, m, 0, hangs))
		assert.Contains(t, f.Message, want)
		assert.Equal(t, hangs, f.Type == FailRequest)
	}
}

func TestBackfillFunctionThatHangs(t *testing.T) {
	m, _ := filled(t, Backfill{}, 1)
	m.live = liveness.New(*impatient)
	m.live.Dial(second)
	f := failure(t, waitedFor(t, m, second, false))
	assert.Contains(t, f.Message, "the page's backfill function has not answered within 5.0 s")
	assert.Equal(t, FailRequest, f.Type)
}
