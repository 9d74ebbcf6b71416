package feed

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// posted is a POST whose answer has begun, with a record and a cursor; what its first
// answer had of what is remembered of it is in its head.
func posted(t *testing.T, r Resume, from string) *Machine {
	t.Helper()
	m := newMachine(t, Config{Method: "POST", Format: framing.SSE, Resume: r})
	m.Response(1, 0, Head{Status: 200, ContentType: "text/event-stream", URL: where, From: from})
	send(t, m, 1, "id: 3 ü\ndata: {\"response\":{\"id\":\"r/1\"}}\n\n")
	return m
}

func record0(t *testing.T) *Member {
	p := compile(t, "/response/id")
	return &p
}

func TestAnswerToAPOSTIsGoneOnWithElsewhere(t *testing.T) {
	for _, c := range []struct {
		name   string
		resume Resume
		from   string
		want   Request
	}{
		{"by GET, as MCP has it", Resume{Method: "GET"}, "", Request{URL: where, Method: "GET", Header: "Last-Event-ID", Cursor: "3 ü"}},
		{"at the address of a header, as LangGraph has it", Resume{URL: "{from}", From: From{Header: "Location"}}, "/runs/1?x=y/join",
			Request{URL: "/runs/1?x=y/join", Method: "GET", Foreign: true, Header: "Last-Event-ID", Cursor: "3 ü"}},
		{"by a member of a record, as OpenAI has it",
			Resume{URL: "https://h/responses/{from}?stream=true", Query: "starting_after", From: From{Record: record0(t)}}, "",
			Request{URL: "https://h/responses/r%2F1?stream=true&starting_after=3%20%C3%BC", Method: "GET"}},
		{"with the cursor in the address", Resume{URL: "/from/{id}/{count}"}, "", Request{URL: "/from/3%20%C3%BC/1", Method: "GET"}},
		{"in the address and where else it was said", Resume{URL: "/from/{id}", Header: "X"}, "",
			Request{URL: "/from/3%20%C3%BC", Method: "GET", Header: "X", Cursor: "3 ü"}},
		{"by another method", Resume{URL: "/more", Method: "HEAD"}, "", Request{URL: "/more", Method: "HEAD", Header: "Last-Event-ID", Cursor: "3 ü"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := posted(t, c.resume, c.from)
			assert.False(t, failure(t, m.Ended(1, 0, "network error")).Final)
			c.want.Base, c.want.LastEventID, c.want.Count, c.want.Resuming = where, "3 ü", 1, true
			dial := *m.Timer(0, false)[0].Request
			dial.Remembered = ""
			assert.Equal(t, c.want, dial)
			actions := m.Response(2, 0, eventStream)
			assert.Equal(t, []ActionKind{TellOpen, Read}, kinds(actions), "no gap, and nothing new to remember")
		})
	}
}

func TestAnswerThatCannotBeGoneOnWithIsNotAskedForAgain(t *testing.T) {
	for name, c := range map[string]struct {
		resume Resume
		body   string
	}{
		"no record came":               {Resume{Method: "GET"}, ""},
		"no cursor came":               {Resume{Method: "GET"}, "data: x\n\n"},
		"what it asks for did not":     {Resume{URL: "/r/{from}", From: From{Record: record0(t)}}, "id: 3\ndata: {}\n\n"},
		"it is not to be":              {Resume{Off: true, Method: "GET"}, "id: 3\ndata: x\n\n"},
		"its other method is not safe": {Resume{Method: "POST", URL: "/more"}, "id: 3\ndata: x\n\n"},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t, Config{Method: "POST", Format: framing.SSE, Resume: c.resume})
			m.Response(1, 0, eventStream)
			send(t, m, 1, c.body)
			assert.True(t, failure(t, m.Ended(1, 0, "network error")).Final)
		})
	}
}

