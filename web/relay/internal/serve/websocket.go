package serve

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/coder/websocket"

	"github.com/feedsource/feedsource/web/relay/internal/live"
	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// quoted has the brackets of an IPv6 address stand for themselves: what Accept takes are patterns.
var quoted = strings.NewReplacer("[", `\[`, "]", `\]`)

// webSocket answers with a message for each record: a line of NDJSON.
func (s *Server) webSocket(w http.ResponseWriter, r *http.Request, reader *reader) {
	var patterns []string
	for _, origin := range s.options.Origins {
		patterns = append(patterns, quoted.Replace(origin))
	}
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{OriginPatterns: patterns})
	if err != nil {
		s.options.Observer.Refused(reader.feed.Name, "websocket")
		return // Accept has answered
	}
	defer func() { _ = conn.CloseNow() }()
	const face = "websocket"
	closed := s.opened(reader.feed, face)
	ctx := conn.CloseRead(r.Context()) // a reader has nothing to say
	reader.sink = &socket{conn, ctx, s.options.WriteTimeout}
	closed(reader.run(ctx))
}

// A socket is a sink for messages.
type socket struct {
	conn    *websocket.Conn
	ctx     context.Context
	timeout time.Duration
}

func (s *socket) deliver(entries []*live.Entry) (size int, err error) {
	ctx, cancel := context.WithTimeout(s.ctx, s.timeout)
	defer cancel()
	for _, e := range entries {
		text := bytes.TrimSuffix(e.Frame(live.NDJSON), []byte("\n"))
		if err := s.conn.Write(ctx, websocket.MessageText, text); err != nil {
			return size, err
		}
		size += len(text)
	}
	return size, nil
}

// heartbeat is a ping of the protocol, and waits for its pong.
func (s *socket) heartbeat(record.ID, bool) error {
	ctx, cancel := context.WithTimeout(s.ctx, s.timeout)
	defer cancel()
	return s.conn.Ping(ctx)
}

func (s *socket) goodbye(retry time.Duration) error {
	return s.conn.Close(websocket.StatusTryAgainLater, fmt.Sprintf("come back in %d ms", retry.Milliseconds()))
}
