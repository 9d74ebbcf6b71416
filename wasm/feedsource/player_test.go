//go:build !js

package feedsource

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

	"github.com/feedsource/feedsource/test/recordings"
)

// player answers requests with a recording, one after the other, and then with 204, which asks not to come back.
type player struct {
	t         *testing.T
	recording recordings.Recording
	mu        sync.Mutex
	requests  []*http.Request
	bodies    []string
}

func (p *player) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	p.mu.Lock()
	p.requests, p.bodies = append(p.requests, r), append(p.bodies, string(body))
	n := len(p.requests)
	p.mu.Unlock()
	switch {
	case n > len(p.recording.Answers):
		w.WriteHeader(http.StatusNoContent)
	case p.recording.IsWebSocket():
		p.talk(w, r, n)
	default:
		head, bytes, err := p.recording.Response(n)
		if assert.NoError(p.t, err) {
			maps.Copy(w.Header(), head.Header)
			_, _ = w.Write(bytes)
		}
	}
}

// talk holds the n-th conversation of a recording by a WebSocket.
func (p *player) talk(w http.ResponseWriter, r *http.Request, n int) {
	c, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: strings.Split(r.Header.Get("Sec-WebSocket-Protocol"), ",")})
	if !assert.NoError(p.t, err) {
		return
	}
	defer func() { _ = c.CloseNow() }()
	lines, err := p.recording.Conversation(n)
	assert.NoError(p.t, err)
	ctx, cancel := context.WithTimeout(r.Context(), 20*time.Second)
	defer cancel()
	for _, line := range lines {
		switch line.Kind {
		case recordings.Said:
			assert.NoError(p.t, c.Write(ctx, websocket.MessageText, []byte(line.Text)))
		case recordings.Heard:
			_, message, err := c.Read(ctx)
			if !assert.NoError(p.t, err, "the program was to say %s", line.Text) {
				return
			}
			assert.Equal(p.t, line.Text, string(message), "conversation %d", n)
		case recordings.Closed:
			text, reason, _ := strings.Cut(line.Text, " ")
			code, err := strconv.Atoi(text)
			assert.NoError(p.t, err)
			_ = c.Close(websocket.StatusCode(code), reason)
			return
		}
	}
	_ = c.Ping(c.CloseRead(ctx))
}
