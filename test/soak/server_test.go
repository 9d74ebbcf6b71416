package soak

import (
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// A server sends numbered records in any format and goes on after a cursor. What a
// request asks for is in its query:
//
//	format  of the body
//	feed    the number that every record carries
//	after   the cursor, unless the header Last-Event-ID has it
//	last    the last record there is; the body then stays open
//	per     so many records, and then the end: "end" (clean) or "cut" (in the midst of a record)
//	wild    connections end when and how they like, with pieces and keep-alives of any size
//	pace    milliseconds between writes
//	status  of the answer
//	hang    never answer
//	endless a record that does not end
type server struct {
	// open are the requests that are being answered, asked all there ever were.
	open, asked atomic.Int64
	// keepalives and ends are what the feeds met: blank records, and bodies that ended.
	keepalives, ends atomic.Int64

	http *httptest.Server
}

// serve starts a server. Over TLS it speaks HTTP/2, which has room for a hundred feeds in
// one connection; without it a browser opens six.
func serve(t *testing.T, tls bool) *server {
	s := &server{}
	s.http = httptest.NewUnstartedServer(s)
	s.http.Config.ErrorLog = log.New(io.Discard, "", 0) // connections are cut on purpose
	if tls {
		s.http.EnableHTTP2 = true
		s.http.StartTLS()
	} else {
		s.http.Start()
	}
	t.Cleanup(func() {
		s.http.CloseClientConnections()
		closed := make(chan struct{})
		go func() { s.http.Close(); close(closed) }() // which waits for all that is being answered
		for {
			select {
			case <-closed:
				return
			case <-time.After(50 * time.Millisecond): // Firefox makes a request again by itself when its connection was closed
				s.http.CloseClientConnections()
			}
		}
	})
	return s
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Headers", "Last-Event-ID")
	h.Set("Access-Control-Max-Age", "600")
	if r.Method == http.MethodOptions {
		return
	}
	s.asked.Add(1)
	s.open.Add(1)
	defer s.open.Add(-1)
	q := r.URL.Query()
	format, ok := formats[q.Get("format")]
	switch status := number(q.Get("status")); {
	case q.Has("endless"):
		for text := strings.Repeat("x", 1<<16); r.Context().Err() == nil; {
			_, _ = io.WriteString(w, text)
		}
	case q.Has("hang"):
		<-r.Context().Done()
	case status != 0:
		w.WriteHeader(status)
	case !ok:
		http.Error(w, "there is no such format", http.StatusBadRequest)
	default:
		h.Set("Content-Type", format.contentType)
		s.stream(body{w, r, format, number(q.Get("feed"))})
	}
}

// number is 0 where there is none.
func number(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}

// cursor is the number of the last record that the client has.
func cursor(r *http.Request) int {
	if id := r.Header.Get("Last-Event-ID"); id != "" {
		return number(id)
	}
	return number(r.URL.Query().Get("after"))
}

// A body is one that is being written.
type body struct {
	w      http.ResponseWriter
	r      *http.Request
	format format
	feed   int
}

func (b body) write(text string) {
	_, _ = io.WriteString(b.w, text)
	b.w.(http.Flusher).Flush()
}

func (b body) gone() bool { return b.r.Context().Err() != nil }

// stay keeps the body open for as long as anybody reads it.
func (b body) stay() { <-b.r.Context().Done() }

func (s *server) stream(b body) {
	q, at := b.r.URL.Query(), cursor(b.r)
	last, per, pace := number(q.Get("last")), number(q.Get("per")), time.Duration(number(q.Get("pace")))*time.Millisecond
	b.write(b.format.begin)
	if q.Has("wild") {
		s.wild(b, at, last, pace)
		return
	}
	for n := at + 1; last == 0 || n <= last; n++ {
		if per > 0 && n > at+per {
			s.finish(b, n, q.Get("end"))
			return
		}
		if b.gone() {
			return
		}
		b.write(b.format.frame(n, b.feed))
		time.Sleep(pace)
	}
	b.stay()
}

// finish ends a body; next is the record that a cut goes through.
func (s *server) finish(b body, next int, how string) {
	s.ends.Add(1)
	if how == "cut" {
		text := b.format.frame(next, b.feed)
		b.write(text[:len(text)/2])
		// Chromium drops what it has not yet handed to the page: without a pause most would be sent again.
		time.Sleep(100 * time.Millisecond)
		panic(http.ErrAbortHandler)
	}
	if !b.r.URL.Query().Has("wild") { // an array that ends is complete
		b.write(b.format.end)
	}
}

// wild sends bursts of records, cut into pieces anywhere, and ends when it likes. Chance
// is the same for every run.
func (s *server) wild(b body, at, last int, pace time.Duration) {
	chance := rand.New(rand.NewPCG(uint64(b.feed), uint64(at)))
	until := at + 20 + chance.IntN(last/3+1)
	for n := at + 1; n <= last; {
		var burst strings.Builder
		for range 1 + chance.IntN(8) {
			if n > last {
				break
			}
			burst.WriteString(b.format.frame(n, b.feed))
			n++
			if chance.IntN(4) == 0 && b.format.beat != "" {
				burst.WriteString(b.format.beat)
				s.keepalives.Add(1)
			}
		}
		text := burst.String()
		cut := chance.IntN(len(text))
		b.write(text[:cut])
		time.Sleep(time.Duration(chance.Int64N(int64(pace) + 1)))
		b.write(text[cut:])
		if b.gone() {
			return
		}
		if n > until && n <= last {
			s.finish(b, n, []string{"cut", "cut", "end"}[chance.IntN(3)])
			return
		}
	}
	b.stay()
}

// settles waits until nothing is being answered any more: a server learns a little late
// that a request was given up.
func (s *server) settles(t *testing.T, want int) {
	t.Helper()
	assert.Eventually(t, func() bool { return s.open.Load() == int64(want) }, 5*time.Second, 10*time.Millisecond,
		"requests under way, of which there should be %d", want)
}

// A format is how records are written.
type format struct {
	contentType      string
	begin, beat, end string
	wrap             func(n int, json string) string
}

// frame is record n of a feed.
func (f format) frame(n, feed int) string {
	return f.wrap(n, fmt.Sprintf(`{"id":%d,"feed":%d,"text":"%s"}`, n, feed, strings.Repeat("grüße ", n%7)))
}

func after(end string) func(int, string) string {
	return func(_ int, json string) string { return json + end }
}

var formats = map[string]format{
	"sse":       {"text/event-stream", "", ":\n\n", "", func(n int, json string) string { return fmt.Sprintf("id: %d\ndata: %s\n\n", n, json) }},
	"ndjson":    {"application/x-ndjson", "", "\n", "", after("\n")},
	"json":      {"application/json", "", " \n", "", after("\n")},
	"json-cr":   {"application/json", "", " \r", "", after("\r")},
	"json-crlf": {"application/json", "", "\r\n", "", after("\r\n")},
	"length": {"application/json", "", "\r\n", "", func(_ int, json string) string {
		return fmt.Sprintf("%d\r\n%s\r\n", len(json)+2, json)
	}},
	"json-seq":   {"application/json-seq", "", "", "", func(_ int, json string) string { return "\x1e" + json + "\n" }},
	"json-array": {"application/json", "[", "", "{}]", after(",\n")},
	"lines":      {"text/plain", "", "\n", "", after("\n")},
}
