package feed

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// An answer is what a page gets of one body.
type answer struct {
	rows   []string // records, and malformed ones with their reason
	id     string   // in force at the end
	ending string   // the type of the failure that ends it; empty if the body is still open
}

// hear plays a body in chunks that end at the cuts, and its end: "" for none yet, "⏏" for a clean
// one, "✂" for a cut.
func hear(t *testing.T, c Config, h Head, chunks []string, end string) (a answer) {
	t.Helper()
	m := newMachine(t, c)
	m.Response(1, 0, h)
	take := func(actions []Action) {
		if a.ending != "" {
			return
		}
		for _, row := range m.Stream().Rows {
			text := string(m.Stream().Buffer()[row.Off : row.Off+row.Len])
			switch row.Kind() {
			case framing.Data:
				a.rows = append(a.rows, text)
				a.id = string(m.Stream().IDs.At(int(row.Aux)))
			case framing.Malformed:
				a.rows = append(a.rows, framing.Reason(row.Aux).Word()+" "+text)
			}
		}
		for _, action := range actions {
			if action.Kind == TellFailure {
				a.ending = action.Failure.Type
			}
		}
	}
	for _, chunk := range chunks {
		take(commit(m, 1, 0, chunk))
	}
	if end != "" {
		actions, _ := m.Finish(1, end == "⏏", 0)
		take(actions)
		a.take(m.Ended(1, 0, strings.TrimLeft(end, "⏏")))
	}
	return a
}

func (a *answer) take(actions []Action) {
	for _, action := range actions {
		if action.Kind == TellFailure && a.ending == "" {
			a.ending = action.Failure.Type
		}
	}
}

// everywhere is the answer to a body cut at every place, which is the same for all.
func everywhere(t *testing.T, name string, c Config, h Head, body, end string) answer {
	t.Helper()
	whole := hear(t, c, h, []string{body}, end)
	for i := 1; i < len(body); i++ {
		assert.Equal(t, whole, hear(t, c, h, []string{body[:i], body[i:]}, end), "%s: cut at %d", name, i)
	}
	assert.Equal(t, whole, hear(t, c, h, strings.Split(body, ""), end), "%s: byte by byte", name)
	return whole
}

func TestCleanEndOfWhatIsNotAskedAgain(t *testing.T) {
	once, post := Config{Once: true}, Config{Method: "POST"}
	lines := Head{Status: 200, ContentType: "application/x-ndjson"}
	for _, c := range []struct {
		name   string
		config Config
		head   Head
		body   string
		end    string
		want   answer
	}{
		{"reconnect: false", once, lines, "{}\n{}\n", "⏏", answer{rows: []string{"{}", "{}"}, ending: FailComplete}},
		{"a POST", post, lines, "{}\n{}\n", "⏏", answer{rows: []string{"{}", "{}"}, ending: FailComplete}},
		{"a POST that may be sent again", Config{Method: "POST", AnyMethod: true}, lines, "{}\n", "⏏", answer{rows: []string{"{}"}, ending: FailEnd}},
		{"asked again", Config{}, lines, "{}\n", "⏏", answer{rows: []string{"{}"}, ending: FailEnd}},
		{"one JSON document", post, Head{Status: 200, ContentType: "application/json"}, "{\n \"a\": 1\n}", "⏏", answer{rows: []string{"{\n \"a\": 1\n}"}, ending: FailComplete}},
		{"a cut", once, lines, "{}\n{}\n", "✂", answer{rows: []string{"{}", "{}"}, ending: FailNetwork}},
		{"an end within a record", once, lines, "{}\n{\"a\"", "⏏", answer{rows: []string{"{}", "truncated {\"a\""}, ending: FailIncomplete}},
		{"an event stream", once, eventStream, "id: 4\ndata: a\n\n", "⏏", answer{rows: []string{"a"}, id: "4", ending: FailComplete}},
	} {
		assert.Equal(t, c.want, everywhere(t, c.name, c.config, c.head, c.body, c.end), c.name)
	}
}

