package hooks

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// TestCompat has fetchEventSource of the library from Microsoft and that of feedsource/compat read the same streams. Both
// must make the same calls in the same order, and the same requests.
func TestCompat(t *testing.T) {
	site := harness.Serve(t, http.FileServer(http.Dir(build(t, "compat"))))
	const stream = "200 text/event-stream"
	for _, test := range []struct {
		name      string
		answers   []answer
		behaviour harness.Args
		calls     []string
		cursors   []string
	}{
		{
			name:      "a stream that ends",
			answers:   []answer{{body: "id: 1\ndata: one\n\ndata: no id\n\nid: 2\nevent: news\ndata: t\ndata: wo\n\n"}},
			behaviour: harness.Args{"open": "any"},
			calls:     []string{"open " + stream, "message 1||one", "message ||no id", "message 2|news|t\nwo", "close", "resolved"},
			cursors:   []string{""},
		},
		{
			name:      "line ends of every kind, and an event that was not finished",
			answers:   []answer{{body: "data: a\r\n\r\ndata: b\r\rdata: c\n\ndata: lost\n"}},
			behaviour: harness.Args{},
			calls:     []string{"message ||a", "message ||b", "message ||c", "close", "resolved"},
			cursors:   []string{""},
		},
		{
			name:      "a connection that is cut goes on behind the last id",
			answers:   []answer{{body: "id: 1\ndata: one\n\nid: 2\ndata: two\n\n", cut: true}, {body: "id: 3\ndata: three\n\n"}},
			behaviour: harness.Args{"open": "any", "giveUp": 5},
			calls: []string{"open " + stream, "message 1||one", "message 2||two", "error TypeError: network error",
				"open " + stream, "message 3||three", "close", "resolved"},
			cursors: []string{"", "2"},
		},
		{
			name:      "onopen refuses a response, and onerror gives up",
			answers:   []answer{{status: 500, contentType: "text/plain", body: "down"}},
			behaviour: harness.Args{"open": "ok"},
			calls:     []string{"open 500 text/plain", "error Error: down", "rejected down"},
			cursors:   []string{""},
		},
		{
			name:      "onopen refuses a response, and onerror has it asked for again",
			answers:   []answer{{status: 503, contentType: "text/plain", body: "busy"}, {body: "data: up\n\n"}},
			behaviour: harness.Args{"open": "ok", "giveUp": 2},
			calls:     []string{"open 503 text/plain", "error Error: busy", "open " + stream, "message ||up", "close", "resolved"},
			cursors:   []string{"", ""},
		},
		{
			name:      "without onopen the content type decides",
			answers:   []answer{{contentType: "text/html", body: "<p>data: x\n\n"}},
			behaviour: harness.Args{},
			calls: []string{"error Error: Expected content-type to be text/event-stream, Actual: text/html",
				"rejected Expected content-type to be text/event-stream, Actual: text/html"},
			cursors: []string{""},
		},
		{
			name:      "with onopen nothing but that decides",
			answers:   []answer{{status: 404, contentType: "application/json", body: "data: still a stream\n\n"}},
			behaviour: harness.Args{"open": "any"},
			calls:     []string{"open 404 application/json", "message ||still a stream", "close", "resolved"},
			cursors:   []string{""},
		},
		{
			name: "what onmessage throws ends the connection, and what came behind comes again",
			answers: []answer{{body: "id: 1\ndata: one\n\nid: 2\ndata: two\n\nid: 3\ndata: three\n\n", stay: true},
				{body: "id: 3\ndata: three\n\n"}},
			behaviour: harness.Args{"throwAt": "two", "giveUp": 2},
			calls: []string{"message 1||one", "message 2||two", "error Error: thrown at two", "message 3||three", "close",
				"resolved"},
			cursors: []string{"", "2"},
		},
		{
			name:      "what onclose throws has the stream asked for again",
			answers:   []answer{{body: "id: 1\ndata: one\n\n"}, {body: "id: 2\ndata: two\n\n"}},
			behaviour: harness.Args{"reopen": 1, "giveUp": 2},
			calls: []string{"message 1||one", "close", "error Error: thrown at the close", "message 2||two", "close",
				"resolved"},
			cursors: []string{"", "1"},
		},
		{
			name:      "an abort resolves",
			answers:   []answer{{body: "data: one\n\n", stay: true}},
			behaviour: harness.Args{"abortAt": "one"},
			calls:     []string{"message ||one", "resolved"},
			cursors:   []string{""},
		},
		{
			name:      "a page that is hidden gives the connection up until it is shown",
			answers:   []answer{{body: "id: 1\ndata: one\n\n", stay: true}, {body: "id: 2\ndata: two\n\n"}},
			behaviour: harness.Args{"open": "any", "hideAt": "one"},
			calls:     []string{"open " + stream, "message 1||one", "open " + stream, "message 2||two", "close", "resolved"},
			cursors:   []string{"", "1"},
		},
		{
			name:      "a POST, by a fetch of the page's own",
			answers:   []answer{{body: "data: echo\n\n"}},
			behaviour: harness.Args{"ownFetch": true, "init": harness.Args{"method": "POST", "body": `{"q":1}`, "headers": harness.Args{"X-Key": "k"}}},
			calls: []string{`fetch /stream {"method":"POST","headers":{"X-Key":"k","accept":"text/event-stream"},"body":"{\"q\":1}"}`,
				"message ||echo", "close", "resolved"},
			cursors: []string{""},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, library := range []string{"original", "compat"} {
				server := &streams{answers: test.answers}
				test.behaviour["library"] = library
				test.behaviour["url"] = harness.Serve(t, server) + "/stream"
				page := harness.Open(t, site)
				calls := harness.Await[[]string](page, fmt.Sprintf(`return calls(%s);`, harness.JS(test.behaviour)))
				assert.Equal(t, test.calls, calls, library)
				assert.Equal(t, test.cursors, server.asked(), library)
			}
		})
	}
}

// An answer is what the server sends to one request.
type answer struct {
	status            int
	contentType, body string
	// cut ends the connection behind the body, which is not whole then; stay keeps it.
	cut, stay bool
}

// streams gives one answer after the other, and the last one for ever.
type streams struct {
	answers []answer

	mu      sync.Mutex
	cursors []string
}

func (s *streams) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Access-Control-Allow-Headers", "*")
	if r.Method == http.MethodOptions {
		return
	}
	s.mu.Lock()
	given := s.answers[min(len(s.cursors), len(s.answers)-1)]
	s.cursors = append(s.cursors, r.Header.Get("Last-Event-ID"))
	s.mu.Unlock()
	w.Header().Set("Content-Type", cmp.Or(given.contentType, "text/event-stream"))
	w.WriteHeader(cmp.Or(given.status, http.StatusOK))
	_, _ = io.WriteString(w, given.body)
	_ = http.NewResponseController(w).Flush()
	switch {
	case given.cut:
		time.Sleep(300 * time.Millisecond) // Chromium drops what it has not handed on when it hears of a cut
		panic(http.ErrAbortHandler)
	case given.stay:
		<-r.Context().Done()
	}
}

// asked are the cursors that were sent, one for each request.
func (s *streams) asked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.cursors)
}
