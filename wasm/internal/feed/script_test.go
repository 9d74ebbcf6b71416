package feed

import (
	"fmt"
	"math/rand"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/liveness"
)

// A tape is what a script is read from; after its end come zeroes.
type tape struct{ rest []byte }

// pick gives a number under n.
func (p *tape) pick(n int) int {
	if len(p.rest) == 0 {
		return 0
	}
	b := p.rest[0]
	p.rest = p.rest[1:]
	return int(b) % n
}

func (p *tape) coin() bool { return p.pick(2) == 1 }

func oneOf[T any](p *tape, values ...T) T { return values[p.pick(len(values))] }

// random is a tape for those who have none.
func random(seed int64) []byte {
	b := make([]byte, 400)
	rand.New(rand.NewSource(seed)).Read(b)
	return b
}

// config reads what the page asked for.
func (p *tape) config(t *testing.T) Config {
	c := Config{
		URL: where, LastEventID: oneOf(p, "", "3"), Once: p.pick(16) == 1, MaxAttempts: oneOf(p, 0, 0, 0, 5),
		FreshHeaders: p.coin(), AsksDelay: p.pick(4) == 1,
		Liveness: oneOf(p, nil, &liveness.Config{}, &liveness.Config{Timeout: 20 * second, Connect: 5 * second}),
	}
	if p.pick(8) == 1 {
		c.Strict, c.Format = true, framing.SSE
		return c
	}
	c.Format = oneOf(p, framing.NDJSON, framing.SSE, framing.Auto)
	c.Resume = oneOf(p, Resume{}, Resume{Off: true}, Resume{Query: "last"}, Resume{Header: "Last-Event-ID", Query: "last"})
	c.AsksURL, c.Origin = p.pick(8) == 1, oneOf(p, "", elsewhere)
	c.Gap = Gap{Window: oneOf(p, 0, time.Minute), Header: oneOf(p, "", "Resumed"), Stop: p.pick(8) == 1}
	if c.Format == framing.SSE && p.coin() {
		return c // its ids are fields
	}
	c.ID = []Member{compile(t, "/id")}
	c.Backfill = oneOf(p, nil, &Backfill{}, &Backfill{URL: backfillURL, After: "after"}, &Backfill{URL: backfillURL, After: "after", Before: "before"})
	if c.Backfill != nil && c.Backfill.URL != "" {
		c.Backfill.Size, c.Backfill.Overlap = oneOf(p, 0, backfillSize), oneOf(p, 0, 2)
	}
	if p.coin() {
		c.Dedupe.Keys = c.ID
	}
	if p.pick(8) == 1 {
		c.MaxRecordBytes = 60
	}
	if p.coin() {
		for _, s := range signals {
			rule := at(t, "/s", s, string(s))
			rule.Quiet = p.pick(4) == 1
			c.Signals = append(c.Signals, rule)
		}
	}
	return c
}

var signals = []Signal{SignalWarning, SignalKeepAlive, SignalBookmark, SignalRotate, SignalRetry, SignalRefresh, SignalGap, SignalStop, SignalEnd}

const backfillSize = 3

// A server counts its records from 1 up. It remembers them all, but a connection gets those
// before it only as far as the configuration can report to the page which are missing.
type server struct {
	feed     Config
	produced int    // the number of the last record
	next     int    // of the connection: its next record
	out      string // what is on its way
	insists  Signal // what it says again and again
	repeats  int    // how many records it sends again
}

// accept begins a connection to a feed with that cursor, which heard of the server last so
// long ago, and gives what the server says of where it begins.
func (s *server) accept(cursor string, ago time.Duration, forgets bool) (resumed string) {
	s.next, s.out = s.produced+1, ""
	number, err := strconv.Atoi(cursor)
	g := s.feed.Gap
	switch {
	case err != nil || s.feed.Resume.Off:
	case forgets && g.Header != "":
		return "earliest"
	case g.Window > 0 && ago > g.Window:
	default:
		s.next = max(1, number+1-s.repeats)
		return cursor
	}
	return ""
}

// produce adds records, and puts what has not been sent on its way.
func (s *server) produce(n int, signal Signal) {
	s.produced += n
	for ; s.next <= s.produced; s.next++ {
		s.put(s.next, record(s.next))
	}
	if signal != "" {
		s.put(0, fmt.Sprintf(`{"s":%q}`, signal))
	}
}

func (s *server) sse() bool { return s.feed.Format == framing.SSE }

func record(n int) string { return fmt.Sprintf(`{"id":%d}`, n) }

func (s *server) put(id int, text string) {
	if !s.sse() {
		s.out += text + "\n"
		return
	}
	if id > 0 {
		s.out += fmt.Sprintf("id: %d\n", id)
	}
	s.out += "data: " + text + "\n\n"
}

// backfill is the body that answers a request for a backfill page, or for all that is missing.
func (s *server) backfill(a Action) string {
	if a.Kind == AskBackfill {
		after, _ := strconv.Atoi(a.Cursor)
		return strings.Join(s.between(after, s.produced), "\n")
	}
	after, before := parameter(a.URL, "after"), parameter(a.URL, "before")
	if s.feed.Backfill.Before == "" {
		return "[" + strings.Join(s.between(after, min(s.produced, after+backfillSize)), ",") + "]"
	}
	newest := s.produced
	if before > 0 {
		newest = before - 1
	}
	list := s.between(max(after, newest-backfillSize), newest)
	for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
		list[i], list[j] = list[j], list[i]
	}
	return "[" + strings.Join(list, ",") + "]"
}

// between is the records after one and up to another.
func (s *server) between(after, last int) (list []string) {
	for n := after + 1; n <= last; n++ {
		list = append(list, record(n))
	}
	return list
}

func parameter(url, name string) int {
	_, value, _ := strings.Cut(url, name+"=")
	value, _, _ = strings.Cut(value, "&")
	n, _ := strconv.Atoi(value)
	return n
}
