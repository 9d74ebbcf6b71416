package feed

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// at is a rule about a member.
func at(t *testing.T, pointer string, then Signal, is ...string) Rule {
	t.Helper()
	p := compile(t, pointer)
	return Rule{At: &p, Is: is, Then: then}
}

// codes is a rule about a family of codes.
func codes(t *testing.T, pointer string, low, high int, then Signal) Rule {
	t.Helper()
	r := at(t, pointer, then)
	r.Ranged, r.Low, r.High = true, low, high
	return r
}

func TestRuleHolds(t *testing.T) {
	typed := Rule{Type: "message_stop", Then: SignalEnd}
	for _, c := range []struct {
		name   string
		rule   Rule
		record string
		holds  bool
	}{
		{"the whole text", Rule{Is: []string{"[DONE]"}, Then: SignalEnd}, "data: [DONE]\n\n", true},
		{"another text", Rule{Is: []string{"[DONE]"}, Then: SignalEnd}, "data: [DONE] \n\n", false},
		{"the type", typed, "event: message_stop\ndata: {}\n\n", true},
		{"another type", typed, "event: message_start\ndata: {}\n\n", false},
		{"no type", typed, "data: {}\n\n", false},
		{"a member that is true", at(t, "/done", SignalEnd, "true"), "data: {\"done\":true}\n\n", true},
		{"a member that is false", at(t, "/done", SignalEnd, "true"), "data: {\"done\":false}\n\n", false},
		{"one of several", at(t, "/s", SignalEnd, "a", "b"), "data: {\"s\":\"b\"}\n\n", true},
		{"a member that is there", at(t, "/error", SignalEnd), "data: {\"error\":{}}\n\n", true},
		{"a member that is not there", at(t, "/error", SignalEnd), "data: {\"x\":{}}\n\n", false},
		{"a member that is null", at(t, "/error", SignalEnd), "data: {\"error\":null}\n\n", false},
		{"in range, at its start", codes(t, "/code", 10, 20, SignalEnd), "data: {\"code\":10}\n\n", true},
		{"in range, at its end, as text", codes(t, "/code", 10, 20, SignalEnd), "data: {\"code\":\"20\"}\n\n", true},
		{"under the range", codes(t, "/code", 10, 20, SignalEnd), "data: {\"code\":9}\n\n", false},
		{"over the range", codes(t, "/code", 10, 20, SignalEnd), "data: {\"code\":21}\n\n", false},
		{"no number", codes(t, "/code", 10, 20, SignalEnd), "data: {\"code\":\"x\"}\n\n", false},
		{"not JSON", at(t, "/done", SignalEnd, "true"), "data: done\n\n", false},
	} {
		m := openMachine(t, Config{Signals: []Rule{c.rule}})
		actions := commit(m, 1, 0, "data: before\n\n"+c.record)
		assert.Len(t, records(m), 2, "%s: the record is delivered", c.name)
		if !c.holds {
			assert.Empty(t, actions, c.name)
			continue
		}
		f := failure(t, actions)
		assert.Equal(t, FailComplete, f.Type, c.name)
		assert.True(t, f.Final, c.name)
		assert.Equal(t, []ActionKind{Disarm, Abort, TellFailure}, kinds(actions), "%s: what else the server sends is not wanted", c.name)
		assert.Equal(t, Closed, m.State(), c.name)
	}
}

func TestMarkerNeedNotBeDelivered(t *testing.T) {
	m := openMachine(t, Config{Signals: []Rule{{Is: []string{"[DONE]"}, Then: SignalEnd, Quiet: true}}})
	f := failure(t, commit(m, 1, 0, "data: {}\n\ndata: [DONE]\n\n"))
	assert.Equal(t, []string{"{}"}, records(m))
	assert.Equal(t, where+": the answer is complete.", f.Message)
}