func TestWhatIsRememberedIsKept(t *testing.T) {
	r := Resume{URL: "/r/{from}", From: From{Record: record0(t)}}
	m := newMachine(t, Config{Method: "POST", Format: framing.SSE, Resume: r})
	m.Response(1, 0, eventStream)
	actions := commit(m, 1, 0, "data: {\"response\":{\"id\":\"a\"}}\n\ndata: {\"response\":{\"id\":\"b\"}}\n\n")
	assert.Equal(t, []Action{{Kind: Remember, Text: "a"}}, actions)
	m = New(Config{URL: where, Method: "POST", Format: framing.SSE, Resume: r, From: "a", LastEventID: "7"}, nil)
	dial := m.Connect(0)[2]
	assert.Equal(t, []string{"GET", "/r/a", "7"}, []string{dial.Method, dial.URL, dial.Cursor}, "as after a reload of the page")
}

func TestHeaderThatIsHiddenIsWarnedOf(t *testing.T) {
	m := newMachine(t, Config{Method: "POST", Resume: Resume{URL: "{from}", From: From{Header: "Location"}}})
	actions := m.Response(1, 0, eventStream)
	require.Equal(t, []ActionKind{TellOpen, TellNotice, Read}, kinds(actions))
	assert.Equal(t, "resume", actions[1].Notice.Detail["reason"])
}

func TestAnswerThatIsGoneIsNotAskedForAgain(t *testing.T) {
	m := posted(t, Resume{URL: "/r/{from}", From: From{Record: record0(t)}}, "")
	m.Ended(1, 0, "network error")
	m.Timer(0, false)
	m.Response(2, 0, Head{Status: 410})
	actions := explain(m, 2, 0, "")
	require.Len(t, gaps(actions), 1)
	assert.True(t, failure(t, actions).Final, "to send the POST again could do again what it did")
}

func TestAddressOfThePage(t *testing.T) {
	c := Config{AsksURL: true, Format: framing.SSE, Resume: Resume{Query: "since"}}
	m := New(c, func() float64 { return 0 })
	assert.Equal(t, []Action{{Kind: Disarm}, {Kind: Abort, Text: WhyReconnect}, {Kind: AskAddress, Attempt: 1, Request: &Request{}}}, m.Connect(0))
	assert.Equal(t, []Action{{Kind: Dial, Attempt: 1, Request: &Request{URL: where + "?ticket=1"}}}, m.Addressed(1, 0, where+"?ticket=1", ""))
	m.Response(1, 0, eventStream)
	send(t, m, 1, "id: 7\ndata: x\n\n")
	m.Ended(1, 0, "")
	assert.Equal(t, []Action{{Kind: AskAddress, Attempt: 2, Request: &Request{URL: m.config.URL, LastEventID: "7", Count: 1}}}, m.Timer(0, false))
	assert.Nil(t, m.Addressed(1, 0, where, ""), "it comes too late")
	assert.Equal(t, where+"?ticket=2&since=7", m.Addressed(2, 0, where+"?ticket=2", "")[0].URL)
}

func TestAddressThatThePageCannotGive(t *testing.T) {
	m := New(Config{AsksURL: true, Format: framing.SSE}, func() float64 { return 0 })
	m.Connect(0)
	f := failure(t, m.Unaskable(1, 0, "Error: no ticket"))
	assert.Equal(t, []any{FailRequest, false, second}, []any{f.Type, f.Final, f.RetryIn})
	assert.Equal(t, []ActionKind{AskAddress}, kinds(m.Timer(second, false)))
}

func TestCursorAsTheServerTakesIt(t *testing.T) {
	m := openMachine(t, Config{Resume: Resume{Query: "entries", AsksAs: true}})
	send(t, m, 1, "id: 7\ndata: x\n\n")
	m.Ended(1, 0, "")
	assert.Equal(t, []Action{{Kind: AskAddress, Attempt: 2, Request: &Request{URL: m.config.URL, LastEventID: "7", Count: 1}}}, m.Timer(0, false))
	assert.Equal(t, where+"?entries=7%3A1", m.Addressed(2, 0, "", "7:1")[0].URL)
	assert.Equal(t, "7", m.LastEventID())
}