func TestAnswerIsWholeBehindItsLastRecord(t *testing.T) {
	c := Config{Signals: []Rule{
		{Is: []string{"[DONE]"}, Then: SignalEnd, Quiet: true}, at(t, "/finish", SignalLast),
	}}
	const last = "data: {\"finish\":\"stop\"}\n\n"
	for _, one := range []struct {
		name, body, end, want string
		rows                  int
	}{
		{"it ends", last, "⏏", FailComplete, 1},
		{"more follows", last + "data: {\"usage\":1}\n\n", "⏏", FailComplete, 2},
		{"it did not come", "data: {\"finish\":null}\n\n", "⏏", FailIncomplete, 1},
		{"a cut behind it", last, "✂", FailNetwork, 1},
		{"the end marker follows", last + "data: [DONE]\n\n", "", FailComplete, 1},
		{"more is to come", last, "", "", 1},
	} {
		got := everywhere(t, one.name, c, eventStream, one.body, one.end)
		assert.Equal(t, one.want, got.ending, one.name)
		assert.Len(t, got.rows, one.rows, one.name)
	}
}

func TestArrayIsNotWholeAheadOfItsBracket(t *testing.T) {
	c := Config{Signals: []Rule{at(t, "/finish", SignalLast)}}
	got := everywhere(t, "array", c, Head{Status: 200}, "[{\"finish\":\"STOP\"},", "⏏")
	assert.Equal(t, FailIncomplete, got.ending)
}

// What follows came by a connection that is over, in the same chunk or in the next.
func TestNothingIsDeliveredBehindASignalThatEndsTheConnection(t *testing.T) {
	for _, then := range []Signal{SignalEnd, SignalStop, SignalRotate, SignalRetry, SignalRefresh, SignalGap} {
		c := Config{Signals: []Rule{at(t, "/error", then)}}
		got := everywhere(t, string(then), c, eventStream,
			"id: 1\ndata: {\"n\":1}\n\nid: 2\ndata: {\"n\":2,\"error\":\"x\"}\n\n: beat\n\nid: 3\ndata: {\"n\":3}\n\nid: 4\n\n", "")
		assert.Equal(t, []string{`{"n":1}`, `{"n":2,"error":"x"}`}, got.rows, then)
		assert.Equal(t, "2", got.id, then)
		c.ID = []Member{compile(t, "/n")}
		got = everywhere(t, string(then), c, Head{Status: 200, ContentType: "application/x-ndjson"},
			"{\"n\":1}\n{\"n\":2,\"error\":\"x\"}\n{\"n\":3}\nnonsense\n", "")
		assert.Equal(t, []string{`{"n":1}`, `{"n":2,"error":"x"}`}, got.rows, then)
		assert.Equal(t, "2", got.id, then)
	}
}

func TestCursorBehindASignalIsForgottenInBothWays(t *testing.T) {
	for _, quiet := range []bool{false, true} {
		m := openMachine(t, Config{Signals: []Rule{{Is: []string{"bye"}, Then: SignalRotate, Quiet: quiet}}})
		commit(m, 1, 0, "id: 1\ndata: a\n\nid: 2\ndata: bye\n\nid: 3\ndata: b\n\n")
		assert.Equal(t, "2", m.LastEventID())
	}
	m := openMachine(t, Config{Signals: []Rule{{Is: []string{"gone"}, Then: SignalGap}}})
	commit(m, 1, 0, "id: 1\ndata: a\n\nid: 2\ndata: gone\n\nid: 3\ndata: b\n\n")
	assert.Empty(t, m.LastEventID())
}

func TestArrayIsCompleteAtItsBracket(t *testing.T) {
	for _, behind := range []string{"", "\n", "\n[{\"c\":3}]\n", " nonsense"} {
		got := everywhere(t, behind, Config{}, Head{Status: 200}, "[{\"a\":1},{\"b\":2}]"+behind, "")
		assert.Equal(t, answer{rows: []string{`{"a":1}`, `{"b":2}`}, ending: FailComplete}, got, "behind it: %q", behind)
	}
	m := newMachine(t, Config{Format: framing.JSONArray})
	m.Response(1, 0, Head{Status: 200})
	assert.Equal(t, []ActionKind{Disarm, Abort, TellFailure}, kinds(commit(m, 1, 0, "[1]")), "the connection is not kept")
}

