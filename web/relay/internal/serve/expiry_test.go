package serve

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/relay/internal/live"
	"github.com/feedsource/feedsource/web/relay/internal/streamtest"
)

// An untimely auth lets everybody in, those too whose token is over.
type untimely struct{}

func (untimely) Check(_ context.Context, token string) (Grant, error) {
	grants := map[string]time.Time{"over": time.Now().Add(-time.Second), "good": time.Now().Add(time.Hour), "endless": {}}
	return Grant{Feeds: []string{"*"}, Until: grants[token]}, nil
}

func TestReaderNeedsAnotherTokenWhenItsOwnIsOver(t *testing.T) {
	until := time.Unix(1000, 0)
	for want, at := range map[bool][]int64{false: {0, 999, 1000}, true: {1001, 5000}} {
		for _, now := range at {
			assert.Equal(t, want, (&reader{until: until}).isOver(time.Unix(now, 0)), now)
		}
	}
	assert.False(t, (&reader{}).isOver(time.Unix(5000, 0)), "one without end")
}

func TestReadersAreSentAwayWhenTheirTokenIsOver(t *testing.T) {
	s := serve(t, Options{Auth: untimely{}, Heartbeat: 20 * time.Millisecond}, 1<<20).begin(t, 1)
	stay := map[string]*http.Response{}
	for _, token := range []string{"good", "endless"} {
		stay[token] = s.get(t, "/feeds/room", "Authorization", "Bearer "+token, "Accept-Encoding", "identity")
	}
	for name, headers := range map[string][]string{
		"of a crowd":        {"Accept-Encoding", "identity"},
		"of a crowd, zstd":  {"Accept-Encoding", "zstd"},
		"by itself":         {"Accept-Encoding", "gzip"},
		"of lines":          {"Accept-Encoding", "identity", "Accept", "application/x-ndjson"},
		"of Durable Stream": {"Accept-Encoding", "identity", "Path", "?offset=now&live=sse"},
	} {
		t.Run(name, func(t *testing.T) {
			path := "/feeds/room"
			if len(headers) == 4 && headers[2] == "Path" {
				path += headers[3]
			}
			r := s.get(t, path, append(headers, "Authorization", "Bearer over")...)
			require.Equal(t, http.StatusOK, r.StatusCode)
			text, err := io.ReadAll(decoded(t, r))
			require.NoError(t, err, "the end is not a cut")
			assert.Equal(t, strings.Contains(name, "crowd") || name == "by itself", strings.Count(string(text), "retry: ") == 2, "%q", text)
		})
	}
	t.Run("of a WebSocket", func(t *testing.T) {
		conn, _, err := websocket.Dial(t.Context(), s.URL+"/feeds/room", &websocket.DialOptions{HTTPHeader: http.Header{"Authorization": {"Bearer over"}}})
		require.NoError(t, err)
		_, _, err = conn.Read(t.Context())
		assert.Equal(t, websocket.StatusTryAgainLater, websocket.CloseStatus(err))
	})
	require.Eventually(t, func() bool { return s.told.is(func(a *account) bool { return len(a.closed) == 6 }) }, time.Minute, time.Millisecond)
	for _, why := range s.told.closed {
		assert.Equal(t, expired, why)
	}
	s.stream.AddNumbers(2, 2)
	for token, r := range stay {
		lines := bufio.NewScanner(r.Body)
		for lines.Scan() && lines.Text() != "data: 2" {
		}
		assert.Equal(t, "data: 2", lines.Text(), "who has a token that is %s stays", token)
	}
}

// One who takes what it is sent so slowly that there is always more does not get to a heartbeat.
func TestNothingIsDeliveredToWhomATokenIsOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stream := streamtest.New(1)
		tail := live.NewTail(stream, 1<<20, slog.New(slog.DiscardHandler))
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go tail.Run(ctx)
		synctest.Wait()
		sink := &tardy{taken: make(chan int, 100)}
		server := New(Options{Observer: &account{}, Log: slog.New(slog.DiscardHandler)})
		r := &reader{server: server, feed: NewFeed("room", tail, stream), sink: sink, at: tail.Newest(), until: time.Now().Add(tardyAfter)}
		why := make(chan string)
		go func() { why <- r.run(ctx) }()
		synctest.Wait()
		stream.AddNumbers(1, 1)
		assert.Equal(t, 1, <-sink.taken)
		stream.AddNumbers(2, 2) // while the first is being written
		assert.Equal(t, expired, <-why)
		assert.Empty(t, sink.taken)
		assert.Len(t, sink.goodbyes, 1)
	})
}
