package feed

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNothingOfWhatIsSkippedIsToldAgain(t *testing.T) {
	m := ndjson(t, Config{Resume: Resume{Skips: true}, Signals: []Rule{at(t, "/slow", SignalWarning)}})
	const body = "{\"slow\":1}\n{]\n{\"n\":2}\n"
	assert.Len(t, commit(m, 1, 0, body), 1)
	m.Ended(1, 0, "network error")
	m.Timer(0, false)
	m.Response(2, 0, Head{Status: 200})
	assert.Empty(t, commit(m, 2, 0, body))
	assert.Empty(t, m.Stream().Rows)
	assert.Len(t, commit(m, 2, 0, body), 1, "this is new")
	assert.Len(t, m.Stream().Rows, 3)
}

func TestAnswerThatBeginsAnewIsSkipped(t *testing.T) {
	var first strings.Builder
	for n := range 9 {
		fmt.Fprintf(&first, "data: %d\n\n", n)
	}
	again := func(t *testing.T, body string) ([]string, []Action) {
		m := openMachine(t, Config{Resume: Resume{Skips: true}})
		send(t, m, 1, first.String())
		m.Ended(1, 0, "network error")
		assert.Empty(t, m.Timer(0, false)[0].Cursor)
		assert.Equal(t, []ActionKind{TellOpen, Read}, kinds(m.Response(2, 0, eventStream)), "no gap")
		var got []string
		var actions []Action
		for i := range body { // however it is cut
			actions = append(actions, commit(m, 2, 0, body[i:i+1])...)
			got = append(got, records(m)...)
		}
		return got, actions
	}
	t.Run("and goes on", func(t *testing.T) {
		got, actions := again(t, first.String()+"data: new\n\n")
		assert.Equal(t, []string{"new"}, got)
		assert.Empty(t, actions)
	})
	t.Run("up to where it differs", func(t *testing.T) {
		got, actions := again(t, strings.Replace(first.String(), "data: 4", "data: four", 1))
		assert.Equal(t, []string{"four", "5", "6", "7", "8"}, got)
		require.Len(t, gaps(actions), 1)
		assert.Equal(t, "diverged", gaps(actions)[0]["reason"])
	})
}

func TestAnswerThatBeginsAnewAsAnotherOneEndsTheFeedWhereAGapDoes(t *testing.T) {
	m := openMachine(t, Config{Resume: Resume{Skips: true}, Gap: Gap{Stop: true}})
	send(t, m, 1, "data: a\n\ndata: b\n\n")
	m.Ended(1, 0, "network error")
	m.Timer(0, false)
	m.Response(2, 0, eventStream)
	actions := commit(m, 2, 0, "data: a\n\ndata: x\n\ndata: y\n\n")
	require.Len(t, gaps(actions), 1)
	assert.Empty(t, records(m))
	assert.Equal(t, FailGap, failure(t, actions).Type)
	assert.Equal(t, Closed, m.State())
}

func TestAnswerThatIsGoneIsNoExpiredCursorWhereNoneIsSent(t *testing.T) {
	m := openMachine(t, Config{Resume: Resume{Skips: true}})
	send(t, m, 1, "id: 7\ndata: a\n\n")
	m.Ended(1, 0, "network error")
	m.Timer(0, false)
	m.Response(2, 0, Head{Status: 410})
	actions := explain(m, 2, 0, "gone")
	assert.Empty(t, gaps(actions))
	assert.True(t, failure(t, actions).Final)
}

func TestPrefixIsBounded(t *testing.T) {
	p := &prefix{}
	record := func(n int) []byte { return fmt.Appendf(nil, "record %d", n) }
	const many = 3 * maxHashes
	for n := range many {
		p.take(record(n))
	}
	assert.LessOrEqual(t, len(p.hashes), maxHashes)
	p.begin()
	for n := range many {
		had, diverged := p.take(record(n))
		require.True(t, had && !diverged, n)
	}
	p.begin()
	found := 0
	for n := range many {
		if _, diverged := p.take(record(max(n, 1))); diverged {
			found = n
			break
		}
	}
	assert.Less(t, found, 4, "within so many records as share a hash")
}
