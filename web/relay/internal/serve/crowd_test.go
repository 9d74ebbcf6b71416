package serve

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// gathered is how many readers are in crowds.
func (s *site) gathered() (many int) {
	feed := (*s.relay.feeds.Load())["room"]
	feed.crowds.mu.Lock()
	defer feed.crowds.mu.Unlock()
	for _, list := range feed.crowds.of {
		for _, c := range list {
			c.mu.Lock()
			many += len(c.members)
			c.mu.Unlock()
		}
	}
	return many
}

func (s *site) untilGathered(t *testing.T, many int) {
	t.Helper()
	require.Eventually(t, func() bool { return s.gathered() == many }, time.Minute, time.Millisecond, "%d have joined a crowd", many)
}

func TestReadersWhoHaveAllJoinACrowd(t *testing.T) {
	s := serve(t, Options{}, 1<<20).begin(t, 1)
	bodies := map[string]io.Reader{}
	for name, headers := range map[string][]string{
		"events":        {"Accept-Encoding", "identity"},
		"more events":   {"Accept-Encoding", "identity", "Last-Event-ID", id(0)},
		"lines":         {"Accept-Encoding", "identity", "Accept", "application/x-ndjson"},
		"by zstd":       {"Accept-Encoding", "zstd"},
		"alone by gzip": {"Accept-Encoding", "gzip"},
	} {
		bodies[name] = decoded(t, s.get(t, "/feeds/room", headers...))
	}
	bodies["alone with a filter"] = s.get(t, "/feeds/room?filter=message", "Accept-Encoding", "identity").Body
	require.Eventually(t, func() bool { return s.told.is(func(a *account) bool { return a.open == len(bodies) }) }, time.Minute, time.Millisecond)
	s.untilGathered(t, 4)
	s.stream.AddNumbers(2, 3)
	for name, body := range bodies {
		lines := bufio.NewScanner(body)
		for want := 2; want <= 3; {
			require.True(t, lines.Scan(), "%s: %v", name, lines.Err())
			if text := lines.Text(); strings.Contains(text, `"data":"`+strconv.Itoa(want)+`"`) || text == fmt.Sprint("data: ", want) {
				want++
			}
		}
	}
}

// A socket takes some hundred kilobytes for a reader who does not read.
func TestReaderWhoIsSlowLeavesItsCrowdAndComesBack(t *testing.T) {
	s := serve(t, Options{WriteTimeout: time.Minute, NoCompression: true}, 256<<20).begin(t, 1)
	slow := s.get(t, "/feeds/room").Body
	quick := s.get(t, "/feeds/room").Body
	s.untilGathered(t, 2)
	for range 20 {
		s.stream.Add(record.Record{Data: []byte(strings.Repeat("x", 1<<20))})
	}
	ids, _ := events(t, quick, 20)
	assert.Equal(t, id(21), ids[19])
	s.untilGathered(t, 1)
	ids, _ = events(t, slow, 20)
	for i, got := range ids {
		require.Equal(t, id(i+2), got)
	}
	require.Eventually(t, func() bool {
		s.stream.Add(record.Record{}) // who is ahead of its crowd joins at the next record
		return s.gathered() == 2
	}, time.Minute, 10*time.Millisecond)
}

// Readers come, leave, and come back with their position, while records never cease.
func TestCrowdsLoseNothingAndGiveNothingTwice(t *testing.T) {
	s := serve(t, Options{NoCompression: true}, 1<<20).begin(t, 1)
	s.tail.Gather = 5 * time.Millisecond
	const last = 3000
	var all sync.WaitGroup
	for range 40 {
		all.Go(func() { s.readInParts(t, last) })
	}
	for i := 2; i <= last; i++ {
		s.stream.AddNumbers(i, i)
		if i%20 == 0 {
			time.Sleep(time.Millisecond)
		}
	}
	all.Wait()
	require.Eventually(t, func() bool { return s.told.is(func(a *account) bool { return a.open == 0 }) }, time.Minute, time.Millisecond)
	s.untilGathered(t, 0)
}

// readInParts reads through a record, by connections that last for some records each.
func (s *site) readInParts(t *testing.T, last int) {
	for at := 1; at < last; {
		conn, err := net.Dial("tcp", s.Listener.Addr().String())
		if !assert.NoError(t, err) {
			return
		}
		_, _ = fmt.Fprintf(conn, "GET /feeds/room HTTP/1.1\r\nHost: relay\r\nLast-Event-ID: %s\r\n\r\n", id(at))
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if !assert.NoError(t, err) {
			return
		}
		lines := bufio.NewScanner(answer.Body)
		for until := min(at+1+rand.N(1000), last); at < until && lines.Scan(); {
			if text, found := strings.CutPrefix(lines.Text(), "data: "); found {
				at++
				if !assert.Equal(t, strconv.Itoa(at), text) {
					return
				}
			}
		}
		if !assert.NoError(t, lines.Err()) {
			return
		}
		_ = conn.Close()
	}
}

func TestACrowdOfWhichAllHaveLeftBeginsAnew(t *testing.T) {
	s := serve(t, Options{NoCompression: true}, 1<<20).begin(t, 1)
	for i := range 20 {
		answer := s.get(t, "/feeds/room")
		s.untilGathered(t, 1)
		s.stream.AddNumbers(i+2, i+2)
		ids, _ := events(t, answer.Body, 1)
		assert.Equal(t, []string{id(i + 2)}, ids)
		require.NoError(t, answer.Body.Close())
		s.untilGathered(t, 0)
	}
	assert.True(t, s.told.is(func(a *account) bool { return len(a.closed) == 20 && a.closed[0] == left }))
}