func TestCursorByATemplate(t *testing.T) {
	for template, want := range map[string]string{"entries={id}:1:": "entries=7:1:", "{id+1}": "8", "": "7", "{id}.0": "7.0"} {
		m := openMachine(t, Config{Resume: Resume{Header: "Range", As: template}})
		send(t, m, 1, "id: 7\ndata: x\n\n")
		m.Ended(1, 0, "")
		assert.Equal(t, want, m.Timer(0, false)[0].Cursor)
	}
	m := openMachine(t, Config{Resume: Resume{Query: "from", As: "{id+1}"}})
	send(t, m, 1, "id: x7\ndata: x\n\n")
	m.Ended(1, 0, "")
	assert.Equal(t, where+"?from=x7", m.Timer(0, false)[0].URL, "what is no number has no next")
}

func TestThePageSendsTheCursor(t *testing.T) {
	m := ndjson(t, Config{ID: []Member{compile(t, "/id")}, Resume: Resume{Page: true}})
	send(t, m, 1, "{\"id\":1}\n")
	m.Ended(1, 0, "")
	assert.Equal(t, []Action{{Kind: Dial, Attempt: 2, Request: &Request{URL: where, LastEventID: "1", Count: 1}}}, m.Timer(0, false))
	assert.Equal(t, []ActionKind{TellOpen, Read}, kinds(m.Response(2, 0, Head{Status: 200})), "no gap")
}

func TestCountAsCursor(t *testing.T) {
	m := newMachine(t, Config{Format: framing.SSE, Resume: Resume{Query: "from", Counts: true}, Signals: []Rule{at(t, "/ping", SignalKeepAlive)}})
	m.Response(1, 0, eventStream)
	send(t, m, 1, "id: x\ndata: {}\n\ndata: {\"ping\":1}\n\ndata: {}\n\n")
	assert.Equal(t, []string{"1", "2"}, cursors(m))
	m.Ended(1, 0, "network error")
	assert.Equal(t, where+"?from=2", m.Timer(0, false)[0].URL)
	m = New(Config{URL: where, Format: framing.SSE, Resume: Resume{Query: "from", Counts: true}, LastEventID: "40"}, func() float64 { return 0 })
	m.Connect(0)
	m.Response(1, 0, eventStream)
	send(t, m, 1, "data: {}\n\n")
	assert.Equal(t, "41", m.LastEventID())
}

// A server counts what it sent, whatever a client makes of it; a record that was torn it may
// not have sent whole.
func TestCountOfRecordsThatAreMalformed(t *testing.T) {
	for _, counts := range []bool{true, false} {
		m := ndjson(t, Config{Resume: Resume{Query: "from", Counts: counts}})
		send(t, m, 1, "{}\n{]\n{}\n{\"torn")
		finish(t, m, 1)
		m.Ended(1, 0, "network error")
		dial := m.Timer(0, false)[0]
		assert.Equal(t, 3, dial.Count)
		assert.Equal(t, counts, dial.URL == where+"?from=3")
	}
}

func TestCountComesBeforeAMember(t *testing.T) {
	m := ndjson(t, Config{ID: []Member{compile(t, "/id")}, Resume: Resume{Query: "from", Counts: true}})
	send(t, m, 1, "{\"id\":70}\n{\"id\":80}\n{}\n")
	assert.Equal(t, []string{"1", "2", "3"}, cursors(m))
}

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

