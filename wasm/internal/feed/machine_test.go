package feed

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

const where = "https://feeds.example/v1"

// newMachine is a machine without jitter that has dialled its first attempt, of the format
// that FeedSource or the strict class takes by default unless the test names another.
func newMachine(t *testing.T, c Config) *Machine {
	t.Helper()
	c.URL = where
	switch {
	case c.Format != "":
	case c.Strict:
		c.Format = framing.SSE
	default:
		c.Format = framing.Auto
	}
	m := New(c, func() float64 { return 0 })
	actions := m.Connect(0)
	require.Equal(t, []ActionKind{Disarm, Abort, Dial}, kinds(actions))
	require.Equal(t, c.LastEventID, actions[2].Cursor)
	return m
}

// openMachine is a machine whose first response was an event stream.
func openMachine(t *testing.T, c Config) *Machine {
	t.Helper()
	m := newMachine(t, c)
	require.Equal(t, []Action{{Kind: TellOpen, Attempt: 1}, {Kind: Read, Attempt: 1}}, m.Response(1, 0, eventStream))
	return m
}

var eventStream = Head{Status: 200, StatusText: "OK", ContentType: "text/event-stream; charset=utf-8"}

// send gives the machine body bytes as one chunk and returns the records.
func send(t *testing.T, m *Machine, attempt int, body string) []string {
	t.Helper()
	require.Equal(t, len(body), copy(m.Reserve(attempt, len(body)), body))
	m.Commit(len(body), 0)
	return records(m)
}

// finish ends the bytes of a body, and gives what that brought.
func finish(t *testing.T, m *Machine, attempt int) []Action {
	t.Helper()
	actions, ok := m.Finish(attempt, true, 0)
	require.True(t, ok)
	return actions
}

// explain is the body of a refused response, and its end.
func explain(m *Machine, attempt int, now time.Duration, body string) []Action {
	if actions := commit(m, attempt, now, body); actions != nil {
		return actions
	}
	m.Finish(attempt, true, now)
	return m.Ended(attempt, now, "")
}

func commit(m *Machine, attempt int, now time.Duration, body string) []Action {
	room := m.Reserve(attempt, len(body))
	if len(room) == 0 {
		return nil
	}
	copy(room, body)
	return m.Commit(len(body), now)
}

func records(m *Machine) []string {
	var got []string
	for _, r := range m.Stream().Rows {
		if r.Kind() == framing.Data {
			got = append(got, string(m.record(r)))
		}
	}
	return got
}

// failure is the one that actions report to the page.
func failure(t *testing.T, actions []Action) *Failure {
	t.Helper()
	require.NotEmpty(t, actions)
	last := actions[len(actions)-1]
	require.Equal(t, TellFailure, last.Kind)
	return last.Failure
}

func kinds(actions []Action) []ActionKind {
	list := []ActionKind{}
	for _, a := range actions {
		list = append(list, a.Kind)
	}
	return list
}

func TestOpensAndDelivers(t *testing.T) {
	m := openMachine(t, Config{})
	assert.Equal(t, Open, m.State())
	assert.Equal(t, []string{"one", "two"}, send(t, m, 1, "data: one\n\nid: 7\ndata: two\n\n"))
	assert.Equal(t, "7", m.LastEventID())
}

func TestStatuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		strict bool
		head   Head
		kind   string // "" opens
		final  bool
	}{
		{"an event stream", true, eventStream, "", false},
		{"type in another case", true, Head{Status: 200, ContentType: "Text/Event-Stream;x=y"}, "", false},
		{"strict: a longer type", true, Head{Status: 200, ContentType: "text/event-streamX"}, FailContentType, true},
		{"strict: no type", true, Head{Status: 200}, FailContentType, true},
		{"strict: JSON", true, Head{Status: 200, ContentType: "application/json"}, FailContentType, true},
		{"strict: 204", true, Head{Status: 204}, FailNoContent, true},
		{"strict: 205", true, Head{Status: 205}, FailNoContent, true},
		{"strict: 210", true, Head{Status: 210, ContentType: "text/event-stream"}, FailStatus, true},
		{"strict: 503", true, Head{Status: 503}, FailStatus, true},
		{"JSON", false, Head{Status: 200, ContentType: "application/json"}, "", false},
		{"no type", false, Head{Status: 200}, "", false},
		{"206", false, Head{Status: 206}, "", false},
		{"204", false, Head{Status: 204}, FailNoContent, true},
		{"400", false, Head{Status: 400}, FailStatus, true},
		{"401", false, Head{Status: 401}, FailStatus, true},
		{"404", false, Head{Status: 404}, FailStatus, true},
		{"408", false, Head{Status: 408}, FailStatus, false},
		{"425", false, Head{Status: 425}, FailStatus, false},
		{"429", false, Head{Status: 429}, FailStatus, false},
		{"500", false, Head{Status: 500}, FailStatus, false},
		{"503", false, Head{Status: 503}, FailStatus, false},
		{"opaque", false, Head{Opaque: true}, FailOpaque, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t, Config{Strict: c.strict})
			actions := m.Response(1, 0, c.head)
			if c.kind == "" {
				assert.Equal(t, []ActionKind{TellOpen, Read}, kinds(actions))
				return
			}
			if !c.head.Opaque && !c.strict {
				assert.Equal(t, []ActionKind{Read, Arm}, kinds(actions))
				actions = explain(m, 1, 0, "")
			}
			f := failure(t, actions)
			assert.Equal(t, c.kind, f.Type)
			assert.Equal(t, c.final, f.Final)
			assert.Equal(t, c.head.Status, f.Status)
			assert.Contains(t, kinds(actions), Abort)
		})
	}
}

func TestRefusalCarriesTheBody(t *testing.T) {
	m := newMachine(t, Config{})
	m.Response(1, 0, Head{Status: 401, StatusText: "Unauthorized"})
	f := failure(t, explain(m, 1, 0, `{"error":"no token"}`))
	assert.Equal(t, `{"error":"no token"}`, f.Body)
	assert.Equal(t, where+`: the server answered 401 Unauthorized (it wants a token) and said "no token"; the feed is closed.`, f.Message)
	assert.Equal(t, Closed, m.State())
}

func TestRefusalDoesNotWaitForEverForTheBody(t *testing.T) {
	m := newMachine(t, Config{})
	actions := m.Response(1, 0, Head{Status: 503})
	assert.Equal(t, Action{Kind: Arm, After: time.Second}, actions[1])
	assert.Equal(t, FailStatus, failure(t, m.Timer(time.Second, false)).Type)
	assert.Nil(t, explain(m, 1, 0, "too late"))
}

func TestLateCallbacksOfAnAttemptGivenUpDoNothing(t *testing.T) {
	m := openMachine(t, Config{})
	assert.Equal(t, []ActionKind{Disarm, Abort, Dial}, kinds(m.Connect(0)))
	assert.Nil(t, m.Reserve(1, 10))
	_, ok := m.Finish(1, true, 0)
	assert.False(t, ok)
	assert.Nil(t, m.Ended(1, 0, "AbortError"))
	assert.Nil(t, m.Unreachable(1, 0, "AbortError"))
	assert.Nil(t, m.Unaskable(1, 0, "late"))
	assert.Nil(t, m.Response(1, 0, eventStream))
	assert.Equal(t, []ActionKind{TellOpen, Read}, kinds(m.Response(2, 0, eventStream)))
}

func TestNothingMovesWhileWaiting(t *testing.T) {
	m := openMachine(t, Config{})
	m.Ended(1, 0, "")
	assert.Nil(t, m.Ended(1, 0, "again"))
	assert.Nil(t, m.Reserve(1, 1))
	assert.Equal(t, []ActionKind{Disarm, Abort, Dial}, kinds(m.Connect(0)), "the page need not wait")
	assert.Nil(t, m.Timer(0, false), "the timer of the wait given up")
}

