package browser

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/recordings"
)

// A socketPlayer talks to a page by WebSockets as a recording says, one conversation after the
// other.
type socketPlayer struct {
	t         *testing.T
	recording recordings.Recording
	mu        sync.Mutex
	requests  []*http.Request
}

func (p *socketPlayer) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	p.mu.Lock()
	p.requests = append(p.requests, req)
	n := len(p.requests)
	p.mu.Unlock()
	protocols := strings.Split(req.Header.Get("Sec-WebSocket-Protocol"), ",")
	c, err := websocket.Accept(w, req, &websocket.AcceptOptions{InsecureSkipVerify: true, Subprotocols: protocols})
	if !assert.NoError(p.t, err) {
		return
	}
	defer func() { _ = c.CloseNow() }()
	lines, err := p.recording.Conversation(n)
	if !assert.NoError(p.t, err) {
		return
	}
	ctx, cancel := context.WithTimeout(req.Context(), 20*time.Second)
	defer cancel()
	for _, line := range lines {
		switch line.Kind {
		case recordings.Said:
			assert.NoError(p.t, c.Write(ctx, websocket.MessageText, []byte(line.Text)))
		case recordings.Heard:
			_, message, err := c.Read(ctx)
			if !assert.NoError(p.t, err, "the page was to say %s", line.Text) {
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
	// The page has all when it has answered: Firefox may lose what comes just ahead of a cut. It answers for its pages, which
	// may not have it yet.
	_ = c.Ping(c.CloseRead(ctx))
	if harness.Browser() == harness.Firefox {
		time.Sleep(300 * time.Millisecond)
	}
}

// assertHandshakes checks that each connection had the cursor where it belongs, and the preset's
// subprotocol.
func assertHandshakes(t *testing.T, p *socketPlayer) {
	t.Helper()
	r := p.recording
	require.Len(t, p.requests, len(r.Answers))
	path, _, _ := strings.Cut(r.Path, "?")
	for i, req := range p.requests {
		assert.Equal(t, path, req.URL.EscapedPath())
		assert.Equal(t, r.Answers[i].Query, req.URL.RawQuery, "connection %d", i+1)
		protocol := ""
		if strings.HasPrefix(r.Preset, "graphql-") {
			protocol = r.Preset
		}
		assert.Equal(t, protocol, req.Header.Get("Sec-WebSocket-Protocol"), "connection %d", i+1)
	}
}