func TestOwnCursorInTheURL(t *testing.T) {
	id := []Member{compile(t, "/v")}
	m := New(Config{
		URL: where + "?watch=1&v=146", Format: framing.NDJSON, ID: id, LastEventID: "146", Resume: Resume{Query: "v", Own: true},
		Signals: []Rule{at(t, "/code", SignalGap, "410")},
	}, func() float64 { return 0 })
	assert.Equal(t, where+"?watch=1&v=146", m.Connect(0)[2].URL)
	m.Response(1, 0, Head{Status: 200})
	send(t, m, 1, "{\"v\":\"147\"}\n")
	m.Ended(1, 0, "network error")
	assert.Equal(t, where+"?watch=1&v=147", m.Timer(0, false)[0].URL)
	m.Response(2, 0, Head{Status: 200})
	actions := commit(m, 2, 0, "{\"code\":410}\n")
	require.Len(t, gaps(actions), 1)
	assert.False(t, failure(t, actions).Final)
	assert.Equal(t, where+"?watch=1", m.Timer(0, false)[0].URL, "146 is older still")
}

// What stands in the page's URL is what the server takes for a cursor, and is not made so again.
func TestOwnCursorInTheURLIsInTheServersForm(t *testing.T) {
	id := []Member{compile(t, "/id")}
	for _, c := range []struct {
		name, as, own, record, want string
		id                          []Member
	}{
		{"of members", "v{id}", "v9", "{\"id\":10}", "v10", id},
		{"of members, the next one", "{id+1}", "9", "{\"id\":9}", "10", id},
		{"of events", "v{id}", "v9", "id: 10\ndata: x", "v10", nil},
		{"of events, the next one", "{id+1}", "9", "id: 9\ndata: x", "10", nil},
		{"no record has one", "v{id}", "v9", "data: {}", "v9", nil},
	} {
		for _, asks := range []bool{false, true} {
			r := Resume{Query: "since", Own: true, As: c.as}
			if asks {
				r.As, r.AsksAs = "", true
			}
			m := New(Config{URL: where + "?since=" + c.own, Format: framing.SSE, ID: c.id, LastEventID: c.own, Resume: r}, func() float64 { return 0 })
			dial := func(attempt int) string {
				a := m.Timer(0, false)[0]
				if a.Kind == AskAddress {
					a = m.Addressed(attempt, 0, "", c.want)[0]
				}
				return a.URL
			}
			assert.Equal(t, where+"?since="+c.own, m.Connect(0)[2].URL, c.name)
			m.Response(1, 0, eventStream)
			m.Ended(1, 0, "network error")
			assert.Equal(t, where+"?since="+c.own, m.Timer(0, false)[0].URL, c.name)
			assert.Empty(t, gaps(m.Response(2, 0, eventStream)), "%s: it is sent again", c.name)
			body := c.record + "\n\n"
			if c.id != nil {
				body = "data: " + body
			}
			commit(m, 2, 0, body)
			m.Ended(2, 0, "network error")
			if c.want == c.own {
				assert.Equal(t, where+"?since="+c.own, m.Timer(0, false)[0].URL, c.name)
				continue
			}
			assert.Equal(t, where+"?since="+c.want, dial(3), c.name)
		}
	}
	m := New(Config{URL: where + "?since=v9", Format: framing.SSE, LastEventID: "v9", Resume: Resume{Query: "since", Own: true, As: "v{id}"}}, func() float64 { return 0 })
	m.Connect(0)
	m.Response(1, 0, Head{Status: 410})
	actions := explain(m, 1, 0, "")
	require.Len(t, gaps(actions), 1)
	assert.False(t, failure(t, actions).Final)
	assert.Equal(t, where, m.Timer(0, false)[0].URL)
}

// A kube-apiserver that cannot answer yet says so again and again, behind a cursor that expired.
func TestOneLossIsOneGap(t *testing.T) {
	m := newMachine(t, Config{Format: framing.NDJSON, ID: []Member{compile(t, "/id")}, LastEventID: "7"})
	m.Response(1, 0, Head{Status: 410})
	require.Len(t, gaps(explain(m, 1, 0, "")), 1)
	for attempt := 2; attempt <= 4; attempt++ {
		m.Timer(0, false)
		assert.Empty(t, gaps(m.Response(attempt, 0, Head{Status: 200})))
		m.Ended(attempt, 0, "network error")
	}
	m.Timer(0, false)
	m.Response(5, 0, Head{Status: 200})
	send(t, m, 5, "{}\n")
	m.Ended(5, 0, "network error")
	m.Timer(0, false)
	assert.Len(t, gaps(m.Response(6, 0, Head{Status: 200})), 1, "another one")
}

