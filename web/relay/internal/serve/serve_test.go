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
	"github.com/feedsource/feedsource/web/relay/internal/record"
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

func TestReaderBeginsWhereItAsks(t *testing.T) {
	s := serve(t, Options{}, 1<<20).begin(t, 5)
	for name, c := range map[string]struct {
		path    string
		headers []string
		first   int
	}{
		"at what is yet to come":      {"/feeds/room", nil, 6},
		"newest":                      {"/feeds/room?after=newest", nil, 6},
		"oldest":                      {"/feeds/room?after=oldest", nil, 1},
		"behind an id":                {"/feeds/room?after=" + id(2), nil, 3},
		"behind Last-Event-ID":        {"/feeds/room", []string{"Last-Event-ID", id(3)}, 4},
		"Last-Event-ID counts more":   {"/feeds/room?after=" + id(1), []string{"Last-Event-ID", id(4)}, 5},
		"since a time":                {"/feeds/room?since=2020-01-01T00:00:00Z", nil, 1},
		"since seconds":               {"/feeds/room?since=1600000000", nil, 1},
		"since a time that is coming": {"/feeds/room?since=2100-01-01T00:00:00Z", nil, 6},
	} {
		t.Run(name, func(t *testing.T) {
			r := s.get(t, c.path, c.headers...)
			require.Equal(t, http.StatusOK, r.StatusCode)
			assert.Equal(t, "text/event-stream", r.Header.Get("Content-Type"))
			assert.Contains(t, r.Header.Get("Cache-Control"), "no-transform")
			assert.Equal(t, "no", r.Header.Get("X-Accel-Buffering"))
			last := int(s.tail.Newest().Sequence)
			s.stream.AddNumbers(last+1, last+1)
			if c.first == 6 {
				c.first = last + 1
			}
			ids, data := events(t, r.Body, last+2-c.first)
			assert.Equal(t, numbers(c.first, last+1), data)
			assert.Equal(t, id(c.first), ids[0])
			s.until(t, last+1)
		})
	}
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

func TestPositionsThatCannotBe(t *testing.T) {
	s := serve(t, Options{}, 1).begin(t, 300)
	s.stream.Drop(101)
	for path, want := range map[string]struct {
		status  int
		kind    string
		message string
	}{
		"/feeds/none":                               {404, "unknown-feed", "There is no feed of this name here."},
		"/feeds/room?after=" + id(99):               {410, "expired", "The position is older than all that is kept."},
		"/feeds/room?after=0000000002ab.150":        {410, "expired", "The position is of another life of the stream, which has been made anew since."},
		"/feeds/room?after=" + id(999):              {410, "expired", "The position is none that this stream has come to."},
		"/feeds/room?after=17":                      {400, "bad-request", `"17" is not an id of this relay, which looks like 6921a3f0b2c4.17.`},
		"/feeds/room?since=noon":                    {400, "bad-request", `since="noon" is no time; it can be RFC 3339, or seconds since 1970.`},
		"/feeds/room?since=1&after=" + id(1):        {400, "bad-request", "after and since cannot both be there."},
		"/feeds/room?offset=x":                      {400, "bad-request", `offset="x" is none of this stream.`},
		"/feeds/room?offset=" + epoch + "_5":        {400, "bad-request", `offset="` + epoch + `_5" is none of this stream.`},
		"/feeds/room?live=sse":                      {400, "bad-request", "live needs offset, which can be -1, now, or a Stream-Next-Offset."},
		"/feeds/room?offset=-1&live=x":              {400, "bad-request", "live can be long-poll or sse."},
		"/feeds/room?offset=" + durableOffset(t, 5): {410, "expired", "The position is older than all that is kept."},
	} {
		r := s.get(t, path)
		assert.Equal(t, want.status, r.StatusCode, path)
		var got map[string]string
		require.NoError(t, json.NewDecoder(r.Body).Decode(&got))
		assert.Equal(t, want.kind, got["type"], path)
		assert.Equal(t, want.message, got["message"], path)
	}
	t.Run("say from where one can go on", func(t *testing.T) {
		require.Eventually(t, func() bool { return s.tail.State().First == 101 }, time.Minute, time.Millisecond)
		var got map[string]string
		require.NoError(t, json.NewDecoder(s.get(t, "/feeds/room?after="+id(99)).Body).Decode(&got))
		assert.Equal(t, id(100), got["oldest"])
		assert.Equal(t, id(300), got["newest"])
		_, data := events(t, s.get(t, "/feeds/room?after="+got["oldest"]).Body, 200)
		assert.Equal(t, numbers(101, 300), data)
	})
}

func TestStreamThatIsNotThereYet(t *testing.T) {
	s := serve(t, Options{}, 1<<20)
	r := s.get(t, "/feeds/room")
	assert.Equal(t, http.StatusServiceUnavailable, r.StatusCode)
	assert.NotEmpty(t, r.Header.Get("Retry-After"))
}

func TestFilterByType(t *testing.T) {
	s := serve(t, Options{Heartbeat: 20 * time.Millisecond}, 1<<20).begin(t, 1)
	r := s.get(t, "/feeds/room?filter=chat,edit")
	s.stream.Add(
		record.Record{Type: "chat", Data: []byte("a")}, record.Record{Data: []byte("no")}, record.Record{Type: "edit", Data: []byte("b")},
		record.Record{Kind: record.Gap, Type: record.GapType, Data: []byte("gap")}, record.Record{Type: "other", Data: []byte("no")},
	)
	ids, data := events(t, r.Body, 3)
	assert.Equal(t, []string{"a", "b", "gap"}, data)
	assert.Equal(t, []string{id(2), id(4), id(5)}, ids)
	t.Run("and a heartbeat moves the id", func(t *testing.T) {
		lines := bufio.NewScanner(r.Body)
		for lines.Scan() && lines.Text() != "id: "+id(6) {
		}
		assert.Equal(t, "id: "+id(6), lines.Text())
	})
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
func TestPositionsOutliveReplicasThatAreBehind(t *testing.T) {
	s := serve(t, Options{}, 1<<10).begin(t, 300)
	feed := (*s.relay.feeds.Load())["room"]
	ahead := record.ID{Epoch: s.tail.Newest().Epoch, Sequence: 301}
	s.stream.Mute(true)
	s.stream.AddNumbers(301, 301)
	s.stream.Behind(1)
	feed.patience = 20 * time.Millisecond
	got, problem := feed.behind(t.Context(), ahead)
	require.Nil(t, problem)
	assert.Equal(t, ahead, got.ID)

	old := record.ID{Epoch: ahead.Epoch, Sequence: 1}
	s.stream.Lame(true)
	_, problem = feed.behind(t.Context(), old)
	assert.Equal(t, notReady, problem)
	s.stream.Drop(100)
	_, problem = feed.behind(t.Context(), old)
	require.NotNil(t, problem)
	assert.Equal(t, http.StatusGone, problem.status)
}
