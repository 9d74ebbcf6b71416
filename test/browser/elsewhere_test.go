package browser

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// A turn is how a server answers one request.
type turn struct {
	status int // 200 if not given
	header map[string]string
	body   string // in chunks, with a pause where there is a ¦
	cut    bool
	open   bool // the connection is kept
	silent bool // the request is read, and nothing is ever written
	// refuses is how many connections end, as by a server that starts again, before this turn.
	refuses int
}

// beat is long enough for what was sent to arrive by itself.
const beat = 100 * time.Millisecond

// play sends the body, and does with the connection what the turn says.
func (t turn) play(w http.ResponseWriter, gone <-chan struct{}) {
	for i, chunk := range strings.Split(t.body, "¦") {
		if i > 0 {
			time.Sleep(beat)
		}
		_, _ = io.WriteString(w, chunk)
		w.(http.Flusher).Flush()
	}
	if t.open {
		<-gone
	}
	if t.cut {
		time.Sleep(5 * beat) // Chromium sends a request again by itself that was cut ahead of its answer
		panic(http.ErrAbortHandler)
	}
}

// asItIs skips a test where the browser does not tell what becomes of some of the turns.
func asItIs(t *testing.T, turns []turn) {
	t.Helper()
	for _, one := range turns {
		if strings.ContainsFunc(one.body, func(c rune) bool { return c >= 0x4e00 && c < 0xa000 }) {
			harness.NotIn(t, harness.WebKit, latinOne)
		}
		if one.cut {
			harness.NotIn(t, harness.WebKit, cutIsEnd)
		}
		if one.refuses > 0 {
			harness.NotIn(t, harness.Firefox, "it asks a server that has refused it again by itself")
		}
	}
}

// A story is a server that answers one request after the other; behind the last it asks not
// to come back.
type story struct {
	mu    sync.Mutex
	turns []turn
	// denies says that CORS does not let pages send Last-Event-ID.
	denies bool
	asked  []string
}

func (s *story) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if s.refuses() {
		panic(http.ErrAbortHandler)
	}
	preflight := allow(w, req)
	w.Header().Set("Access-Control-Expose-Headers", "Location")
	if s.denies {
		w.Header().Set("Access-Control-Allow-Headers", "Content-Type")
	}
	if preflight {
		return
	}
	body, _ := io.ReadAll(req.Body)
	said := strings.Join(strings.Fields(fmt.Sprintln(req.Method, req.URL.RequestURI(), req.Header.Get("Last-Event-Id"), string(body))), " ")
	s.mu.Lock()
	n := len(s.asked)
	s.asked = append(s.asked, said)
	s.mu.Unlock()
	t := turn{status: 204}
	if n < len(s.turns) {
		t = s.turns[n]
	}
	if t.silent {
		<-req.Context().Done()
		return
	}
	w.Header().Set("Content-Type", stream)
	for name, value := range t.header {
		w.Header().Set(name, value)
	}
	w.WriteHeader(max(t.status, 200))
	t.play(w, req.Context().Done())
}

// refuses reports whether a connection is to end without an answer.
func (s *story) refuses() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.asked); n < len(s.turns) && s.turns[n].refuses > 0 {
		s.turns[n].refuses--
		return true
	}
	return false
}

// requests are those that came so far.
func (s *story) requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