func TestEventWithoutItsBlankLine(t *testing.T) {
	marked := Config{Signals: []Rule{
		{Is: []string{"[DONE]"}, Then: SignalEnd, Quiet: true},
		{Type: "over", Then: SignalEnd},
		at(t, "/type", SignalEnd, "response.completed"),
	}}
	once := Config{Once: true}
	for _, c := range []struct {
		name   string
		config Config
		body   string
		end    string
		want   answer
	}{
		{"an end marker, its line ended", marked, "data: {}\n\ndata: [DONE]\n", "⏏", answer{rows: []string{"{}"}, ending: FailComplete}},
		{"an end marker, its line open", marked, "data: {}\n\ndata: [DONE]", "⏏", answer{rows: []string{"{}"}, ending: FailComplete}},
		{"an end marker by its type", marked, "data: {}\n\nevent: over\ndata: bye", "⏏", answer{rows: []string{"{}", "bye"}, ending: FailComplete}},
		{"an end marker by a member", marked, "event: x\ndata: {\"type\":\"response.completed\"}\n", "⏏", answer{rows: []string{`{"type":"response.completed"}`}, ending: FailComplete}},
		{"JSON", once, "id: 7\ndata: {}\n", "⏏", answer{rows: []string{"{}"}, id: "7", ending: FailComplete}},
		{"several lines", once, "data: {\ndata: }", "⏏", answer{rows: []string{"{\n}"}, ending: FailComplete}},
		{"a part of JSON", once, "data: {\"a\":", "⏏", answer{rows: []string{"truncated {\"a\":"}, ending: FailIncomplete}},
		{"text, which may be a part of some", once, "data: half a sen", "⏏", answer{rows: []string{"truncated half a sen"}, ending: FailIncomplete}},
		{"no data", once, "data: {}\n\nevent: x\nid: 8\n", "⏏", answer{rows: []string{"{}"}, ending: FailComplete}},
		{"a cut", once, "data: {}\n", "✂", answer{ending: FailNetwork}},
		{"asked again", Config{}, "data: {}\n", "⏏", answer{ending: FailEnd}},
	} {
		assert.Equal(t, c.want, everywhere(t, c.name, c.config, eventStream, c.body, c.end), c.name)
	}
}

func TestLastLineOfText(t *testing.T) {
	c := Config{Format: framing.TextLines}
	plain := Head{Status: 200, ContentType: "text/plain"}
	assert.Equal(t, []string{"one", "two"}, everywhere(t, "clean", c, plain, "one\ntwo", "⏏").rows)
	assert.Equal(t, []string{"one", "two"}, everywhere(t, "half of CRLF", c, plain, "one\r\ntwo\r", "⏏").rows)
	assert.Equal(t, []string{"one", "truncated two"}, everywhere(t, "cut", c, plain, "one\ntwo", "✂").rows)
}

// Records that the page has had are records.
func TestBodyOfRecordsThatComeAgainIsNotWithoutOne(t *testing.T) {
	for name, c := range map[string]Config{
		"skipped":           {Resume: Resume{Skips: true}},
		"known by a member": {Dedupe: Dedupe{Keys: []Member{compile(t, "/n")}}},
		"an answer":         {Resume: Resume{Skips: true}, Signals: []Rule{at(t, "/fin", SignalEnd)}},
	} {
		const body = "data: {\"n\":1}\n\n"
		for cut := range body {
			m := openMachine(t, c)
			send(t, m, 1, body)
			m.Ended(1, 0, "network error")
			m.Timer(0, false)
			m.Response(2, 0, eventStream)
			commit(m, 2, 0, body[:cut])
			commit(m, 2, 0, body[cut:])
			finish(t, m, 2)
			f := failure(t, m.Ended(2, 0, ""))
			assert.NotContains(t, f.Message, "without a record", "%s: cut at %d", name, cut)
			assert.Empty(t, f.Body, name)
		}
	}
}

// A server that takes a notification has nothing to say about it (RFC 9110 section 15.3.3; MCP has it so).
func TestRequestThatIsAcceptedWithoutABodyIsComplete(t *testing.T) {
	marked := []Rule{at(t, "/result", SignalEnd)}
	post := Config{Method: "POST", Signals: marked, Resume: Resume{Method: "GET"}}
	for _, c := range []struct {
		name   string
		config Config
		status int
		body   string
		want   string
	}{
		{"a POST", post, 202, "", FailComplete},
		{"a named format", Config{Method: "POST", Format: framing.SSE, Signals: marked}, 202, "", FailComplete},
		{"an array", Config{Method: "POST", Format: framing.JSONArray}, 202, "", FailComplete},
		{"another status", post, 200, "", FailIncomplete},
		{"words", post, 202, "later", FailIncomplete},
		{"asked again", Config{Signals: marked}, 202, "", FailIncomplete},
	} {
		m := newMachine(t, c.config)
		m.Response(1, 0, Head{Status: c.status})
		commit(m, 1, 0, c.body)
		m.Finish(1, true, 0)
		assert.Equal(t, c.want, failure(t, m.Ended(1, 0, "")).Type, c.name)
	}
}