func TestRecordsAheadOfTheFirstCursorAreMissed(t *testing.T) {
	for name, c := range map[string]struct {
		config Config
		gaps   int
	}{
		"a cursor in its records":           {Config{Format: framing.NDJSON, ID: []Member{compile(t, "/id")}}, 1},
		"a parameter for it":                {Config{Format: framing.SSE, Resume: Resume{Query: "last"}}, 1},
		"none that anybody knows of":        {Config{Format: framing.SSE}, 0},
		"none, and the answer begins again": {Config{Format: framing.SSE, Resume: Resume{Query: "last"}, Signals: []Rule{{Then: SignalEnd, Is: []string{"[DONE]"}}}}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t, c.config)
			assert.Empty(t, gaps(m.Response(1, 0, Head{Status: 200})))
			m.Ended(1, 0, "network error")
			m.Timer(0, false)
			found := gaps(m.Response(2, 0, Head{Status: 200}))
			require.Len(t, found, c.gaps)
			if c.gaps > 0 {
				assert.Equal(t, "no-resume", found[0]["reason"])
			}
		})
	}
}

// Whether an event stream has cursors shows with the first of them. What was lost before is told
// then, and a stream without any is not accused at each of its connections.
func TestRecordsAheadOfTheFirstIDOfAStreamAreMissed(t *testing.T) {
	done := []Rule{{Then: SignalEnd, Is: []string{"[DONE]"}}}
	for name, c := range map[string]struct {
		config Config
		bodies []string
		gaps   []int // told with each body
	}{
		"cut ahead of the first record":        {Config{}, []string{"", "id: 5\ndata: x\n\n", ""}, []int{0, 1, 0}},
		"cut behind records without an id":     {Config{}, []string{"data: a\n\n", "data: b\n\n", "data: c\n\nid: 5\ndata: x\n\n"}, []int{0, 0, 1}},
		"no ids at all":                        {Config{}, []string{"data: a\n\n", "data: b\n\n", ""}, []int{0, 0, 0}},
		"an id in time":                        {Config{}, []string{"data: a\n\nid: 5\ndata: b\n\n", "data: c\n\n", "id: 9\ndata: x\n\n"}, []int{0, 0, 0}},
		"ids that the server took back":        {Config{}, []string{"id: 5\ndata: a\n\n", "id\ndata: b\n\n", "data: c\n\n", "data: d\n\n"}, []int{0, 0, 1, 1}},
		"members of records":                   {Config{ID: []Member{compile(t, "/id")}}, []string{"", "data: {\"id\":5}\n\n"}, []int{0, 1}},
		"a cursor to begin with":               {Config{LastEventID: "4"}, []string{"", "id: 5\ndata: x\n\n"}, []int{0, 0}},
		"an answer that begins again":          {Config{Signals: done}, []string{"", "id: 5\ndata: x\n\n"}, []int{0, 0}},
		"an answer that is skipped":            {Config{Resume: Resume{Skips: true}}, []string{"data: a\n\n", "data: a\n\nid: 5\ndata: x\n\n"}, []int{0, 0}},
		"the page's own way":                   {Config{Resume: Resume{Page: true}}, []string{"", "id: 5\ndata: x\n\n"}, []int{0, 0}},
		"no way back, which is told each time": {Config{Resume: Resume{Off: true}}, []string{"", "id: 5\ndata: x\n\n", ""}, []int{0, 0, 1}},
		"the strict class":                     {Config{Strict: true}, []string{"", "id: 5\ndata: x\n\n"}, []int{0, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			c.config.Format = framing.SSE
			m := newMachine(t, c.config)
			var found []int
			for i, body := range c.bodies {
				told := m.Response(i+1, 0, eventStream)
				if body != "" {
					told = append(told, commit(m, i+1, 0, body)...)
				}
				for _, gap := range gaps(told) {
					assert.Equal(t, "no-resume", gap["reason"])
				}
				found = append(found, len(gaps(told)))
				m.Ended(i+1, 0, "network error")
				m.Timer(0, false)
			}
			assert.Equal(t, c.gaps, found)
		})
	}
}