func TestGoesOnByAnotherRequest(t *testing.T) {
	const post = "POST /v1 {}"
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	page.Expect("CORS")
	page.Expect("ERR_")
	for _, c := range []struct {
		name    string
		options map[string]any
		// functions are options that elsewhere.js knows by name.
		functions []string
		denies    bool
		turns     []turn
		asked     []string
		told      []string
	}{
		{name: "a POST by GET, as MCP has it",
			options: map[string]any{"method": "POST", "body": "{}", "resume": map[string]any{"method": "GET"}},
			turns:   []turn{{body: "id: s1:0\nretry: 300\ndata: \n\n"}, {body: "id: s1:1\ndata: {\"result\":1}\n\n"}},
			asked:   []string{post, "GET /v1 s1:0", "GET /v1 s1:1"},
			told:    []string{"", "error:end", `{"result":1}`, "error:end", "error:no-content!"}},
		{name: "at the address in a header, as LangGraph has it",
			options: map[string]any{"method": "POST", "body": "{}", "resume": map[string]any{"url": "{from}", "from": map[string]any{"header": "Location"}},
				"signals": []any{map[string]any{"type": "end", "then": "end", "deliver": false}}},
			turns: []turn{{header: map[string]string{"Location": "/threads/1/join?a=b"}, body: "id: 1\ndata: a\n\n"}, {body: "id: 2\ndata: b\n\nevent: end\ndata\n\n"}},
			asked: []string{post, "GET /threads/1/join?a=b 1"},
			told:  []string{"a", "error:incomplete", "b", "error:complete!"}},
		{name: "another origin that the server chose is not asked",
			options: map[string]any{"method": "POST", "body": "{}", "resume": map[string]any{"url": "{from}", "from": map[string]any{"header": "Location"}}},
			turns:   []turn{{header: map[string]string{"Location": "http://127.0.0.1:1/"}, body: "id: 1\ndata: a\n\n", cut: true}},
			asked:   []string{post},
			told:    []string{"a", "error:network", "error:request!"}},
		{name: "a body that takes no cursor",
			options: map[string]any{"method": "POST", "body": "a=1", "resume": map[string]any{"body": "/a/b"}},
			told:    []string{"error:request!"}},
		{name: "by a member of the first record, with the cursor in the query",
			options: map[string]any{"method": "POST", "body": "{}", "id": "/n",
				"resume": map[string]any{"url": "/v1/responses/{from}?stream=true", "query": "starting_after", "from": map[string]any{"record": "/response/id"}}},
			turns: []turn{{body: "data: {\"n\":0,\"response\":{\"id\":\"r/1\"}}\n\ndata: {\"n\":1}\n\n", cut: true}, {body: "data: {\"n\":2}\n\n"}},
			asked: []string{post, "GET /v1/responses/r%2F1?stream=true&starting_after=1", "GET /v1/responses/r%2F1?stream=true&starting_after=2"},
			told:  []string{`{"n":0,"response":{"id":"r/1"}}`, `{"n":1}`, "error:network", `{"n":2}`, "error:end", "error:no-content!"}},
		{name: "by a function", functions: []string{"elsewhere"},
			options: map[string]any{"method": "POST", "body": "{}"},
			turns:   []turn{{header: map[string]string{"Location": "/join"}, body: "id: 1\ndata: a\n\n"}, {body: "id: 2\ndata: b\n\n"}},
			asked:   []string{post, "GET /join?after=1&n=1&attempt=2", "GET /join?after=2&n=2&attempt=3"},
			told:    []string{"a", "error:end", "b", "error:end", "error:no-content!"}},
		{name: "a ticket for each request", functions: []string{"ticket"},
			turns: []turn{{body: "id: 1\ndata: a\n\n"}, {body: "id: 2\ndata: b\n\n"}},
			asked: []string{"GET /v1?ticket=1", "GET /v1?ticket=2 1", "GET /v1?ticket=3 2"},
			told:  []string{"a", "error:end", "b", "error:end", "error:no-content!"}},
		{name: "a ticket that cannot be had at first", functions: []string{"lateTicket"},
			turns: []turn{{body: "data: a\n\n"}},
			asked: []string{"GET /v1?ticket=2", "GET /v1?ticket=3"},
			told:  []string{"error:request (no ticket yet)", "a", "error:end", "error:no-content!"}},
		{name: "a ticket that is never given", functions: []string{"hungTicket"},
			options: map[string]any{"keepalive": map[string]any{"connectMs": 300}},
			turns:   []turn{{body: "data: a\n\n"}},
			asked:   []string{"GET /v1?ticket=2", "GET /v1?ticket=3"},
			told:    []string{"error:request (the page's url function has not answered)", "a", "error:end", "error:no-content!"}},
		{name: "headers that are never given", functions: []string{"hungHeaders"},
			options: map[string]any{"keepalive": map[string]any{"connectMs": 300}},
			turns:   []turn{{body: "data: a\n\n"}},
			asked:   []string{"GET /v1", "GET /v1"},
			told:    []string{"error:request (the page's headers function has not answered)", "a", "error:end", "error:no-content!"}},
		{name: "a cursor that is never given", functions: []string{"hungAs"},
			options: map[string]any{"resume": map[string]any{"query": "entries"}, "keepalive": map[string]any{"connectMs": 300}},
			turns:   []turn{{body: "id: 7\ndata: a\n\n"}},
			asked:   []string{"GET /v1", "GET /v1?entries=7"},
			told:    []string{"a", "error:end", "error:request (the page's resume.as function has not answered)", "error:no-content!"}},
		{name: "the cursor as the server takes it", functions: []string{"as"},
			options: map[string]any{"resume": map[string]any{"query": "entries"}},
			turns:   []turn{{body: "id: 7\ndata: a\n\n"}},
			asked:   []string{"GET /v1", "GET /v1?entries=7%3A1%3A"},
			told:    []string{"a", "error:end", "error:no-content!"}},
		{name: "the number of records is the cursor",
			options: map[string]any{"resume": map[string]any{"query": "startIndex", "cursor": "count"}},
			turns:   []turn{{body: "data: a\n\ndata: b\n\n", cut: true}, {body: "data: c\n\n"}},
			asked:   []string{"GET /v1", "GET /v1?startIndex=2", "GET /v1?startIndex=3"},
			told:    []string{"a", "b", "error:network", "c", "error:end", "error:no-content!"}},
		{name: "a server that begins anew",
			options: map[string]any{"resume": map[string]any{"replay": "skip"}},
			turns:   []turn{{body: "data: a\n\ndata: b\n\n", cut: true}, {body: "data: a\n\ndata: b\n\ndata: c\n\n"}, {body: "data: a\n\ndata: x\n\n"}},
			asked:   []string{"GET /v1", "GET /v1", "GET /v1", "GET /v1"},
			told:    []string{"a", "b", "error:network", "c", "error:end", "gap:diverged", "x", "error:end", "error:no-content!"}},
		{name: "a server that begins anew, and is done sooner", options: map[string]any{"preset": "ai-sdk"},
			turns: []turn{{body: "data: a\n\ndata: b\n\n", cut: true}, {body: "data: a\n\ndata: [DONE]\n\n"}},
			asked: []string{"GET /v1", "GET /v1"},
			told:  []string{"a", "b", "error:network", "gap:diverged", "error:complete!"}},
		{name: "the page sends the cursor", functions: []string{"range"},
			options: map[string]any{"format": "ndjson", "id": "/c", "resume": "page"},
			turns:   []turn{{body: "{\"c\":\"5\"}\n"}, {body: "{\"c\":\"6\"}\n"}},
			asked:   []string{"GET /v1", "GET /v1 entries=5", "GET /v1 entries=6"},
			told:    []string{`{"c":"5"}`, "error:end", `{"c":"6"}`, "error:end", "error:no-content!"}},
		{name: "a pointer into the body",
			options: map[string]any{"method": "POST", "body": `{"create_request":{"key":"eA=="}}`, "format": "ndjson", "id": "/rev",
				"resume": map[string]any{"body": "/create_request/start_revision"}, "anyMethod": true},
			turns: []turn{{body: "{\"rev\":3}\n"}},
			asked: []string{`POST /v1 {"create_request":{"key":"eA=="}}`, `POST /v1 {"create_request":{"key":"eA==","start_revision":"3"}}`},
			told:  []string{`{"rev":3}`, "error:end", "error:no-content!"}},
		{name: "a header that CORS refuses", denies: true,
			turns: []turn{{body: "id: 6\nretry: 1\ndata: a\n\n"}, {body: "id: 9\ndata: b\n\n"}},
			asked: []string{"GET /v1", "GET /v1", "GET /v1"},
			told:  []string{"a", "error:end", "error:network", "warning:cors", "gap:no-resume", "b", "error:end", "error:no-content!"}},
		{name: "an expired cursor that the URL held", options: map[string]any{"preset": "kubernetes"},
			turns: []turn{
				{body: "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"resourceVersion\":\"147\"}}}\n", cut: true},
				{body: "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410}}\n"},
				{body: "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"resourceVersion\":\"160\"}}}\n"},
			},
			asked: []string{"GET /v1?watch=1&resourceVersion=146", "GET /v1?watch=1&resourceVersion=147", "GET /v1?watch=1", "GET /v1?watch=1&resourceVersion=160"},
			told: []string{`{"type":"ADDED","object":{"metadata":{"resourceVersion":"147"}}}`, "error:network", "gap:expired", "error:server",
				`{"type":"ADDED","object":{"metadata":{"resourceVersion":"160"}}}`, "error:end", "error:no-content!"}},
		{name: "records held until their cursor has come", options: map[string]any{"preset": "durable-streams"},
			turns: []turn{
				{body: "event: data\ndata: [1]\n\nevent: control\ndata: {\"streamNextOffset\":\"1\"}\n\nevent: data\ndata: [2]\n\n", cut: true},
				{body: "event: data\ndata: [2]\n\nevent: control\ndata: {\"streamNextOffset\":\"2\",\"streamClosed\":true}\n\n"},
			},
			asked: []string{"GET /v1", "GET /v1?offset=1"},
			told:  []string{"[1]", "error:network", "[2]", "error:complete!"}},
		{name: "records ahead of the first cursor", options: map[string]any{"preset": "nchan"},
			turns: []turn{{body: ":\n\n", cut: true}, {body: "id: 5\ndata: a\n\n"}},
			asked: []string{"GET /v1", "GET /v1", "GET /v1 5"},
			told:  []string{"error:network", "gap:no-resume", "a", "error:end", "error:no-content!"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			asItIs(t, c.turns)
			s := &story{turns: c.turns, denies: c.denies}
			url := harness.Serve(t, s) + "/v1"
			if c.options["preset"] == "kubernetes" {
				url += "?watch=1&resourceVersion=146"
			}
			told := harness.Call[[]string](page, "elsewhere.js", "read", harness.Args{"url": url, "options": c.options, "functions": c.functions})
			assert.Equal(t, c.told, told)
			assert.Equal(t, c.asked, s.asked)
		})
	}
}

