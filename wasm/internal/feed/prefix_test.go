package feed

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// begunAnew is what a page is told of an answer that was cut and begins anew: of each chunk first
// what goes ahead of its records, then these, then the rest.
func begunAnew(t *testing.T, c Config, first, anew string, cut int, end bool) (told []string, from any) {
	t.Helper()
	m := openMachine(t, c)
	commit(m, 1, 3*second, first)
	require.False(t, failure(t, m.Ended(1, 5*second, "network error")).Final)
	m.Timer(6*second, false)
	m.Response(2, 6*second, eventStream)
	tell := func(actions []Action, ahead bool) {
		for _, a := range actions {
			switch {
			case a.Kind == TellNotice && a.Notice.Ahead && ahead:
				told, from = append(told, a.Notice.Type), a.Notice.Detail["from"]
				assert.Equal(t, int64(3000), a.Notice.Detail["since"], "when bytes last came by the first connection")
			case a.Kind == TellFailure && !ahead:
				told = append(told, a.Failure.Type)
			}
		}
	}
	batch := func(actions []Action) {
		tell(actions, true)
		told = append(told, records(m)...)
		tell(actions, false)
	}
	for _, part := range []string{anew[:cut], anew[cut:]} {
		if room := m.Reserve(2, len(part)); part != "" && room != nil {
			copy(room, part)
			batch(m.Commit(len(part), 7*second))
		}
	}
	if actions, ok := m.Finish(2, true, 7*second); ok && end {
		batch(actions)
		over := m.Ended(2, 7*second, "")
		tell(over, true)
		tell(over, false)
	}
	return told, from
}

func TestAnotherAnswerIsToldAheadOfItsFirstRecord(t *testing.T) {
	done := []Rule{{Is: []string{"[DONE]"}, Then: SignalEnd, Quiet: true}, {Type: "over", Then: SignalEnd}, at(t, "/fin", SignalLast)}
	const first = "id: 1\ndata: a\n\nid: 2\ndata: b\n\nid: 3\ndata: {\"fin\":1}\n\nid: 4\ndata: c\n\n"
	for _, c := range []struct {
		name, second string
		ends, stops  bool
		want         []string
	}{
		{"the same", first + "data: new\n\n", false, false, []string{"new"}},
		{"it differs", "id: 1\ndata: a\n\n: beat\n\nid: 8\ndata: x\n\nid: 9\ndata: y\n\n", false, false, []string{"gap", "x", "y"}},
		{"it differs at once", "id: 8\ndata: x\n\n", false, false, []string{"gap", "x"}},
		{"it differs, and is complete", "data: x\n\ndata: [DONE]\n\n", false, false, []string{"gap", "x", "complete"}},
		{"it is shorter", "id: 1\ndata: a\n\ndata: [DONE]\n\n", false, false, []string{"gap", "complete"}},
		{"it is shorter, and the page gets its end", "id: 1\ndata: a\n\nevent: over\ndata: bye\n\n", false, false, []string{"gap", "bye", "complete"}},
		{"it is shorter, and its end has no data", "id: 1\ndata: a\n\nevent: over\n\n", false, false, []string{"gap", "complete"}},
		{"it is over before its end", first[:len(first)-len("id: 4\ndata: c\n\n")], true, false, []string{"gap", "complete"}},
		{"it is as long", first + "data: [DONE]\n\n", false, false, []string{"complete"}},
		{"it is not whole yet", "id: 1\ndata: a\n\n", true, false, []string{"incomplete"}},
		{"it is shorter where a gap ends the feed", "id: 1\ndata: a\n\nevent: over\ndata: bye\n\n", false, true, []string{"gap", "gap"}},
		{"it differs where a gap ends the feed", "id: 1\ndata: a\n\ndata: x\n\n", false, true, []string{"gap", "gap"}},
	} {
		config := Config{Format: framing.SSE, Resume: Resume{Skips: true}, Signals: done, Gap: Gap{Stop: c.stops}}
		for cut := range c.second {
			got, from := begunAnew(t, config, first, c.second, cut, c.ends)
			assert.Equal(t, c.want, got, "%s: cut at %d", c.name, cut)
			if c.want[0] == "gap" {
				assert.Equal(t, "4", from, "%s: cut at %d", c.name, cut)
			}
		}
	}
}

func TestAnswerThatWasCutAgainAheadOfWhereItDiffers(t *testing.T) {
	m := openMachine(t, Config{Resume: Resume{Skips: true}})
	send(t, m, 1, "id: 1\ndata: a\n\nid: 2\ndata: b\n\n")
	for attempt := 2; attempt <= 3; attempt++ {
		m.Ended(attempt-1, 0, "network error")
		m.Timer(0, false)
		m.Response(attempt, 0, eventStream)
		send(t, m, attempt, "id: 1\ndata: a\n\n")
	}
	told := gaps(commit(m, 3, 0, "id: 9\ndata: x\n\n"))
	require.Len(t, told, 1)
	assert.Equal(t, "2", told[0]["from"], "the page has had that")
}

func TestLossThatASignalTellsIsToldBehindTheRecordsAheadOfIt(t *testing.T) {
	m := openMachine(t, Config{Signals: []Rule{{Is: []string{"gone"}, Then: SignalGap}}})
	actions := commit(m, 1, 0, "id: 1\ndata: a\n\ndata: gone\n\n")
	require.Len(t, gaps(actions), 1)
	assert.False(t, actions[0].Notice.Ahead)
}
