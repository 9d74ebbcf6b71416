package serve

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
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

// beside adds the feed "other" to a site, which nobody touches.
func (s *site) beside(t *testing.T) {
	t.Helper()
	stream := streamtest.New(1)
	stream.AddNumbers(1, 1)
	tail := live.NewTail(stream, 1<<20, slog.New(slog.DiscardHandler))
	go tail.Run(t.Context())
	require.Eventually(t, func() bool { return tail.Newest().Sequence == 1 }, time.Minute, time.Millisecond)
	s.relay.SetFeeds(map[string]*Feed{"room": s.feed("room"), "other": NewFeed("other", tail, stream)})
}

func (s *site) feed(name string) *Feed { return (*s.relay.feeds.Load())[name] }

// anew has the feed room be read by another tail, as after a change of it. The one before is told of nothing any more.
func (s *site) anew(t *testing.T) {
	t.Helper()
	tail := live.NewTail(s.stream, 1<<20, slog.New(slog.DiscardHandler))
	go tail.Run(t.Context())
	s.relay.SetFeeds(map[string]*Feed{"room": NewFeed("room", tail, s.stream), "other": s.feed("other")})
	s.tail = tail
}

func TestReadersOfAFeedThatIsChangedComeBackToIt(t *testing.T) {
	kinds := map[string][]string{ // what is asked for, and headers
		"of a crowd":         {"/feeds/room", "Accept-Encoding", "identity"},
		"of a crowd, zstd":   {"/feeds/room", "Accept-Encoding", "zstd"},
		"of lines":           {"/feeds/room", "Accept-Encoding", "identity", "Accept", "application/x-ndjson"},
		"by itself, gzip":    {"/feeds/room", "Accept-Encoding", "gzip"},
		"by itself, filter":  {"/feeds/room?filter=message", "Accept-Encoding", "identity"},
		"of Durable Streams": {"/feeds/room?offset=now&live=sse", "Accept-Encoding", "identity"},
	}
	s := serve(t, Options{Spread: 3 * time.Second, Retry: 50 * time.Second}, 1<<20)
	s.stream.AddNumbers(1, 1)
	following, stop := context.WithCancel(t.Context())
	go s.tail.Run(following)
	s.until(t, 1)
	s.beside(t)
	open := map[string]*http.Response{}
	for name, asked := range kinds {
		open[name] = s.get(t, asked[0], asked[1:]...)
	}
	stays := s.get(t, "/feeds/other", "Accept-Encoding", "identity")
	require.Eventually(t, func() bool { return s.told.is(func(a *account) bool { return a.open == len(kinds)+1 }) }, time.Minute, time.Millisecond)
	s.untilGathered(t, 3)
	stop()
	s.anew(t)
	for name, r := range open {
		text, err := io.ReadAll(decoded(t, r))
		require.NoError(t, err, "%s: the end is not a cut", name)
		if kind := r.Header.Get("Content-Type"); kind == "text/event-stream" && name != "of Durable Streams" {
			last := string(text[strings.LastIndex(string(text), "retry: "):])
			var retry int
			_, err := fmt.Sscanf(last, "retry: %d", &retry)
			require.NoError(t, err, "%s: %q", name, text)
			assert.Less(t, retry, 3000, "%s: they do not come back all at once", name)
		}
	}
	require.Eventually(t, func() bool { return s.told.is(func(a *account) bool { return a.open == 1 }) }, time.Minute, time.Millisecond)
	assert.Equal(t, strings.Split(strings.Repeat(moved+" ", len(kinds)), " ")[:len(kinds)], s.told.closed)
	s.until(t, 1)
	s.stream.AddNumbers(2, 3)
	_, data := events(t, s.get(t, "/feeds/room", "Last-Event-ID", id(1)).Body, 2)
	assert.Equal(t, numbers(2, 3), data, "who comes back misses nothing")

	s.relay.SetFeeds(map[string]*Feed{"room": s.feed("room")})
	_, err := io.ReadAll(stays.Body)
	require.NoError(t, err, "a feed that is dropped has no readers any more")
	assert.Equal(t, http.StatusNotFound, s.get(t, "/feeds/other").StatusCode)
}

func TestReaderByHTTP2OfAFeedThatIsChanged(t *testing.T) {
	s := serve(t, Options{}, 1<<20).begin(t, 1)
	host := httptest.NewUnstartedServer(s.relay.Handler())
	host.EnableHTTP2 = true
	host.StartTLS()
	t.Cleanup(host.Close)
	r, err := host.Client().Get(host.URL + "/feeds/room?after=oldest")
	require.NoError(t, err)
	defer r.Body.Close()
	require.Equal(t, 2, r.ProtoMajor)
	events(t, r.Body, 1)
	s.anew(t)
	text, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	assert.Contains(t, string(text), "retry: ")
}

func TestReaderByWebSocketOfAFeedThatIsChanged(t *testing.T) {
	s := serve(t, Options{}, 1<<20).begin(t, 1)
	conn, _, err := websocket.Dial(t.Context(), s.URL+"/feeds/room?after=oldest", nil)
	require.NoError(t, err)
	_, _, err = conn.Read(t.Context())
	require.NoError(t, err)
	s.anew(t)
	_, _, err = conn.Read(t.Context())
	assert.Equal(t, websocket.StatusTryAgainLater, websocket.CloseStatus(err))
	assert.ErrorContains(t, err, "come back in ")
}

// It would be answered in the end all the same.
func TestLongPollOfAFeedThatIsChangedIsAnsweredAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stream := streamtest.New(1)
		stream.AddNumbers(1, 1)
		tail := live.NewTail(stream, 1<<20, slog.New(slog.DiscardHandler))
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go tail.Run(ctx)
		synctest.Wait()
		server := New(Options{Observer: &account{}, Log: slog.New(slog.DiscardHandler)})
		server.SetFeeds(map[string]*Feed{"room": NewFeed("room", tail, stream)})
		begun, answer, done := time.Now(), httptest.NewRecorder(), make(chan struct{})
		go func() {
			path := "/feeds/room?offset=" + durableOffset(t, 1) + "&live=long-poll"
			server.Handler().ServeHTTP(answer, httptest.NewRequest(http.MethodGet, path, nil))
			close(done)
		}()
		synctest.Wait()
		server.SetFeeds(nil)
		<-done
		assert.Equal(t, http.StatusNoContent, answer.Code)
		assert.Equal(t, durableOffset(t, 1), answer.Header().Get(nextOffset))
		assert.Equal(t, begun, time.Now())
	})
}

// One who is far behind what is in memory is sent away between two pieces of the stream.
func TestReaderWhoCatchesUpWithAFeedThatIsChanged(t *testing.T) {
	s := serve(t, Options{Retry: time.Minute, Spread: time.Millisecond}, 1).begin(t, 3000)
	before := s.feed("room")
	s.anew(t)
	s.relay.feeds.Store(&map[string]*Feed{"room": before}) // as for who was let in a moment ago
	lines := bufio.NewScanner(s.get(t, "/feeds/room?after="+id(0)).Body)
	many, last := 0, ""
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "data: ") {
			many++
		}
		if lines.Text() != "" {
			last = lines.Text()
		}
	}
	require.NoError(t, lines.Err())
	assert.Less(t, many, 3000)
	assert.Equal(t, "retry: 0", last)
}