func TestAnswerGoesOnAfterAReload(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	s := &story{turns: []turn{
		{body: "data: {\"n\":0,\"response\":{\"id\":\"r1\"}}\n\ndata: {\"n\":1}\n\n", cut: true},
		{body: "data: {\"n\":2}\n\ndata: {\"done\":true}\n\n"},
		{body: "data: {\"n\":0,\"response\":{\"id\":\"r2\"}}\n\n", cut: true},
		{body: "data: {\"n\":0,\"response\":{\"id\":\"r3\"}}\n\n", cut: true},
	}}
	url := harness.Serve(t, s) + "/v1"
	for _, c := range []struct {
		body string
		want []string
	}{
		{`{"q":1}`, []string{`{"n":0,"response":{"id":"r1"}}`, `{"n":1}`}},
		{`{"q":1}`, []string{`{"n":2}`, `{"done":true}`, "error:complete!"}},
		{`{"q":1}`, []string{`{"n":0,"response":{"id":"r2"}}`}},
		{`{"q":2}`, []string{`{"n":0,"response":{"id":"r3"}}`}},
	} {
		told := harness.Call[[]string](page, "elsewhere.js", "readUntilCut", harness.Args{"url": url, "body": c.body})
		assert.Equal(t, c.want, told)
	}
	assert.Equal(t, []string{
		`POST /v1 {"q":1}`, "GET /v1/r1?starting_after=1",
		`POST /v1 {"q":1}`, // what is complete is not gone on with
		`POST /v1 {"q":2}`, // nor is the answer to another question
	}, s.asked)
}