func TestCloseIsFinal(t *testing.T) {
	m := openMachine(t, Config{})
	assert.Equal(t, []ActionKind{Disarm, Abort}, kinds(m.Close()))
	assert.Equal(t, Closed, m.State())
	assert.Nil(t, m.Close())
	assert.Nil(t, m.Connect(0))
	assert.Nil(t, m.Timer(0, false))
	assert.Nil(t, m.Reserve(1, 1))
	assert.Nil(t, m.Ended(1, 0, ""))
}

func TestOnlyHTTPIsTriedAgain(t *testing.T) {
	for _, where := range []string{"ftp://host/x", "data:text/plain,x", "blob:http://a/b"} {
		m := New(Config{URL: where, Format: framing.Auto}, func() float64 { return 0 })
		m.Connect(0)
		assert.True(t, failure(t, m.Unreachable(1, 0, "TypeError")).Final, where)
	}
}

func TestStrictClassAsksEveryURLAgainThatItCanRead(t *testing.T) {
	for where, final := range map[string]bool{"data:text/event-stream,x": false, "blob:http://a/b": false, "ftp://host/x": true} {
		m := New(Config{URL: where, Format: framing.SSE, Strict: true}, func() float64 { return 0 })
		m.Connect(0)
		m.Response(1, 0, eventStream)
		commit(m, 1, 0, "data: a\n\ndata: {}\n")
		m.Finish(1, true, 0)
		assert.Empty(t, records(m), where)
		assert.Equal(t, final, failure(t, m.Ended(1, 0, "")).Final, where)
	}
}

func TestCompleteArrayIsNotAFailure(t *testing.T) {
	for _, format := range []framing.Format{framing.JSONArray, framing.Auto} {
		m := newMachine(t, Config{Format: format})
		m.Response(1, 0, Head{Status: 200, ContentType: "application/json"})
		f := failure(t, commit(m, 1, 0, ` [1, "a"] `))
		assert.Equal(t, []string{"1", `"a"`}, records(m))
		assert.Equal(t, FailComplete, f.Type)
		assert.True(t, f.Final)
		assert.Equal(t, where+": the array is complete.", f.Message)
	}
	m := newMachine(t, Config{Format: framing.JSONArray})
	m.Response(1, 0, Head{Status: 200})
	send(t, m, 1, `[1, "a"`)
	f := failure(t, m.Ended(1, 0, ""))
	assert.Equal(t, FailIncomplete, f.Type)
	assert.True(t, f.Final, "another request would begin anew")
}

func TestEndOfBodyDeliversWhatIsComplete(t *testing.T) {
	m := newMachine(t, Config{Format: framing.NDJSON})
	m.Response(1, 0, Head{Status: 200})
	assert.Equal(t, []string{`{"n":1}`}, send(t, m, 1, "{\"n\":1}\n{\"n\":2}"))
	finish(t, m, 1)
	assert.Equal(t, []string{`{"n":2}`}, records(m))
}

func TestInitialLastEventIDIsSentAndKept(t *testing.T) {
	m := openMachine(t, Config{LastEventID: "日本"})
	send(t, m, 1, "data: x\n\n")
	assert.Equal(t, "日本", m.LastEventID())
	m.Ended(1, 0, "")
	assert.Equal(t, "日本", m.Timer(0, false)[0].Cursor)
	m.Response(2, 0, eventStream)
	send(t, m, 2, "id\ndata: x\n\n")
	assert.Empty(t, m.LastEventID(), "an empty id clears it")
}

func TestMessagesDoNotQuoteLongBodies(t *testing.T) {
	m := newMachine(t, Config{})
	m.Response(1, 0, Head{Status: 500})
	long := "日本日本日本日本日本日本日本日本日本日本日本日本日本日本日本日本日本日本日本日本"
	f := failure(t, explain(m, 1, 0, long))
	assert.Equal(t, long, f.Body)
	assert.Less(t, len(f.Message), 250)
	assert.Contains(t, f.Message, "…")
}
