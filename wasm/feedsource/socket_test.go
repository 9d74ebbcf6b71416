//go:build !js

package feedsource

import (
	"context"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// talks serves a WebSocket by a script.
func talks(t *testing.T, script func(ctx context.Context, c *websocket.Conn, r *http.Request)) string {
	t.Helper()
	return site(t, func(w http.ResponseWriter, r *http.Request) {
		c, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{"news"}})
		if err != nil {
			return
		}
		defer func() { _ = c.CloseNow() }()
		ctx, cancel := context.WithTimeout(r.Context(), 30*time.Second)
		defer cancel()
		script(ctx, c, r)
	}).URL
}

func read(ctx context.Context, c *websocket.Conn) string {
	_, text, _ := c.Read(ctx)
	return string(text)
}

// A WebSocket is greeted, subscribed to, read, replied to and sent to, in order.
func TestSocketIsSpokenWith(t *testing.T) {
	heard := make(chan string, 10)
	url := talks(t, func(ctx context.Context, c *websocket.Conn, r *http.Request) {
		heard <- r.Header.Get("X-Key") + r.Header.Get("Sec-WebSocket-Protocol")
		heard <- read(ctx, c)
		_ = c.Write(ctx, websocket.MessageText, []byte(`{"t":"welcome"}`))
		for range 2 {
			heard <- read(ctx, c)
		}
		_ = c.Write(ctx, websocket.MessageText, []byte(`{"t":"ping"}`))
		heard <- read(ctx, c)
		_ = c.Write(ctx, websocket.MessageBinary, []byte{1, 2})
		_ = c.Write(ctx, websocket.MessageText, []byte(strings.Repeat("x", 5000)))
		_ = c.Close(4001, "that was all")
	})
	f := open(t, "ws"+strings.TrimPrefix(url, "http"), Options{
		Headers: http.Header{"X-Key": {"k"}}, Protocols: []string{"news"}, MaxRecordBytes: 1000,
		Greet: Ask(func(_ context.Context, state State) ([]any, error) {
			return []any{map[string]int{"attempt": state.Attempt}}, nil
		}),
		Subscribe: Say("subscribe"),
		Signals: []Signal{
			{At: "/t", Is: []string{"welcome"}, Then: SignalReady}, {At: "/t", Is: []string{"ping"}, Then: SignalKeepalive, Reply: Say("pong")},
			{Close: &[2]int{4000, 4099}, Then: SignalEnd},
		},
	})
	sent := make(chan error, 1)
	go func() { sent <- f.Send(t.Context(), []byte("mine")) }()
	words := told(f)
	require.NoError(t, <-sent)
	assert.Equal(t, []string{"open", `keepalive:signal {"t":"welcome"}`, `keepalive:signal {"t":"ping"}`, "\x01\x02#"}, words[:4])
	assert.True(t, strings.HasPrefix(words[4], "malformed:too-large xxx"), words[4][:30])
	assert.Equal(t, []string{"error:complete!"}, words[5:])
	assert.Equal(t, `knews`, <-heard)
	assert.Equal(t, `{"attempt":1}`, <-heard)
	assert.ElementsMatch(t, []string{"mine", "subscribe"}, []string{<-heard, <-heard})
	assert.Equal(t, "pong", <-heard)
	<-f.Done()
	var e *Error
	require.ErrorAs(t, f.Send(t.Context(), "late"), &e)
	assert.Equal(t, FailSend, e.Type)
	assert.ErrorContains(t, e, "the feed is closed")
}

// A connection is closed as it should be, and one that is lost is made again.
func TestSocketIsClosedPolitely(t *testing.T) {
	codes := make(chan websocket.StatusCode, 1)
	var again atomic.Bool
	url := talks(t, func(ctx context.Context, c *websocket.Conn, _ *http.Request) {
		_ = c.Write(ctx, websocket.MessageText, []byte("1"))
		if !again.Swap(true) {
			return // cut
		}
		_, _, err := c.Read(ctx)
		codes <- websocket.CloseStatus(err)
	})
	f := open(t, url, Options{Transport: TransportWebSocket})
	var words []string
	for event := range f.Events() {
		if words = append(words, word(event)); len(words) == 5 {
			break
		}
	}
	assert.Equal(t, []string{"open", "1#", "error:network", "open", "1#"}, words)
	assert.Eventually(t, func() bool { return strings.Count(stacks(), "(*Feed).write(") == 1 }, 10*time.Second, 10*time.Millisecond, "who wrote to the first")
	require.NoError(t, f.Close())
	assert.Equal(t, websocket.StatusNormalClosure, <-codes)
	<-f.Done()
}

// A server that is silent is asked whether it is there: after half a minute, unless the options say otherwise.
func TestSocketIsPinged(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		pings := 0
		client := connected(t, func(ctx context.Context, c *websocket.Conn) {
			for ; pings < 3 && read(ctx, c) == "ping"; pings++ {
				_ = c.Write(ctx, websocket.MessageText, []byte("pong"))
			}
			_ = c.Close(websocket.StatusNormalClosure, "")
		})
		f, err := Open(t.Context(), "ws://feeds.example/", Options{
			Client: client, Reconnect: once, Keepalive: &Keepalive{Ping: Say("ping"), Pong: &Condition{Is: []string{"pong"}}},
		})
		require.NoError(t, err)
		began := time.Now()
		words := told(f)
		require.Len(t, words, 5)
		assert.Equal(t, []string{"open", "keepalive:signal pong", "keepalive:signal pong", "keepalive:signal pong"}, words[:4])
		assert.Equal(t, 90*time.Second, time.Since(began).Round(10*time.Second))
		<-f.Done()
	})
}

// connected is a client whose connections lead to a WebSocket within the test's own time.
func connected(t *testing.T, script func(ctx context.Context, c *websocket.Conn)) *http.Client {
	t.Helper()
	line := pipes{make(chan net.Conn), make(chan struct{})}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		defer func() { _ = c.CloseNow() }()
		script(t.Context(), c)
	})}
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = server.Serve(line)
	}()
	transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		line.conns <- theirs
		return ours, nil
	}}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		_ = server.Close()
		<-served
	})
	return &http.Client{Transport: transport}
}

// pipes is a listener for connections within the program.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (p pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p pipes) Close() error { close(p.closed); return nil }

func (p pipes) Addr() net.Addr { return &net.TCPAddr{} }

// A handshake that was refused says what the server answered.
func TestSocketThatIsRefused(t *testing.T) {
	s := site(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	f := open(t, s.URL+"/?token=secret", Options{Transport: TransportWebSocket, Reconnect: once})
	assert.Equal(t, []string{"error:network!"}, told(f))
	assert.Equal(t, "ws"+strings.TrimPrefix(s.URL, "http")+"/: no connection (the server answered 403 Forbidden to the handshake); the feed is closed.", f.Err().Error())
	assert.ErrorContains(t, open(t, s.URL, Options{}).Send(t.Context(), "x"), "goes one way")
}