func TestFirstRuleThatARecordMeetsCounts(t *testing.T) {
	m := openMachine(t, Config{Signals: []Rule{codes(t, "/code", 40, 49, SignalStop), at(t, "/code", SignalRetry)}})
	f := failure(t, commit(m, 1, 0, `data: {"code":41}`+"\n\n"))
	assert.True(t, f.Final)
	assert.Equal(t, Failure{
		Type: FailServer, Code: "41", Body: `{"code":41}`, Attempt: 1, Final: true,
		Message: where + `: the server said "{\"code\":41}"; the feed is closed.`,
	}, *f)
	m = openMachine(t, Config{Signals: []Rule{codes(t, "/code", 40, 49, SignalStop), at(t, "/code", SignalRetry)}})
	f = failure(t, commit(m, 1, 0, `data: {"code":50}`+"\n\n"))
	assert.Equal(t, 5*second, f.RetryIn, "like a status that may pass")
}

func TestFirstSignalThatEndsTheConnectionCounts(t *testing.T) {
	m := openMachine(t, Config{Signals: []Rule{at(t, "/w", SignalWarning), at(t, "/stop", SignalStop), at(t, "/done", SignalEnd)}})
	actions := commit(m, 1, 0, "data: {\"w\":1}\n\ndata: {\"stop\":1}\n\ndata: {\"done\":1}\n\ndata: {\"w\":2}\n\n")
	assert.Equal(t, []ActionKind{TellNotice, Disarm, Abort, TellFailure}, kinds(actions))
	assert.Equal(t, FailServer, failure(t, actions).Type)
	assert.Len(t, records(m), 2, "what follows came too late")
}

func TestFreshTokenAtOnceButNotInAHotLoop(t *testing.T) {
	rule := codes(t, "/code", 40140, 40149, SignalRefresh)
	const expired = "data: {\"code\":40142}\n\n"
	m := openMachine(t, Config{Signals: []Rule{rule}})
	assert.True(t, failure(t, commit(m, 1, 0, expired)).Final, "the same token would be refused again")

	m = openMachine(t, Config{Signals: []Rule{rule}, FreshHeaders: true})
	var got []any
	for attempt := 1; attempt <= 3; attempt++ {
		f := failure(t, commit(m, attempt, 0, expired))
		got = append(got, f.RetryIn, f.Final)
		m.Timer(f.RetryIn, false)
		m.Response(attempt+1, 0, eventStream)
	}
	assert.Equal(t, []any{0 * second, false, 5 * second, false, 10 * second, false}, got)
}

func TestRotationIsFollowedAtOnce(t *testing.T) {
	m := ndjson(t, Config{ID: []Member{compile(t, "/seq"), compile(t, "/last_seq")}, Signals: []Rule{at(t, "/last_seq", SignalRotate)}})
	f := failure(t, commit(m, 1, 0, "{\"seq\":\"4-a\"}\n{\"last_seq\":\"5-b\"}\n"))
	assert.Zero(t, f.RetryIn)
	assert.Equal(t, "5-b", m.Timer(0, false)[0].Cursor, "the first member that a record has is its cursor")
	m.Response(2, 0, Head{Status: 200})
	assert.Equal(t, second, failure(t, commit(m, 2, 0, "{\"last_seq\":\"5-b\"}\n")).RetryIn, "but a server that does nothing else is left alone")
}

func TestSignsOfLifeAreNoRecords(t *testing.T) {
	m := ndjson(t, Config{ID: []Member{compile(t, "/id")}, Dedupe: Dedupe{Keys: []Member{compile(t, "/id")}},
		Signals: []Rule{at(t, "/event", SignalKeepAlive, "keepalive", "open"), at(t, "/event", SignalBookmark, "bookmark")}})
	assert.Empty(t, commit(m, 1, 0, "{\"event\":\"open\",\"id\":\"x\"}\n{\"event\":\"message\",\"id\":\"1\"}\n{\"event\":\"keepalive\",\"id\":\"y\"}\n"))
	assert.Equal(t, []string{`{"event":"message","id":"1"}`}, records(m))
	assert.Equal(t, "1", m.LastEventID(), "the ids of the others are not kept by the server")
	kinds := func() (all []framing.Kind) {
		for _, row := range m.Stream().Rows {
			all = append(all, row.Kind())
		}
		return all
	}
	assert.Equal(t, []framing.Kind{framing.Sign, framing.Data, framing.Sign}, kinds())
	commit(m, 1, 0, "{\"event\":\"bookmark\",\"id\":\"7\"}\n{\"event\":\"bookmark\",\"id\":\"7\"}\n")
	assert.Empty(t, records(m))
	assert.Equal(t, []framing.Kind{framing.Bookmark, framing.Bookmark}, kinds())
	assert.Equal(t, "7", m.LastEventID(), "a bookmark is nothing but its cursor")
	assert.Zero(t, m.Duplicates())
}

