package servers

import (
	"bufio"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// A wire is what lies between a page and a server. It carries bytes as they are, until a
// test does something to it, and keeps the requests that went over it.
type wire struct {
	url, server string

	mu       sync.Mutex
	links    map[*link]bool
	refusing bool
	next     int // how many bytes the next connection takes to the page before it is torn, or -1
	shears   *shears
	requests []request
}

// Shears cut a wire again and again: each connection behind fewer bytes than most, as chance has it.
type shears struct {
	most int
	left atomic.Int32 // how often they still cut
}

// cuts is how often a feed is cut that can go on.
const cuts = 100

func newShears(most int) *shears {
	s := &shears{most: most}
	s.left.Store(cuts)
	return s
}

// open reports whether there is more to cut.
func (s *shears) open() bool { return s.left.Load() > 0 }

// A request is one of a page's, preflights aside.
type request struct {
	Method, Path, Body string // the path with its query
	Header             http.Header
}

// A link is one connection over a wire.
type link struct {
	page, server net.Conn
	shears       *shears // that cut it, if any

	mu     sync.Mutex
	silent chan struct{} // closed with the test, if it has gone silent
	spare  int           // how many bytes it still takes to the page before it is torn, or -1
}

// lay lays a wire to a server.
func lay(t *testing.T, server string) *wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	w := &wire{url: "http://" + l.Addr().String(), server: server, links: map[*link]bool{}, next: -1}
	t.Cleanup(func() {
		_ = l.Close()
		w.cut()
	})
	go func() {
		for {
			page, err := l.Accept()
			if err != nil {
				return // closed with the test
			}
			go w.connect(page)
		}
	}()
	return w
}

// connect joins a page with the server. A server that is not there refuses by the wire.
func (w *wire) connect(page net.Conn) {
	w.mu.Lock()
	refusing := w.refusing
	w.mu.Unlock()
	server, err := net.Dial("tcp", w.server)
	if refusing || err != nil {
		reset(page)
		return
	}
	w.mu.Lock()
	l := &link{page: page, server: server, spare: w.next}
	w.next = -1
	if w.shears != nil && w.shears.open() {
		l.spare, l.shears = rand.IntN(w.shears.most), w.shears
	}
	w.links[l] = true
	w.mu.Unlock()
	go l.carryToPage()
	l.carryToServer(w)
	w.mu.Lock()
	delete(w.links, l)
	w.mu.Unlock()
}

func (l *link) carryToServer(w *wire) {
	read, written := io.Pipe()
	defer func() { _ = written.Close() }()
	go w.note(read)
	buffer := make([]byte, 1<<16)
	for {
		n, err := l.page.Read(buffer)
		if l.waits() || err != nil {
			_ = l.server.Close()
			return
		}
		_, _ = written.Write(buffer[:n])
		if _, err := l.server.Write(buffer[:n]); err != nil {
			return
		}
	}
}

func (l *link) carryToPage() {
	buffer := make([]byte, 1<<16)
	for {
		n, err := l.server.Read(buffer)
		if l.waits() {
			return
		}
		l.mu.Lock()
		torn := l.spare >= 0 && n > l.spare
		if torn {
			n = l.spare
		} else if l.spare >= 0 {
			l.spare -= n
		}
		l.mu.Unlock()
		_, _ = l.page.Write(buffer[:n])
		if torn {
			reset(l.page)
			_ = l.server.Close()
			if l.shears != nil {
				l.shears.left.Add(-1)
			}
			return
		}
		if err == io.EOF {
			_ = l.page.Close()
			return
		} else if err != nil {
			reset(l.page)
			return
		}
	}
}

// waits blocks for good in a link that has gone silent, and tells that it did.
func (l *link) waits() bool {
	l.mu.Lock()
	silent := l.silent
	l.mu.Unlock()
	if silent != nil {
		<-silent
	}
	return silent != nil
}

// note keeps the requests among the bytes of a connection.
func (w *wire) note(bytes *io.PipeReader) {
	defer func() { _, _ = io.Copy(io.Discard, bytes) }() // the page is not held up by what is no request
	for reader := bufio.NewReader(bytes); ; {
		r, err := http.ReadRequest(reader)
		if err != nil {
			return
		}
		body, _ := io.ReadAll(r.Body)
		if r.Method == http.MethodOptions {
			continue
		}
		w.mu.Lock()
		w.requests = append(w.requests, request{Method: r.Method, Path: r.RequestURI, Body: string(body), Header: r.Header})
		w.mu.Unlock()
	}
}

// asked lists the requests so far.
func (w *wire) asked() []request {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]request{}, w.requests...)
}

// refuse has the wire refuse new connections, or take them again.
func (w *wire) refuse(refusing bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.refusing = refusing
}

// each does something to every connection.
func (w *wire) each(do func(*link)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for l := range w.links {
		do(l)
	}
}

// cut resets every connection (RST).
func (w *wire) cut() {
	w.each(func(l *link) {
		reset(l.page)
		_ = l.server.Close()
	})
}

// finish closes every connection as if the server had (FIN), wherever its bytes are.
func (w *wire) finish() {
	w.each(func(l *link) {
		_ = l.page.Close()
		_ = l.server.Close()
	})
}

// tear resets every connection so many bytes after what it has carried to the page.
func (w *wire) tear(bytes int) {
	w.each(func(l *link) {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.spare = bytes
	})
}

// tearNext resets the next connection so many bytes after its beginning.
func (w *wire) tearNext(bytes int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.next = bytes
}

// cutAgainAndAgain has shears cut the connections from the next on.
func (w *wire) cutAgainAndAgain(s *shears) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.shears = s
}

// silence has every connection stay open and carry nothing any more, until the test ends.
func (w *wire) silence(t *testing.T) {
	silent := make(chan struct{})
	t.Cleanup(func() { close(silent) })
	w.each(func(l *link) {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.silent = silent
	})
}

func reset(conn net.Conn) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// query is a parameter of a request's path.
func query(t *testing.T, r request, name string) string {
	t.Helper()
	u, err := url.ParseRequestURI(r.Path)
	require.NoError(t, err)
	return u.Query().Get(name)
}

// headerOrQuery takes the cursor from where it went: the header, or the query once a server
// that was not there may have refused that.
func headerOrQuery(t *testing.T, name string) func(request) string {
	return func(r request) string {
		if id := lastEventID(r); id != "" {
			return id
		}
		return query(t, r, name)
	}
}
