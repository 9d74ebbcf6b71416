package serve

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/relay/internal/live"
	"github.com/feedsource/feedsource/web/relay/internal/streamtest"
)

// An account is what a server has told.
type account struct {
	mu      sync.Mutex
	open    int
	closed  []string
	refused []string
}

func (a *account) Opened(string, string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.open++
}

func (a *account) Closed(_, _, why string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.open--
	a.closed = append(a.closed, why)
}

func (a *account) Delivered(string, int, int, int, time.Duration) {}

func (a *account) Refused(feed, why string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.refused = append(a.refused, feed+": "+why)
}

func (a *account) is(f func(*account) bool) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return f(a)
}

// A site is a server with the feed room.
type site struct {
	*httptest.Server
	stream *streamtest.Stream
	tail   *live.Tail
	relay  *Server
	told   *account
}

// epoch is that of the stream.
const epoch = "0000000001ab"

func id(sequence int) string { return epoch + "." + strconv.Itoa(sequence) }

func serve(t *testing.T, o Options, ring int) *site {
	t.Helper()
	s := &site{stream: streamtest.New(1), told: &account{}}
	o.Log, o.Observer = slog.New(slog.DiscardHandler), s.told
	s.tail = live.NewTail(s.stream, ring, o.Log)
	s.relay = New(o)
	s.relay.SetFeeds(map[string]*Feed{"room": NewFeed("room", s.tail, s.stream)})
	s.Server = httptest.NewServer(s.relay.Handler())
	t.Cleanup(s.Close)
	t.Cleanup(s.CloseClientConnections)
	return s
}

// begin has the tail know of so many numbers.
func (s *site) begin(t *testing.T, through int) *site {
	t.Helper()
	s.stream.AddNumbers(1, through)
	go s.tail.Run(t.Context())
	s.until(t, through)
	return s
}

func (s *site) until(t *testing.T, through int) {
	t.Helper()
	require.Eventually(t, func() bool {
		n := s.tail.Newest()
		return n.Epoch != "" && n.Sequence == uint64(through)
	}, time.Minute, time.Millisecond)
}

// get asks for a path, with headers as pairs.
func (s *site) get(t *testing.T, path string, headers ...string) *http.Response {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+path, nil)
	require.NoError(t, err)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	t.Cleanup(func() { _ = response.Body.Close() })
	return response
}

// events reads so many events with data from a body: their ids and data.
func events(t *testing.T, body io.Reader, many int) (ids, data []string) {
	t.Helper()
	lines := bufio.NewScanner(body)
	lines.Buffer(nil, 16<<20)
	id, text := "", ""
	for len(data) < many {
		require.True(t, lines.Scan(), "the body ended after %d events: %v", len(data), lines.Err())
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch name {
		case "id":
			id = value
		case "data":
			text = value
		case "":
			if text != "" {
				ids, data = append(ids, id), append(data, text)
			}
			text = ""
		}
	}
	return ids, data
}

func numbers(from, to int) (list []string) {
	for i := from; i <= to; i++ {
		list = append(list, strconv.Itoa(i))
	}
	return list
}

func TestReaderCatchesUp(t *testing.T) {
	s := serve(t, Options{}, 1).begin(t, 3000) // the tail has one
	for _, after := range []int{0, 1, 150, 2998, 2999, 3000} {
		r := s.get(t, "/feeds/room?after="+id(after))
		last := int(s.tail.Newest().Sequence)
		s.stream.AddNumbers(last+1, last+20)
		_, data := events(t, r.Body, last+20-after)
		assert.Equal(t, numbers(after+1, last+20), data)
		s.until(t, last+20)
	}
}

func TestStreamThatIsNotThereYet(t *testing.T) {
	s := serve(t, Options{}, 1<<20)
	r := s.get(t, "/feeds/room")
	assert.Equal(t, http.StatusServiceUnavailable, r.StatusCode)
	assert.NotEmpty(t, r.Header.Get("Retry-After"))
	head, err := http.Head(s.URL + "/feeds/room")
	require.NoError(t, err)
	require.NoError(t, head.Body.Close())
	assert.Equal(t, http.StatusServiceUnavailable, head.StatusCode, "there is no position yet")
}

