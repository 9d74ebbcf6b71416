//go:build !js

package feedsource

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/coder/websocket"

	"github.com/feedsource/feedsource/wasm/internal/feed"
)

// A WebSocket is read as a response is: it has a body, in which each message is a frame of the format message, or a piece of another
// format.
type socket struct {
	conn        *websocket.Conn
	hasMessages bool // the body tells one message from the other
	limit       int
	out         []byte // of the message that was read last
	says        []int  // occasions of which something is yet to be said
	isOpen      bool   // the machine has taken it for a feed
	code        websocket.StatusCode
	reason      string
}

// askSocket opens a WebSocket, says what is to be said first, and reads what comes.
func (f *Feed) askSocket(x *exchange, a feed.Action) {
	request, why, err := f.make(x, a)
	if err != nil {
		f.unanswered(x, why, err)
		return
	}
	where := request.URL.String()
	conn, response, err := websocket.Dial(context.WithValue(x.ctx, ownHeaders{}, request.Context().Value(ownHeaders{})), where, &websocket.DialOptions{
		HTTPClient: f.client, HTTPHeader: request.Header, Host: request.Host, Subprotocols: f.options.Protocols,
	})
	if err != nil {
		f.unanswered(x, feed.Unknown, handshakeError(err, response))
		return
	}
	defer f.forget(x, conn)
	conn.SetReadLimit(-1) // messages are cut here
	format := cmp.Or(f.options.Format, FormatAuto)
	s := &socket{
		conn: conn, limit: cmp.Or(f.options.MaxRecordBytes, feed.DefaultMaxRecordBytes),
		hasMessages: f.options.FixedFormat == nil && (format == FormatAuto || format == FormatMessage),
	}
	if err := f.say(x, s, f.options.Greet, f.stateFor(x.attempt, a.Request)); err != nil {
		_ = conn.Close(websocket.StatusNormalClosure, "")
		f.unanswered(x, feed.Unmade, err)
		return
	}
	f.mu.Lock()
	x.socket, x.state = s, State{Attempt: x.attempt, Count: a.Count, From: a.Remembered}
	if !x.isOver && !f.isOver {
		f.start(func() { f.write(x) })
	}
	f.mu.Unlock()
	f.responded(x, &http.Response{StatusCode: http.StatusSwitchingProtocols, Header: response.Header, Body: s, Request: &http.Request{URL: request.URL}})
}

// forget lets go of a WebSocket that is over, and of what writes to it. One that was given up is being closed as it should be.
func (f *Feed) forget(x *exchange, conn *websocket.Conn) {
	f.mu.Lock()
	isClosing := x.isOver && x.socket != nil
	x.isOver = true
	f.moved.Broadcast()
	f.mu.Unlock()
	if !isClosing {
		_ = conn.CloseNow()
	}
}

// handshakeError is why there is no WebSocket, with what the server answered instead.
func handshakeError(err error, response *http.Response) error {
	if response != nil && response.StatusCode != http.StatusSwitchingProtocols {
		return fmt.Errorf("the server answered %d %s to the handshake", response.StatusCode, http.StatusText(response.StatusCode))
	}
	var about *url.Error
	if errors.As(err, &about) {
		return about.Err
	}
	return err
}

// Read gives the next bytes of the body.
func (s *socket) Read(p []byte) (int, error) {
	for len(s.out) == 0 {
		if err := s.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, s.out)
	s.out = s.out[n:]
	return n, nil
}

// next reads a message. Of one over the limit no more is kept than shows that it is.
func (s *socket) next() error {
	kind, in, err := s.conn.Reader(context.Background()) // closing ends it
	if err != nil {
		return s.ended(err)
	}
	var whole bytes.Buffer
	whole.Write(make([]byte, messageHead))
	if _, err = whole.ReadFrom(io.LimitReader(in, int64(s.limit)+1)); err == nil {
		_, err = io.Copy(io.Discard, in)
	}
	if err != nil {
		return s.ended(err)
	}
	s.out = whole.Bytes()
	s.out[0] = byte(kind) // which is numbered as in the protocol
	binary.BigEndian.PutUint32(s.out[1:], uint32(len(s.out)-messageHead))
	if !s.hasMessages {
		s.out = s.out[messageHead:]
	}
	return nil
}

// messageHead is what stands ahead of a message: its opcode and its length.
const messageHead = 5

// ended notes how the connection was closed.
func (s *socket) ended(err error) error {
	s.code, s.reason = websocket.StatusAbnormalClosure, ""
	var closed websocket.CloseError
	if errors.As(err, &closed) {
		s.code, s.reason = closed.Code, closed.Reason
	}
	return io.EOF
}

// Close does nothing: forget sees to the connection.
func (s *socket) Close() error { return nil }

// write says what there is to be said to a server, in order: replies first, and then what the program sends.
func (f *Feed) write(x *exchange) {
	s := x.socket
	for {
		var occasion int
		var one *letter
		isReply := false
		if !f.waitFor(x, func() bool {
			switch {
			case len(s.says) > 0:
				occasion, s.says, isReply = s.says[0], s.says[1:], true
			case s.isOpen && len(f.outbox) > 0:
				one = f.outbox[0]
				f.outbox = f.outbox[1:]
				f.waiting -= one.size()
			default:
				return false
			}
			return true
		}) {
			return
		}
		if !isReply {
			one.sent <- s.conn.Write(x.ctx, one.kind, one.data)
			continue
		}
		f.mu.Lock()
		state := x.state
		state.LastEventID = f.machine.LastEventID()
		f.mu.Unlock()
		if err := f.say(x, s, f.options.wordsFor(occasion), state); err != nil {
			f.unanswered(x, feed.Unmade, err)
			return
		}
	}
}

// say sends words. A connection that does not take them has ended, of which reading tells.
func (f *Feed) say(x *exchange, s *socket, words Words, state State) error {
	if words == nil {
		return nil
	}
	messages, err := asked(f, x, func(ctx context.Context) ([]any, error) { return words.say(ctx, state) })
	if err != nil {
		return err
	}
	for _, given := range messages {
		m, err := messageOf(given)
		if err != nil {
			return err
		}
		if s.conn.Write(x.ctx, m.kind, m.data) != nil {
			return nil
		}
	}
	return nil
}

// shut tells the machine how a WebSocket was closed.
func (f *Feed) shut(x *exchange) {
	f.enter(func(now time.Duration) []feed.Action {
		return f.machine.ClosedBy(x.reads, now, int(x.socket.code), x.socket.reason)
	})
}
