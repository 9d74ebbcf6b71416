package faults

import (
	"encoding/json"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A server plays the scripts of cells, on ports of which a feed has one for itself: no
// connection is anybody else's, and Chromium's six for a host are enough.
type server struct {
	bases []string

	mu       sync.Mutex
	sessions map[string]*session
	gate     chan struct{} // closed when the page's clock has jumped
}

// A session is what a server knows of one cell.
type session struct {
	cell *cell

	mu            sync.Mutex
	moved         *sync.Cond
	written, read int64  // bytes of bodies, as the page counts them
	sent          []byte // of bodies, the beginning
	over          bool
	asked         []string       // the cursor of each request
	tries         map[string]int // the request that each attempt made, which Chromium may send twice
	open          sync.WaitGroup // connections
	server        *server
}

// serve starts a server on so many ports, for the length of the test.
func serve(t *testing.T, ports int) *server {
	t.Helper()
	s := &server{sessions: map[string]*session{}, gate: make(chan struct{})}
	for base := range ports {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		s.bases = append(s.bases, "http://"+l.Addr().String())
		go s.listen(l, base)
		t.Cleanup(func() { _ = l.Close() })
	}
	t.Cleanup(s.stop)
	return s
}

func (s *server) listen(l net.Listener, base int) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return // closed with the test
		}
		go s.receive(conn, base)
	}
}

// stop lets go of replies that still wait for their pages.
func (s *server) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.sessions {
		c.mu.Lock()
		c.over = true
		c.moved.Broadcast()
		c.mu.Unlock()
	}
}

// add makes the server know a cell.
func (s *server) add(c *cell) {
	known := &session{cell: c, tries: map[string]int{}, server: s}
	known.moved = sync.NewCond(&known.mu)
	s.sessions[c.key] = known
}

func (s *server) session(key string) *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sessions[key]
}

func (s *server) receive(conn net.Conn, base int) {
	defer func() { _ = conn.Close() }()
	request, err := ask(conn)
	if err != nil {
		return // a connection that was opened and not used
	}
	known := s.session(strings.TrimPrefix(request.URL.Path, "/"))
	r := &reply{session: known, conn: conn, base: base}
	if request.Method == http.MethodOptions {
		r.answer(http.StatusOK, "", "Access-Control-Allow-Headers: "+known.cell.allows)
		return
	}
	known.open.Add(1)
	defer known.open.Done()
	known.play(known.cell.at(known.number(request)), r)
}

// left waits until no connection is open; false is a page that keeps one.
func (s *session) left() bool {
	done := make(chan struct{})
	go func() {
		s.open.Wait()
		close(done)
	}()
	select {
	case <-done:
		return true
	case <-time.After(10 * time.Second):
		return false
	}
}

// count counts bytes of a body.
func (s *session) count(b []byte) {
	const enough = 1 << 16
	s.mu.Lock()
	defer s.mu.Unlock()
	s.written += int64(len(b))
	if len(s.sent) < enough {
		s.sent = append(s.sent, b...)
	}
}

// number is which of the session's requests one is, from 0.
func (s *session) number(request *http.Request) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, again := s.tries[request.URL.Query().Get("try")]
	if again {
		return n
	}
	n = len(s.asked)
	if try := request.URL.Query().Get("try"); try != "" {
		s.tries[try] = n
	}
	cursor := ""
	if query := request.URL.Query().Get("after"); query != "" {
		cursor = "after=" + query
	}
	if header := request.Header.Get("Last-Event-ID"); header != "" {
		cursor += "Last-Event-ID: " + header
	}
	s.asked = append(s.asked, cursor)
	return n
}

func (s *session) play(step *step, r *reply) {
	if step == nil {
		r.answer(http.StatusNoContent, "")
		return
	}
	step.play(r)
}

// ServeHTTP takes how many bytes the feeds of a page have read, by cell.
func (s *server) ServeHTTP(_ http.ResponseWriter, request *http.Request) {
	var read map[string]int64
	if json.NewDecoder(request.Body).Decode(&read) != nil {
		return
	}
	for key, bytes := range read {
		c := s.session(key)
		c.mu.Lock()
		c.read = bytes
		c.moved.Broadcast()
		c.mu.Unlock()
	}
}
