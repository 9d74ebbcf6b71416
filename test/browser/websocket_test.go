package browser

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// A talk is what a server says by one WebSocket, in order: texts, bytes, and a wait for what the
// page says. It ends with a close code, or by falling silent.
type talk []any

type (
	listen  struct{}             // waits for a message of the page's
	shut    websocket.StatusCode // ends it with a code
	silence struct{}             // says nothing more
	torn    struct{}             // cuts the connection
	reason  struct {             // ends it with a code and a reason
		code websocket.StatusCode
		text string
	}
)

// A talker is a server that has a talk ready for each connection, and notes what it hears.
type talker struct {
	talks []talk

	mu    sync.Mutex
	noted []string
	n     int
}

func (s *talker) note(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.noted = append(s.noted, line)
}

func (s *talker) list() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string{}, s.noted...)
}

// next is the talk of another connection; the last is that of all which follow.
func (s *talker) next() talk {
	s.mu.Lock()
	defer s.mu.Unlock()
	talk := s.talks[min(s.n, len(s.talks)-1)]
	s.n++
	return talk
}

func (s *talker) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Upgrade") == "" {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		_, _ = io.WriteString(w, "no WebSocket")
		return
	}
	protocols := r.Header.Get("Sec-WebSocket-Protocol")
	s.note("open " + strings.TrimSuffix(r.URL.RequestURI()+" "+protocols, " "))
	c, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true, Subprotocols: []string{"v2.talk"}})
	if err != nil {
		return
	}
	defer func() { _ = c.CloseNow() }()
	c.SetReadLimit(1 << 24)
	ctx, cancel := context.WithTimeout(r.Context(), time.Minute)
	defer cancel()
	for _, step := range s.next() {
		switch step := step.(type) {
		case string:
			_ = c.Write(ctx, websocket.MessageText, []byte(step))
		case []byte:
			_ = c.Write(ctx, websocket.MessageBinary, step)
		case listen:
			kind, message, err := c.Read(ctx)
			if err != nil {
				return
			}
			s.note(map[websocket.MessageType]string{websocket.MessageText: "text ", websocket.MessageBinary: "bytes "}[kind] + string(message))
		case shut:
			_ = c.Close(websocket.StatusCode(step), "")
			return
		case reason:
			_ = c.Close(step.code, step.text)
			return
		case torn:
			return
		case silence:
			_, _, _ = c.Read(ctx)
			return
		}
	}
	for ctx.Err() == nil {
		if _, message, err := c.Read(ctx); err != nil {
			return
		} else {
			s.note("text " + string(message))
		}
	}
}

// serveTalks serves talks, and gives the address with ws:.
func serveTalks(t *testing.T, talks ...talk) (url string, server *talker) {
	t.Helper()
	server = &talker{talks: talks}
	return "ws" + strings.TrimPrefix(harness.Serve(t, server), "http"), server
}

// sockets are where a page can have its WebSockets.
var sockets = []harness.Args{{}, {"worker": true}, {"share": true}}

func over(t *testing.T, do func(t *testing.T, page *harness.Page, options harness.Args)) {
	t.Helper()
	site := harness.NewSite(t)
	for _, way := range sockets {
		page := open(t, site, "/module.html")
		do(t, page, way)
	}
}

func TestMessagesOfAWebSocket(t *testing.T) {
	over(t, func(t *testing.T, page *harness.Page, way harness.Args) {
		url, server := serveTalks(t,
			talk{"hello", "", []byte{1, 0xff}, `{"n":1}`, "日本", listen{}, torn{}},
			talk{`{"n":2}`, shut(1000)},
			talk{`{"n":3}`, silence{}})
		got := harness.Call[[]string](page, "websocket.js", "read", harness.Args{"url": url + "/feed?a=1", "way": way, "until": `{"n":3}`, "init": harness.Args{
			"protocols": []string{"v1.talk", "v2.talk"}, "id": "/n", "resume": harness.Args{"query": "since"},
		}})
		assert.Equal(t, []string{
			"open 101 v2.talk", `text "hello"`, `text ""`, "bytes 1,255", `text "{\"n\":1}" 1`, `text "日本" 1`, "error network",
			"open 101 v2.talk", `text "{\"n\":2}" 2`, "error end 1000",
			"open 101 v2.talk", `text "{\"n\":3}" 3`,
		}, got, way)
		assert.Equal(t, []string{"open /feed?a=1 v1.talk, v2.talk", "text seen", "open /feed?a=1&since=1 v1.talk, v2.talk", "open /feed?a=1&since=2 v1.talk, v2.talk"}, server.list(), way)
	})
}

