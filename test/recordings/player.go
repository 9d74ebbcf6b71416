package recordings

import (
	"context"
	"io"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Player is a server that answers requests with a recording, one after the other, and then with 204, which asks not to come back.
type Player struct {
	T         testing.TB
	Recording Recording
	// Linger is for how long a WebSocket is not cut yet when the client has all.
	Linger time.Duration

	mu       sync.Mutex
	requests []*http.Request
	bodies   []string
}

func (p *Player) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	p.mu.Lock()
	p.requests, p.bodies = append(p.requests, r), append(p.bodies, string(body))
	n := len(p.requests)
	p.mu.Unlock()
	switch {
	case n > len(p.Recording.Answers):
		w.WriteHeader(http.StatusNoContent)
	case p.Recording.IsWebSocket():
		p.talk(w, r, n)
	default:
		head, bytes, err := p.Recording.Response(n)
		if assert.NoError(p.T, err) {
			maps.Copy(w.Header(), head.Header)
			w.WriteHeader(head.StatusCode)
			_, _ = w.Write(bytes)
		}
	}
}

// talk holds the n-th conversation of a recording by a WebSocket.
func (p *Player) talk(w http.ResponseWriter, r *http.Request, n int) {
	protocols := strings.Split(r.Header.Get("Sec-WebSocket-Protocol"), ",")
	c, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true, Subprotocols: protocols}) // of any origin
	if !assert.NoError(p.T, err) {
		return
	}
	defer func() { _ = c.CloseNow() }()
	lines, err := p.Recording.Conversation(n)
	assert.NoError(p.T, err)
	ctx, cancel := context.WithTimeout(r.Context(), 20*time.Second)
	defer cancel()
	for _, line := range lines {
		switch line.Kind {
		case Said:
			assert.NoError(p.T, c.Write(ctx, websocket.MessageText, []byte(line.Text)))
		case Heard:
			_, message, err := c.Read(ctx)
			if !assert.NoError(p.T, err, "the client was to say %s", line.Text) {
				return
			}
			assert.Equal(p.T, line.Text, string(message), "conversation %d", n)
		case Closed:
			text, reason, _ := strings.Cut(line.Text, " ")
			code, err := strconv.Atoi(text)
			assert.NoError(p.T, err)
			_ = c.Close(websocket.StatusCode(code), reason)
			return
		}
	}
	_ = c.Ping(c.CloseRead(ctx)) // the client has all when it has answered
	time.Sleep(p.Linger)
}

// AssertRequests checks that the same request was made again, with the cursor where it belongs, headers that were asked for
// again, and the preset's subprotocol.
func (p *Player) AssertRequests() {
	p.T.Helper()
	r := p.Recording
	wanted := len(r.Answers)
	if !r.Answers[wanted-1].Final {
		wanted++
	}
	require.Len(p.T, p.requests, wanted)
	path, _, _ := strings.Cut(r.Path, "?")
	for i, req := range p.requests {
		assert.Equal(p.T, path, req.URL.EscapedPath())
		assert.Equal(p.T, r.Method == "POST", req.Method == "POST")
		assert.Equal(p.T, r.Body, p.bodies[i])
		if i < len(r.Answers) {
			assert.Equal(p.T, r.Answers[i].Query, req.URL.RawQuery, "request %d", i+1)
			assert.Equal(p.T, r.Answers[i].LastEventID, req.Header.Get("Last-Event-ID"), "request %d", i+1)
		}
		if !r.IsWebSocket() {
			assert.Equal(p.T, "Bearer "+strconv.Itoa(i+1), req.Header.Get("Authorization"), "request %d", i+1)
			continue
		}
		protocol := ""
		if strings.HasPrefix(r.Preset, "graphql-") {
			protocol = r.Preset
		}
		assert.Equal(p.T, protocol, req.Header.Get("Sec-WebSocket-Protocol"), "connection %d", i+1)
	}
}