func TestNDJSON(t *testing.T) {
	s := serve(t, Options{}, 1<<20).begin(t, 2)
	r := s.get(t, "/feeds/room?after=oldest", "Accept", "application/x-ndjson")
	assert.Equal(t, "application/x-ndjson", r.Header.Get("Content-Type"))
	lines := bufio.NewScanner(r.Body)
	var got []string
	for len(got) < 2 && lines.Scan() {
		if text := strings.TrimSpace(lines.Text()); text != "" {
			var line live.Line
			require.NoError(t, json.Unmarshal([]byte(text), &line))
			got = append(got, line.ID+" "+*line.Data)
		}
	}
	assert.Equal(t, []string{id(1) + " 1", id(2) + " 2"}, got)
}

func TestFaceGoesByAccept(t *testing.T) {
	for accept, want := range map[string]*face{
		"": eventStream, "*/*": eventStream, "text/event-stream": eventStream, "text/html": eventStream,
		"application/x-ndjson": ndjson, "application/ndjson, */*;q=0.1": ndjson, "application/jsonl": ndjson,
		"text/event-stream;q=0.5, application/x-ndjson;q=0.9": ndjson,
		"text/event-stream, application/x-ndjson":             eventStream,
		"application/x-ndjson;q=0, text/event-stream;q=0.1":   eventStream,
	} {
		assert.Same(t, want, faceFor(accept), accept)
	}
}

func TestHeartbeatsPassProxies(t *testing.T) {
	s := serve(t, Options{Heartbeat: 5 * time.Millisecond, Retry: 1234 * time.Millisecond}, 1<<20).begin(t, 1)
	for accept, want := range map[string]string{"text/event-stream": ":", "application/x-ndjson": " "} {
		lines := bufio.NewScanner(s.get(t, "/feeds/room", "Accept", accept).Body)
		if want == ":" {
			for _, line := range []string{"retry: 1234", ":" + padding, "id: " + id(1), ""} {
				require.True(t, lines.Scan())
				assert.Equal(t, line, lines.Text())
			}
		}
		for beats := 0; beats < 3; {
			require.True(t, lines.Scan())
			if text := lines.Text(); text != "" {
				assert.True(t, strings.HasPrefix(text, want), "%q", text)
				assert.Greater(t, len(text), 30)
				beats++
			}
		}
	}
}

func TestDrainTellsReadersToComeBack(t *testing.T) {
	s := serve(t, Options{Spread: 3 * time.Second}, 1<<20).begin(t, 1)
	r := s.get(t, "/feeds/room?after=oldest")
	events(t, r.Body, 1)
	s.relay.Drain()
	s.relay.Drain() // twice is no more
	rest, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	var retry int
	_, err = fmt.Sscanf(strings.TrimSpace(string(rest)), "retry: %d", &retry)
	require.NoError(t, err, "%q", rest)
	assert.Less(t, retry, 3000)
	require.Eventually(t, func() bool { return s.told.is(func(a *account) bool { return a.open == 0 }) }, time.Minute, time.Millisecond)
	assert.Equal(t, []string{drained}, s.told.closed)
}

func TestReaderOfAStreamThatIsMadeAnew(t *testing.T) {
	s := serve(t, Options{}, 1<<20).begin(t, 3)
	r := s.get(t, "/feeds/room")
	s.stream.Anew(2)
	_, err := io.ReadAll(r.Body)
	require.NoError(t, err, "is sent away, and comes back to be told 410")
	assert.Equal(t, http.StatusGone, s.get(t, "/feeds/room", "Last-Event-ID", id(3)).StatusCode)
}

// Only the leader of a stream knows what has gone, and one that has just become it does not know yet.
