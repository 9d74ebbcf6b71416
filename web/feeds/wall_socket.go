package feeds

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"time"
	"unicode/utf8"

	"github.com/coder/websocket"
)

// maxDeaf is how long deaf lasts. A server that reads nothing does not see its
// client leave either.
const maxDeaf = time.Minute

// socketFaults are those that only a WebSocket has.
type socketFaults struct {
	code       int // of the close; 0: that of the end
	closeAfter int // messages
	reason     string
	deaf       int // messages that are read until it reads no more; -1: all
}

func readSocketFaults(q *query) socketFaults {
	f := socketFaults{
		code:       q.number("close", 0, 1000, 4999),
		closeAfter: q.number("closeafter", 0, 0, 1<<40),
		reason:     q.Get("reason"),
		deaf:       q.count("deaf"),
	}
	if f.code == 1004 || f.code == 1015 || f.code > 1015 && f.code < 3000 {
		q.fail("close", "a code that a WebSocket can end with")
	}
	if len(f.reason) > 123 {
		q.fail("reason", "123 bytes long at most (RFC 6455, section 5.5)")
	}
	return f
}

// wallSocket is the wall as the guide has it.
func (s *Server) wallSocket(w http.ResponseWriter, r *request) {
	if r.Header.Get("Origin") != "" && r.query.flag("nocors") {
		answerError(w, http.StatusForbidden, "no page of another origin may open this WebSocket")
		return
	}
	wl := s.wallOf(w, r)
	if wl == nil {
		return
	}
	reader := s.readsWall(r, wl)
	f := r.faults.socket
	if f.code > 0 {
		reader.left = f.closeAfter
	}
	readInterval := r.query.millis("readinterval", 0)
	if r.refused(w) {
		return
	}
	// The request's context means nothing once the connection is a WebSocket's.
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	out := &outlet{ctx: ctx, faults: r.faults.wire}
	wire := &wireWriter{ResponseWriter: w, out: out}
	conn, err := websocket.Accept(wire, r.Request, &websocket.AcceptOptions{InsecureSkipVerify: true})
	if err != nil {
		return
	}
	defer conn.CloseNow()
	if !wl.enter() {
		conn.Close(websocket.StatusTryAgainLater, "the wall is full")
		return
	}
	defer wl.leave()
	conn.SetReadLimit(-1) // hear has a limit, and closes as it should
	defer s.live.watch("wall", r.query.Get("wall"), s.opts.Now(), out, func() {
		cancel(errCut)
		wire.conn.Close()
	})()
	go func() { cancel(s.hear(ctx, conn, wl, f.deaf, readInterval)) }()
	f.end(conn, reader.speak(ctx, conn, r.faults))
}

// hear puts on the wall what the client says, until it leaves or is told to. It
// rests for an interval behind each message, as read_interval has it.
func (s *Server) hear(ctx context.Context, conn *websocket.Conn, wl *wall, deaf int, interval time.Duration) error {
	for n := 0; ; n++ {
		if n == deaf && !pause(ctx, maxDeaf) {
			return nil
		}
		kind, text, err := readMessage(ctx, conn)
		switch {
		case err != nil:
			return err
		case len(text) > maxWallMessage:
			return conn.Close(websocket.StatusMessageTooBig, "a message has 64 KiB at most")
		case kind != websocket.MessageText:
			return conn.Close(websocket.StatusUnsupportedData, "the wall takes text")
		case !utf8.Valid(text):
			return conn.Close(websocket.StatusInvalidFramePayloadData, "a text is UTF-8")
		}
		s.write(wl, string(text))
		if !pause(ctx, interval) {
			return nil
		}
	}
}

// readMessage is Conn.Read, with no more than a byte too much.
func readMessage(ctx context.Context, conn *websocket.Conn) (websocket.MessageType, []byte, error) {
	kind, message, err := conn.Reader(ctx)
	if err != nil {
		return kind, nil, err
	}
	text, err := io.ReadAll(io.LimitReader(message, maxWallMessage+1))
	return kind, text, err
}

// speak greets, and says what is on the wall.
func (reader *wallReader) speak(ctx context.Context, conn *websocket.Conn, f faults) error {
	write := func(text string) error { return conn.Write(ctx, websocket.MessageText, []byte(text)) }
	sent := 0
	say := func(m wallMessage) error {
		i := sent
		sent++
		if i == f.malformed {
			return write("\xff\xfe no UTF-8")
		}
		return write(f.oversized(i, reader.shape, m))
	}
	err := write(reader.shape(wallMessage{text: wallGreeting}))
	if err == nil {
		err = reader.follow(ctx, say, func() error { return ping(ctx, conn, reader.idle) })
	}
	if err == nil && f.hold {
		<-ctx.Done()
		return context.Cause(ctx)
	}
	return err
}

// ping asks whether the client is there; pages do not see it.
func ping(ctx context.Context, conn *websocket.Conn, patience time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return conn.Ping(ctx)
}

// end closes a WebSocket for a reason: the reader's end, which is nil, or what
// it failed of.
func (f socketFaults) end(conn *websocket.Conn, err error) {
	switch {
	case errors.Is(err, errTooSlow):
		conn.Close(websocket.StatusTryAgainLater, err.Error())
	case err != nil || f.code == int(websocket.StatusAbnormalClosure):
		conn.CloseNow()
	case f.code == 0:
		conn.Close(websocket.StatusNormalClosure, "")
	default:
		conn.Close(websocket.StatusCode(f.code), f.reason)
	}
}

// wireWriter has what a WebSocket sends go through an outlet, which counts the
// bytes and plays the faults that strike at one of them.
type wireWriter struct {
	http.ResponseWriter
	out  *outlet
	conn net.Conn // once it is a WebSocket's
}

func (w *wireWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffers, err := http.NewResponseController(w.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	w.conn, w.out.w, w.out.flush = conn, conn, func() error { return nil }
	wire := wireConn{conn, w.out}
	return wire, bufio.NewReadWriter(buffers.Reader, bufio.NewWriter(wire)), nil
}

type wireConn struct {
	net.Conn
	out *outlet
}

func (c wireConn) Write(p []byte) (int, error) { return c.out.Write(p) }
