package feed

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// afterLast is what becomes of an answer whose last record came by a connection that was cut, when
// the next one brings a body that ends cleanly. The first body is cut at a place.
func afterLast(t *testing.T, c Config, first string, cut int, second string) *Failure {
	t.Helper()
	m := newMachine(t, c)
	m.Response(1, 0, eventStream)
	for _, part := range []string{first[:cut], first[cut:]} {
		if part != "" {
			commit(m, 1, 0, part)
		}
	}
	m.Finish(1, false, 0)
	require.False(t, failure(t, m.Ended(1, 0, "network error")).Final)
	m.Timer(0, false)
	m.Response(2, 0, eventStream)
	if second != "" {
		commit(m, 2, 0, second)
	}
	m.Finish(2, true, 0)
	return failure(t, m.Ended(2, 0, ""))
}

func TestLastRecordCountsForAllConnectionsThatGoOnWithTheAnswer(t *testing.T) {
	last := at(t, "/fin", SignalLast)
	id := []Member{compile(t, "/id")}
	const body, more = "id: 1\ndata: {\"id\":1}\n\nid: 2\ndata: {\"id\":2,\"fin\":\"stop\"}\n\n", "id: 3\ndata: {\"id\":3}\n\n"
	for _, c := range []struct {
		name   string
		config Config
		second string
		want   string
	}{
		{"by a header", Config{}, "", FailComplete},
		{"by a header, and more follows", Config{}, more, FailComplete},
		{"by a query", Config{Resume: Resume{Query: "after"}}, "", FailComplete},
		{"by a member of records", Config{ID: id, Resume: Resume{Query: "after"}}, "", FailComplete},
		{"by count", Config{Resume: Resume{Query: "from", Counts: true}}, "", FailComplete},
		{"by the page", Config{Resume: Resume{Page: true}}, "", FailComplete},
		{"elsewhere", Config{Method: "POST", Resume: Resume{Method: "GET"}}, "", FailComplete},
		{"elsewhere, by what the first answer said", Config{Method: "POST", Resume: Resume{URL: "/r/{from}", From: From{Record: &id[0]}}}, "", FailComplete},
		{"a new answer, which is skipped", Config{Resume: Resume{Skips: true}}, "id: 1\ndata: {\"id\":1}\n\n", FailIncomplete},
		{"a new answer that is known by its keys", Config{Dedupe: Dedupe{Keys: id}, Resume: Resume{Off: true}}, "", FailIncomplete},
		{"a new answer up to its last record", Config{Dedupe: Dedupe{Keys: id}, Resume: Resume{Off: true}}, body, FailComplete},
	} {
		c.config.Signals, c.config.Format = []Rule{last}, framing.SSE
		for cut := range body {
			assert.Equal(t, c.want, afterLast(t, c.config, body, cut, c.second).Type, "%s: cut at %d", c.name, cut)
		}
	}
	torn := afterLast(t, Config{Format: framing.SSE, Signals: []Rule{last}}, strings.TrimSuffix(body, "\n"), 0, "")
	assert.Equal(t, FailIncomplete, torn.Type, "it did not come whole")
}

func TestAnswerThatBeginsAnewBehindAnExpiredCursorHasNotHadItsLastRecord(t *testing.T) {
	m := openMachine(t, Config{Signals: []Rule{at(t, "/fin", SignalLast)}})
	send(t, m, 1, "id: 2\ndata: {\"fin\":1}\n\n")
	m.Ended(1, 0, "network error")
	m.Timer(0, false)
	m.Response(2, 0, Head{Status: 410})
	explain(m, 2, 0, "")
	m.Timer(0, false)
	m.Response(3, 0, eventStream)
	assert.Equal(t, FailIncomplete, failure(t, m.Ended(3, 0, "")).Type)
}

// Gemini refuses a prompt by an answer that is whole, of which the page should know.
func TestWarningMayBeTheLastRecordToo(t *testing.T) {
	const blocked = "data: {\"block\":\"SAFETY\"}\n\n"
	warning, last := at(t, "/block", SignalWarning), at(t, "/block", SignalLast)
	for _, c := range []struct {
		rules []Rule
		want  string
	}{
		{[]Rule{warning, last}, FailComplete},
		{[]Rule{warning, at(t, "/fin", SignalLast)}, FailIncomplete},
		{[]Rule{warning, at(t, "/block", SignalKeepAlive), last}, FailIncomplete},
	} {
		got := everywhere(t, "blocked", Config{Signals: c.rules}, eventStream, blocked, "⏏")
		assert.Equal(t, answer{rows: []string{`{"block":"SAFETY"}`}, ending: c.want}, got)
	}
	m := openMachine(t, Config{Signals: []Rule{warning, last}})
	actions := commit(m, 1, 0, blocked)
	require.Equal(t, []ActionKind{TellNotice}, kinds(actions))
	assert.Equal(t, "SAFETY", actions[0].Notice.Detail["code"])
}
