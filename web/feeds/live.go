package feeds

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"sync"
	"time"
)

// liveSet knows the streaming connections that are open.
type liveSet struct {
	mu    sync.Mutex
	last  int
	conns map[int]*liveConn
}

type liveConn struct {
	line
	id     int
	opened time.Time
	out    *outlet
	cut    func()
}

// A line is a stream that is asked for again and again. Without a channel it is all of a feed, and without a feed all
// that there are.
type line struct{ feed, channel string }

func (l line) covers(other line) bool {
	return (l.feed == "" || l.feed == other.feed) && (l.channel == "" || l.channel == other.channel)
}

// openBody begins a body and registers it as a stream. The caller must call
// close when the handler ends.
func (s *Server) openBody(w http.ResponseWriter, r *request, feed, channel string) (out *outlet, close func()) {
	ctx, cancel := context.WithCancelCause(r.Context())
	rc := http.NewResponseController(w)
	token, expire := context.WithCancelCause(ctx)
	out = &outlet{ctx: ctx, token: token, expire: expire, w: w, flush: rc.Flush, faults: r.faults.wire}
	remove := s.live.watch(feed, channel, s.opts.Now(), out, func() {
		cancel(errCut)
		// Frees a handler that is stuck in a write to a client that reads no more.
		rc.SetWriteDeadline(time.Now())
	})
	rc.SetWriteDeadline(time.Time{}) // a server's WriteTimeout is not meant for streams
	rc.Flush()
	return out, func() {
		remove()
		cancel(context.Canceled)
	}
}

// watch registers a stream, and what cuts it. The caller must call remove when
// it has ended.
func (l *liveSet) watch(feed, channel string, opened time.Time, out *outlet, cut func()) (remove func()) {
	id := l.add(&liveConn{line: line{feed, channel}, opened: opened, out: out, cut: cut})
	return func() { l.remove(id) }
}

func (l *liveSet) add(conn *liveConn) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conns == nil {
		l.conns = map[int]*liveConn{}
	}
	l.last++
	conn.id = l.last
	l.conns[conn.id] = conn
	return conn.id
}

func (l *liveSet) remove(id int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.conns, id)
}

// cut aborts the connections of one feed, or of all if feed is empty. The lock
// is kept meanwhile, so that no write deadline reaches a later request on the
// same connection.
func (l *liveSet) cut(feed string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	count := 0
	for id, conn := range l.conns {
		if feed == "" || conn.feed == feed {
			conn.cut()
			delete(l.conns, id)
			count++
		}
	}
	return count
}

// Connection describes one open stream.
type Connection struct {
	ID      int       `json:"id"`
	Feed    string    `json:"feed"`
	Channel string    `json:"channel"`
	Opened  time.Time `json:"opened"`
	Sent    int64     `json:"sent"` // body bytes so far
}

func (l *liveSet) list() []Connection {
	l.mu.Lock()
	defer l.mu.Unlock()
	list := []Connection{}
	for _, c := range l.conns {
		list = append(list, Connection{c.id, c.feed, c.channel, c.opened, c.out.sent.Load()})
	}
	slices.SortFunc(list, func(a, b Connection) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// Cut drops every live streaming connection at once and returns how many. The
// body is left without its end, so that a reader gets an error and not a
// clean end.
func (s *Server) Cut() int { return s.live.cut("") }

// CutFeed is Cut for one feed: gitter, ably, espresso, wall, twitter, openai, kubernetes, couchdb, journal, ticker, camera or raw.
func (s *Server) CutFeed(name string) int { return s.live.cut(name) }

// Connections lists the open streams, oldest first.
func (s *Server) Connections() []Connection { return s.live.list() }
