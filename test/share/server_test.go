package share

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// A server has one feed of numbered records, for all who ask: an event stream that goes on
// behind the last event ID, and begins with the next record without one.
type server struct {
	mu     sync.Mutex
	more   chan struct{} // closed when there are more records
	head   int           // the number of the last record
	size   int           // of a record's data
	closed bool          // requests are refused
	open   int           // connections
	total  int           // that there ever were
	asking []string      // who gave the headers, by connection
}

func newServer() *server {
	return &server{more: make(chan struct{}), size: 10}
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Access-Control-Allow-Headers", "*")
	if r.Method == http.MethodOptions {
		return
	}
	s.mu.Lock()
	at := s.head
	s.open++
	s.total++
	s.asking = append(s.asking, r.Header.Get("X-Tab"))
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.open--
	}()
	if s.refuses() {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	if id, err := strconv.Atoi(r.Header.Get("Last-Event-ID")); err == nil {
		at = id
	}
	w.Header().Set("Content-Type", "text/event-stream")
	_, _ = w.Write([]byte("retry: 20\n\n"))
	flush := w.(http.Flusher).Flush
	flush()
	for {
		text, last, more := s.after(at)
		if _, err := w.Write([]byte(text)); err != nil {
			return
		}
		flush()
		at = last
		select {
		case <-more:
		case <-r.Context().Done():
			return
		}
	}
}

// after is the text of the records behind a number.
func (s *server) after(at int) (text string, last int, more <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var b strings.Builder
	for n := at + 1; n <= s.head; n++ {
		fmt.Fprintf(&b, "id: %d\ndata: %s\n\n", n, strings.Repeat("x", s.size))
	}
	return b.String(), s.head, s.more
}

// say gives the feed so many more records.
func (s *server) say(count int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.head += count
	close(s.more)
	s.more = make(chan struct{})
}

// refuse ends what there is with a refusal, as soon as it is asked for again.
func (s *server) refuse() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
}

func (s *server) refuses() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}

// asked is how many connections there were with the headers of a tab.
func (s *server) asked(tab string) (count int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, name := range s.asking {
		if name == tab {
			count++
		}
	}
	return count
}

// connections is how many there are, and how many there were in all.
func (s *server) connections() (open, total int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open, s.total
}
