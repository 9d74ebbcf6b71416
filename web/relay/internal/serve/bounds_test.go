package serve

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"
	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/relay/internal/live"
	"github.com/feedsource/feedsource/web/relay/internal/record"
	"github.com/feedsource/feedsource/web/relay/internal/streamtest"
)

func TestPlacesAreBounded(t *testing.T) {
	for name, c := range map[string]struct {
		options Options
		status  int
	}{
		"in all":         {Options{MaxReaders: 2}, http.StatusServiceUnavailable},
		"by address":     {Options{MaxPerAddress: 2}, http.StatusTooManyRequests},
		"behind a proxy": {Options{MaxPerAddress: 2, AddressHeader: "X-Real-IP"}, http.StatusTooManyRequests},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, c.options, 1<<20).begin(t, 1)
			s.get(t, "/feeds/room", "X-Real-IP", "a")
			second := s.get(t, "/feeds/room", "X-Real-IP", "a")
			refused := s.get(t, "/feeds/room", "X-Real-IP", "a")
			assert.Equal(t, c.status, refused.StatusCode)
			assert.Equal(t, "2", refused.Header.Get("Retry-After"))
			if c.options.AddressHeader != "" {
				assert.Equal(t, http.StatusOK, s.get(t, "/feeds/room", "X-Real-IP", "b").StatusCode)
			}
			require.NoError(t, second.Body.Close())
			require.Eventually(t, func() bool {
				return s.get(t, "/feeds/room", "X-Real-IP", "a").StatusCode == http.StatusOK
			}, time.Minute, 5*time.Millisecond, "a place that was left is free")
		})
	}
}

// A reader who takes nothing has a full socket at last, and then a write that does not end by itself.
func TestReaderWhoTakesNothingIsClosed(t *testing.T) {
	s := serve(t, Options{WriteTimeout: 2 * time.Second, NoCompression: true}, 256<<20).begin(t, 1)
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	require.NoError(t, err)
	defer conn.Close()
	_, err = conn.Write([]byte("GET /feeds/room HTTP/1.1\r\nHost: relay\r\n\r\n"))
	require.NoError(t, err)
	require.Eventually(t, func() bool { return s.told.is(func(a *account) bool { return a.open == 1 }) }, time.Minute, time.Millisecond)
	other := s.get(t, "/feeds/room")
	for range 20 {
		s.stream.Add(record.Record{Data: []byte(strings.Repeat("x", 1<<20))})
	}
	ids, _ := events(t, other.Body, 20)
	assert.Equal(t, id(21), ids[19], "others have all")
	require.Eventually(t, func() bool { return s.told.is(func(a *account) bool { return len(a.closed) == 1 }) }, time.Minute, time.Millisecond)
	assert.True(t, s.told.is(func(a *account) bool { return a.closed[0] == stuck && a.open == 1 }))
}

// A tardy sink takes two seconds for each write.
type tardy struct {
	taken    chan int
	goodbyes []time.Duration
}

func (s *tardy) deliver(entries []*live.Entry) (int, error) {
	s.taken <- len(entries)
	time.Sleep(2 * tardyAfter)
	return 0, nil
}

func (s *tardy) heartbeat(record.ID, bool) error { return nil }

func (s *tardy) goodbye(retry time.Duration) error {
	s.goodbyes = append(s.goodbyes, retry)
	return nil
}

// A reader who takes a little now and then is never stuck, but falls behind all that is in memory.
func TestReaderWhoIsTooSlowIsSentAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stream := streamtest.New(1)
		tail := live.NewTail(stream, 5000, slog.New(slog.DiscardHandler)) // about ten
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go tail.Run(ctx)
		synctest.Wait()
		sink := &tardy{taken: make(chan int, 100)}
		server := New(Options{Observer: &account{}, Log: slog.New(slog.DiscardHandler)})
		r := &reader{server: server, feed: NewFeed("room", tail, stream), sink: sink, at: tail.Newest()}
		why := make(chan string)
		go func() { why <- r.run(ctx) }()
		synctest.Wait()
		stream.AddNumbers(1, 1)
		assert.Equal(t, 1, <-sink.taken)
		stream.AddNumbers(2, 100) // while the first is being written
		assert.Equal(t, slow, <-why)
		assert.Equal(t, []time.Duration{2 * time.Second}, sink.goodbyes)
		assert.Equal(t, uint64(1), r.at.Sequence, "and comes back for all that it missed")
	})
}