func TestLossThatIsFoundOutLateEndsTheFeedWhereAGapDoes(t *testing.T) {
	m := newMachine(t, Config{Format: framing.SSE, Gap: Gap{Stop: true}})
	m.Response(1, 0, eventStream)
	m.Ended(1, 0, "network error")
	m.Timer(0, false)
	m.Response(2, 0, eventStream)
	actions := commit(m, 2, 0, "id: 5\ndata: x\n\n")
	require.Len(t, gaps(actions), 1)
	assert.Equal(t, FailGap, failure(t, actions).Type)
	assert.Equal(t, Closed, m.State())
}

// A segment of dots would lead to another path, escaped as well: %2e%2e is .. to a URL parser.
func TestDotsAreNoNameOfAnAnswer(t *testing.T) {
	for from, taken := range map[string]bool{".": false, "..": false, "...": true, "..x": true, "%2e%2e": true} {
		m := newMachine(t, Config{Method: "POST", Format: framing.SSE, Resume: Resume{URL: "/r/{from}?stream=true", From: From{Record: record0(t)}}})
		m.Response(1, 0, eventStream)
		body := "id: 1\ndata: {\"response\":{\"id\":\"" + from + "\"}}\n\n"
		told := commit(m, 1, 0, body)
		require.Len(t, told, 1, from)
		if taken {
			assert.Equal(t, Remember, told[0].Kind, from)
		} else {
			assert.Equal(t, "resume", told[0].Notice.Detail["reason"], from)
			assert.Empty(t, commit(m, 1, 0, body), "it is told once")
		}
		assert.Equal(t, !taken, failure(t, m.Ended(1, 0, "network error")).Final, from)

		m = New(Config{URL: where, Method: "POST", Format: framing.SSE, LastEventID: "1", From: from, Resume: Resume{URL: "/r/{from}", From: From{Header: "X-Run"}}}, nil)
		assert.Equal(t, taken, m.Connect(0)[2].Method == "GET", "%s: an earlier feed kept it", from)
	}
	m := newMachine(t, Config{Method: "POST", Format: framing.SSE, Resume: Resume{URL: "{from}", From: From{Header: "Location"}}})
	assert.Equal(t, []ActionKind{TellOpen, Remember, Read}, kinds(m.Response(1, 0, Head{Status: 200, From: ".."})), "an address of its own may be that")
}

func TestHeaderOfDotsIsNoNameOfAnAnswer(t *testing.T) {
	m := newMachine(t, Config{Method: "POST", Format: framing.SSE, Resume: Resume{URL: "/r/{from}", From: From{Header: "X-Run"}}})
	actions := m.Response(1, 0, Head{Status: 200, ContentType: "text/event-stream", From: ".."})
	require.Equal(t, []ActionKind{TellOpen, TellNotice, Read}, kinds(actions))
	assert.Equal(t, "resume", actions[1].Notice.Detail["reason"])
	assert.True(t, failure(t, m.Ended(1, 0, "network error")).Final)
}

func TestCursorOfDotsIsNotGoneOnFromInAPath(t *testing.T) {
	for template, goesOn := range map[string]bool{"/r/{id}": false, "/r/1/{id}/events": false, "/r?after={id}": true, "/r/x{id}": true} {
		m := newMachine(t, Config{Method: "POST", Format: framing.SSE, Resume: Resume{URL: template}})
		m.Response(1, 0, eventStream)
		commit(m, 1, 0, "id: ..\ndata: x\n\n")
		assert.Equal(t, !goesOn, failure(t, m.Ended(1, 0, "network error")).Final, template)
	}
}
