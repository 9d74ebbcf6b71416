package conformance

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// An answer is what the server sends to one request.
type answer struct {
	status int
	header http.Header
	body   string
	pieces []string // of the body, each of which waits until the page lets it go
	held   bool     // stays open until the page leaves
	cut    bool     // ends without an end
}

const eventStream = "text/event-stream"

func stream(body string) answer { return typed(eventStream, body) }

func typed(contentType, body string) answer {
	return answer{status: 200, header: http.Header{"Content-Type": {contentType}}, body: body}
}

func status(code int, body string) answer {
	a := stream(body)
	a.status = code
	return a
}

// redirect leads to another address, in which NEAR and FAR stand for the page's origin
// and another, NOWHERE for one that does not answer, and NAME for the name of the play.
func redirect(code int, to string) answer {
	return answer{status: code, header: http.Header{"Location": {to}}}
}

// hold keeps the answer open until the page leaves.
func (a answer) hold() answer { a.held = true; return a }

// then has the server wait for the page's word before it sends each piece.
func (a answer) then(pieces ...string) answer { a.pieces = pieces; return a }

// torn has the connection cut behind the body.
func (a answer) torn() answer { a.cut = true; return a }

// with adds a header.
func (a answer) with(name, value string) answer {
	a.header = a.header.Clone()
	a.header.Add(name, value)
	return a
}

// A play is one feed: its answers in turn, of which the last is for all further
// requests, and the requests that it has had.
type play struct {
	answers []answer
	cors    http.Header // for other origins

	mu       sync.Mutex
	requests []*http.Request
	served   int
	proceed  chan struct{}
	left     chan struct{}
	leave    sync.Once
}

func newPlay(r rule) *play {
	return &play{answers: r.answers, cors: r.cors, proceed: make(chan struct{}, 100), left: make(chan struct{})}
}

// asked is a header of each request so far, or what stands beside the headers: ":method"
// and ":path". Only ":method" shows preflights.
func (p *play) asked(name string) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := []string{}
	for _, r := range p.requests {
		switch {
		case name == ":method":
			list = append(list, r.Method)
		case r.Method == http.MethodOptions:
		case name == ":path":
			_, path, _ := strings.Cut(r.URL.Path, "/feed")
			list = append(list, path)
		default:
			list = append(list, strings.Join(r.Header.Values(name), " and "))
		}
	}
	return list
}

// take notes a request and tells the answer to it.
func (p *play) take(r *http.Request) answer {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests = append(p.requests, r)
	if r.Method == http.MethodOptions {
		return status(204, "")
	}
	p.served++
	return p.answers[min(p.served, len(p.answers))-1]
}

// deadAddress is an origin where nobody answers.
func deadAddress(t *testing.T) string {
	s := httptest.NewServer(http.NotFoundHandler())
	defer s.Close()
	return s.URL
}

// A theatre serves plays under /play/NAME: the feed itself, and what the page says of it.
type theatre struct {
	near, far, nowhere string

	mu    sync.Mutex
	plays map[string]*play
}

func (s *theatre) put(name string, p *play) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.plays[name] = p
}

func (s *theatre) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/play/"), "/")
	s.mu.Lock()
	p := s.plays[name]
	s.mu.Unlock()
	switch {
	case p == nil:
		http.NotFound(w, r)
	case rest == "proceed":
		p.proceed <- struct{}{}
	case rest == "left":
		select {
		case <-p.left:
		case <-r.Context().Done():
		}
	default:
		s.perform(w, r, name, p)
	}
}

func (s *theatre) perform(w http.ResponseWriter, r *http.Request, name string, p *play) {
	a := p.take(r)
	header := w.Header()
	header["Content-Type"] = nil // or Go would guess one
	for name, values := range a.header {
		header[name] = values
	}
	if origin := r.Header.Get("Origin"); origin != "" {
		for name, values := range p.cors {
			header[name] = []string{strings.ReplaceAll(values[0], "ORIGIN", origin)}
		}
	}
	if to := header.Get("Location"); to != "" {
		address := strings.NewReplacer("NEAR", s.near, "FAR", s.far, "NOWHERE", s.nowhere)
		header.Set("Location", strings.ReplaceAll(address.Replace(to), "NAME", name))
	}
	w.WriteHeader(a.status)
	p.send(w, r, a)
}

// send sends a body in its pieces.
func (p *play) send(w http.ResponseWriter, r *http.Request, a answer) {
	_, _ = io.WriteString(w, a.body)
	for _, piece := range a.pieces {
		_ = http.NewResponseController(w).Flush()
		select {
		case <-p.proceed:
		case <-r.Context().Done():
			return
		}
		_, _ = io.WriteString(w, piece)
	}
	if a.held || a.cut {
		_ = http.NewResponseController(w).Flush()
	}
	if a.held {
		<-r.Context().Done()
		p.leave.Do(func() { close(p.left) })
	}
	if a.cut {
		panic(http.ErrAbortHandler)
	}
}