func TestWarningCarriesWhatTheServerSaid(t *testing.T) {
	m := ndjson(t, Config{Signals: []Rule{at(t, "/warning/code", SignalWarning)}})
	actions := commit(m, 1, 0, "{\"warning\":{\"code\":\"FALLING_BEHIND\",\"percent_full\":60}}\n")
	require.Equal(t, []ActionKind{TellNotice}, kinds(actions))
	assert.Equal(t, &Notice{Type: NoticeWarning, Detail: map[string]any{
		"reason": "server", "code": "FALLING_BEHIND", "data": `{"warning":{"code":"FALLING_BEHIND","percent_full":60}}`,
		"message": where + `: the server said "{\"warning\":{\"code\":\"FALLING_BEHIND\",\"percent_full\":60}}".`,
	}}, actions[0].Notice)
	assert.Equal(t, Open, m.State())
	assert.Len(t, records(m), 1)
}

// An answer that has an end marker is whole only with it.
func TestBodyThatEndsAheadOfItsMarkerIsAnError(t *testing.T) {
	done := []Rule{at(t, "/done", SignalEnd, "true")}
	id := []Member{compile(t, "/id")}
	for _, c := range []struct {
		name   string
		config Config
		body   string
		cause  string
		kind   string
		final  bool
	}{
		{"ended in the middle", Config{Signals: done}, "{\"id\":1}\n", "", FailIncomplete, true},
		{"ended before anything came", Config{Signals: done}, "", "", FailIncomplete, false},
		{"cut in the middle", Config{Signals: done}, "{\"id\":1}\n", "network error", FailNetwork, true},
		{"cut in the middle, with a cursor", Config{Signals: done, ID: id}, "{\"id\":1}\n", "network error", FailNetwork, false},
		{"ended in the middle, with deduplication", Config{Signals: done, Dedupe: Dedupe{Keys: id}}, "{\"id\":1}\n", "", FailIncomplete, false},
		{"no marker is known", Config{}, "{\"id\":1}\n", "", FailEnd, false},
	} {
		m := ndjson(t, c.config)
		commit(m, 1, 0, c.body)
		f := failure(t, m.Ended(1, 0, c.cause))
		assert.Equal(t, c.kind, f.Type, c.name)
		assert.Equal(t, c.final, f.Final, c.name)
	}
}

func TestFailuresShowABoundedPartOfTheRecord(t *testing.T) {
	m := ndjson(t, Config{Signals: []Rule{at(t, "/error", SignalStop)}})
	f := failure(t, commit(m, 1, 0, fmt.Sprintf("{\"error\":\"%05000d\"}\n", 1)))
	assert.Len(t, f.Body, maxExcerptBytes)
	assert.Empty(t, f.Code, "which is no word")
	assert.Less(t, len(f.Message), 200)
}

// A feed that is of use is worth another connection at once, however many there were.
func TestRowEndsBeforeTheNextSignal(t *testing.T) {
	for _, then := range []Signal{SignalRefresh, SignalRotate} {
		m := openMachine(t, Config{Signals: []Rule{at(t, "/code", then)}, FreshHeaders: true})
		for attempt := 1; attempt <= 3; attempt++ {
			now := time.Duration(attempt) * time.Hour
			f := failure(t, commit(m, attempt, now, "data: {\"code\":1}\n\n"))
			assert.Zero(t, f.RetryIn, "%s, after hour %d", then, attempt)
			m.Timer(now, false)
			m.Response(attempt+1, now, eventStream)
		}
	}
}

func TestSignalIsHeededAtOnceAfterOtherFailuresToo(t *testing.T) {
	m := newMachine(t, Config{Signals: []Rule{at(t, "/code", SignalRefresh)}, FreshHeaders: true})
	m.Unreachable(1, 0, "TypeError")
	m.Timer(0, false)
	m.Response(2, 0, eventStream)
	f := failure(t, commit(m, 2, 0, "data: {\"code\":1}\n\n"))
	assert.Zero(t, f.RetryIn)
	assert.Equal(t, 2, f.Attempt)
}