func TestPagesOfOtherOrigins(t *testing.T) {
	s := serve(t, Options{Origins: []string{"https://app.example"}}, 1<<20).begin(t, 1)
	allowed := s.get(t, "/feeds/room", "Origin", "https://app.example")
	assert.Equal(t, "https://app.example", allowed.Header.Get("Access-Control-Allow-Origin"))
	assert.Contains(t, allowed.Header.Get("Access-Control-Expose-Headers"), "Retry-After")
	other := s.get(t, "/feeds/room", "Origin", "https://other.example")
	assert.Empty(t, other.Header.Get("Access-Control-Allow-Origin"))
	refused := s.get(t, "/feeds/none", "Origin", "https://app.example")
	assert.Equal(t, "https://app.example", refused.Header.Get("Access-Control-Allow-Origin"), "a refusal can be read too")
	preflight, err := http.NewRequest(http.MethodOptions, s.URL+"/feeds/room", nil)
	require.NoError(t, err)
	preflight.Header.Set("Origin", "https://app.example")
	preflight.Header.Set("Access-Control-Request-Method", "GET")
	preflight.Header.Set("Access-Control-Request-Headers", "authorization,last-event-id")
	r, err := http.DefaultClient.Do(preflight)
	require.NoError(t, err)
	require.NoError(t, r.Body.Close())
	assert.Equal(t, "authorization,last-event-id", r.Header.Get("Access-Control-Allow-Headers"))
}

func TestCodingsAreFlushed(t *testing.T) {
	s := serve(t, Options{}, 1<<20).begin(t, 1)
	for accept, coding := range map[string]string{"gzip": "gzip", "gzip, zstd": "zstd", "br": ""} {
		t.Run(accept, func(t *testing.T) {
			r := s.get(t, "/feeds/room?after=oldest", "Accept-Encoding", accept)
			assert.Equal(t, coding, r.Header.Get("Content-Encoding"))
			last := int(s.tail.Newest().Sequence)
			_, data := events(t, decoded(t, r), last)
			assert.Equal(t, numbers(1, last), data)
			s.stream.AddNumbers(last+1, last+1)
			s.until(t, last+1)
		})
	}
}

func decoded(t *testing.T, r *http.Response) io.Reader {
	t.Helper()
	var plain io.Reader = r.Body
	var err error
	switch r.Header.Get("Content-Encoding") {
	case "gzip":
		plain, err = gzip.NewReader(r.Body)
	case "zstd":
		plain, err = zstd.NewReader(r.Body, zstd.WithDecoderConcurrency(1))
	}
	require.NoError(t, err)
	return plain
}

func TestGzipIsWholeAtItsEnd(t *testing.T) {
	var b bytes.Buffer
	var g gzipCoding
	want := strings.Repeat("the same again and again ", 10_000)
	for _, part := range []string{want[:1], want[1:30_000], want[30_000:]} {
		g.write(&b, []byte(part))
	}
	g.end(&b)
	plain, err := gzip.NewReader(&b)
	require.NoError(t, err)
	got, err := io.ReadAll(plain)
	require.NoError(t, err, "with its length and checksum")
	assert.Equal(t, want, string(got))
}

func TestCodingGoesByAcceptEncoding(t *testing.T) {
	for accept, want := range map[string]string{
		"": "", "br": "", "gzip": "gzip", "gzip, zstd": "zstd", "zstd, gzip": "zstd", "gzip, deflate, br, zstd": "zstd",
		"gzip;q=1.0, zstd;q=0.5": "gzip", "gzip;q=0": "", "zstd;q=0, gzip;q=0.1": "gzip", "gzip;q=x": "",
	} {
		assert.Equal(t, want, codingFor(accept), accept)
	}
}

func TestWebSocket(t *testing.T) {
	s := serve(t, Options{Origins: []string{"https://app.example", "http://[::1]:8080"}, Heartbeat: 10 * time.Millisecond}, 1<<20).begin(t, 2)
	dial := func(origin string) (*websocket.Conn, *http.Response, error) {
		return websocket.Dial(t.Context(), s.URL+"/feeds/room?after=oldest", &websocket.DialOptions{HTTPHeader: http.Header{"Origin": {origin}}})
	}
	conn, _, err := dial("https://app.example")
	require.NoError(t, err)
	defer func() { _ = conn.CloseNow() }()
	for _, want := range []string{id(1), id(2)} {
		_, text, err := conn.Read(t.Context())
		require.NoError(t, err)
		assert.Contains(t, string(text), `{"id":"`+want+`",`)
		assert.NotContains(t, string(text), "\n")
	}
	s.stream.AddNumbers(3, 3)
	_, text, err := conn.Read(t.Context())
	require.NoError(t, err)
	assert.Contains(t, string(text), `"data":"3"`)
	byNumber, _, err := dial("http://[::1]:8080")
	require.NoError(t, err)
	_ = byNumber.CloseNow()
	for _, other := range []string{"https://other.example", "http://app.example", "http://[::2]:8080"} {
		_, r, err := dial(other)
		require.Error(t, err, other)
		assert.Equal(t, http.StatusForbidden, r.StatusCode, other)
	}
	s.relay.Drain()
	_, _, err = conn.Read(t.Context())
	assert.Equal(t, websocket.StatusTryAgainLater, websocket.CloseStatus(err))
}