func TestPageTalksBack(t *testing.T) {
	over(t, func(t *testing.T, page *harness.Page, way harness.Args) {
		url, server := serveTalks(t,
			talk{listen{}, listen{}, listen{}, `{"type":"ping"}`, listen{}, `{"n":1}`, torn{}},
			talk{listen{}, listen{}, "over", shut(1000)})
		got := harness.Call[[]string](page, "websocket.js", "talk", harness.Args{"url": url, "way": way})
		assert.Equal(t, []string{"sent", "keepalive", `text "{\"n\":1}" 1`, "sent", `text "over" 1`}, got, way)
		assert.Equal(t, []string{
			"open /", `text {"token":"t1","since":""}`, "text early", "bytes abc", `text {"type":"pong"}`,
			"open /", `text {"token":"t2","since":"1"}`, `text {"late":true}`,
		}, server.list(), way)
	})
}

// A page that has listened, and has something to say then.
func TestPageSpeaksUp(t *testing.T) {
	over(t, func(t *testing.T, page *harness.Page, way harness.Args) {
		url, server := serveTalks(t, talk{`{"n":1}`, listen{}, "heard", silence{}})
		got := harness.Call[[]string](page, "websocket.js", "speakUp", harness.Args{"url": url, "way": way})
		assert.Equal(t, []string{`text "{\"n\":1}" 1`, `text "heard" 1`}, got, way)
		assert.Equal(t, []string{"open /", "text now I speak"}, server.list(), way)
	})
}

// What a server says before it closes is read by a page that is late, and what it closed with after it.
func TestWhatWaitsIsReadBeforeTheClose(t *testing.T) {
	over(t, func(t *testing.T, page *harness.Page, way harness.Args) {
		url, _ := serveTalks(t, talk{"1", "2", "3", "4", "5", shut(1000)})
		got := harness.Call[[]string](page, "websocket.js", "late", harness.Args{"url": url, "way": way})
		assert.Equal(t, []string{`text "1"`, `text "2"`, `text "3"`, `text "4"`, `text "5"`}, got, way, "and the loop ends, for the answer is whole")
	})
}

func TestCloseCodes(t *testing.T) {
	over(t, func(t *testing.T, page *harness.Page, way harness.Args) {
		for _, c := range []struct {
			end  any
			want string
		}{
			{reason{1001, "bye"}, "server 1001 again: the server closed the connection (1001 \"bye\")"},
			{reason{1011, ""}, "server 1011 again: the server closed the connection (1011)"},
			{reason{1013, ""}, "server 1013 again"},
			{reason{1008, "no room"}, "server 1008 final: the server closed the connection (1008 \"no room\")"},
			{reason{1003, ""}, "server 1003 final"},
			{reason{3000, "token"}, "server 3000 final"},
			{reason{4200, ""}, "server 4200 again"},
			{reason{4401, "who are you"}, "server 4401 final"},
			{reason{4000, "done"}, "complete"},
			{torn{}, "network again"},
		} {
			if c.end == (reason{1013, ""}) && harness.Browser() == harness.WebKit {
				c.want = "network again" // it knows no such code
			}
			url, _ := serveTalks(t, talk{"hello", c.end})
			got := harness.Call[string](page, "websocket.js", "ending", harness.Args{"url": url, "way": way})
			assert.Contains(t, got, c.want, "%v %v", c.end, way)
		}
	})
}

func TestPing(t *testing.T) {
	over(t, func(t *testing.T, page *harness.Page, way harness.Args) {
		url, server := serveTalks(t, talk{"hello", listen{}, `{"type":"pong"}`, listen{}, silence{}})
		got := harness.Call[[]string](page, "websocket.js", "pinged", harness.Args{"url": url, "way": way})
		assert.Equal(t, []string{`text "hello"`, "keepalive signal", "error stall"}, got, way)
		assert.Equal(t, []string{"open /", `text {"type":"ping"}`, `text {"type":"ping"}`}, server.list(), way)
	})
}
