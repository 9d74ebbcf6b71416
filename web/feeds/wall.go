package feeds

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// The wall is the WebSocket of Espresso's guide (docs/Streaming.md of
// github.com/espresso/espresso, section WebSockets): it greets, and answers a
// message with the time, a colon and the message. Here all who are on the wall
// get that, as in the chat of Espresso's examples, and it can be read and
// written by HTTP as well.
func (s *Server) mountWall() {
	s.handle("GET /espresso/wall", func(w http.ResponseWriter, r *request) {
		if r.Header.Get("Upgrade") != "" {
			s.wallSocket(w, r)
		} else {
			s.wallStream(w, r)
		}
	})
	s.handle("POST /espresso/wall", s.wallPost)
}

const wallGreeting = "Welcome to the wall"

// wallReader is who reads a wall, and how.
type wallReader struct {
	wall  *wall
	next  int           // the number of the message to come
	left  int           // messages until the end; negative: endless
	until int           // the end comes ahead of this number; 0: never
	idle  time.Duration // before a beat
	shape func(wallMessage) string
}

// readsWall reads the parameters of a reader. The cursor is the number of the
// last message that it has; without one a reader gets what is yet to come.
func (s *Server) readsWall(r *request, wl *wall) *wallReader {
	oldest, head := wl.span()
	reader := &wallReader{wall: wl, next: head, left: r.controls.length(), shape: plainWall}
	since := r.query.Get("since")
	if id := r.Header.Get("Last-Event-ID"); id != "" {
		since = id
	}
	if last, err := strconv.Atoi(since); err == nil && last >= 0 && last < head {
		reader.next = max(last+1, oldest)
	} else if r.controls.from >= 0 {
		reader.next = max(r.controls.from, oldest)
	}
	if r.query.off("keepopen") {
		reader.until = head
	}
	if r.query.Has("keepalive") {
		reader.idle = r.controls.keepalive
	}
	switch form := r.query.Get("form"); form {
	case "", "text":
	case "json":
		reader.shape = jsonWall
	default:
		r.query.fail("form", "text or json")
	}
	return reader
}

// plainWall writes the time as Ruby's Time#to_s does.
func plainWall(m wallMessage) string {
	if m.n == 0 {
		return m.text
	}
	return m.at.Format("2006-01-02 15:04:05 -0700") + ": " + m.text
}

// jsonWall has what the plain form cannot carry: the number, which is the
// cursor. The greeting has none.
func jsonWall(m wallMessage) string {
	if m.n == 0 {
		return string(encode(map[string]string{"text": m.text}))
	}
	return string(encode(struct {
		ID   int    `json:"id"`
		Time string `json:"time"`
		Text string `json:"text"`
	}{m.n, m.at.UTC().Format("2006-01-02T15:04:05.000Z"), m.text}))
}

// follow says what is on the wall and what comes, until the reader's end. It
// returns nil there, and errTooSlow if the reader has fallen behind by more
// than the wall keeps.
func (reader *wallReader) follow(ctx context.Context, say func(m wallMessage) error, beat func() error) error {
	for reader.left != 0 && reader.next != reader.until {
		m, changed, err := reader.wall.at(reader.next)
		switch {
		case err != nil:
			return err
		case changed != nil:
			err = reader.wait(ctx, changed, beat)
		default:
			reader.next++
			reader.left--
			err = say(m)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (reader *wallReader) wait(ctx context.Context, changed <-chan struct{}, beat func() error) error {
	var idle <-chan time.Time
	if reader.idle > 0 {
		idle = time.After(reader.idle)
	}
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-changed:
		return nil
	case <-idle:
		return beat()
	}
}

// wallOf finds the wall that a request names; it has answered if there is none.
func (s *Server) wallOf(w http.ResponseWriter, r *request) *wall {
	wl, err := s.wall(r.query.Get("wall"))
	if err != nil {
		answerError(w, http.StatusServiceUnavailable, fmt.Sprintf("there are %d walls already", maxWalls))
	}
	return wl
}

// wallStream is the wall as an event stream, with the numbers as ids.
func (s *Server) wallStream(w http.ResponseWriter, r *request) {
	wl := s.wallOf(w, r)
	if wl == nil {
		return
	}
	reader := s.readsWall(r, wl)
	if r.refused(w) {
		return
	}
	if !wl.enter() {
		answerError(w, http.StatusServiceUnavailable, "the wall is full")
		return
	}
	defer wl.leave()
	setType(w, r.faults.typeOr("text/event-stream"))
	if r.Method == http.MethodHead {
		return
	}
	out, close := s.openBody(w, r, "wall", r.query.Get("wall"))
	defer close()
	if err := reader.stream(out, r.faults); errors.Is(err, errCut) {
		panic(http.ErrAbortHandler)
	}
}

func (reader *wallReader) stream(out *outlet, f faults) error {
	write := func(text string) error {
		_, err := out.Write([]byte(text))
		return err
	}
	sent := 0
	say := func(m wallMessage) error {
		i := sent
		sent++
		if i == f.malformed {
			return write(espressoNoField)
		}
		return write(string(appendSSE(nil, strconv.Itoa(m.n), "", f.oversized(i, reader.shape, m))))
	}
	opening := strings.Repeat(":\n\n", max(0, f.burst)) + string(appendSSE(nil, "", "", reader.shape(wallMessage{text: wallGreeting})))
	err := write(opening)
	if err == nil {
		err = reader.follow(out.ctx, say, func() error { return write(":\n\n") })
	}
	if err == nil && f.hold {
		return out.hold()
	}
	return err
}

// oversized is the i-th message of a reader in its shape, longer if asked.
func (f faults) oversized(i int, shape func(wallMessage) string, m wallMessage) string {
	if i == f.oversize {
		m.text += strings.Repeat("x", max(0, f.oversizeBytes-len(shape(m))))
	}
	return shape(m)
}

// write puts a text on a wall. Its lines end in LF there, so that an event
// stream says the same as a WebSocket.
func (s *Server) write(wl *wall, text string) int {
	return wl.say(sseLines.Replace(text), s.opts.Now())
}

// wallPost puts a text on the wall and answers its number.
func (s *Server) wallPost(w http.ResponseWriter, r *request) {
	wl := s.wallOf(w, r)
	if wl == nil || r.refused(w) {
		return
	}
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxWallMessage))
	switch {
	case err != nil:
		answerError(w, http.StatusRequestEntityTooLarge, fmt.Sprintf("a message has at most %d bytes", maxWallMessage))
	case !utf8.Valid(text):
		answerError(w, http.StatusBadRequest, "a message is text in UTF-8")
	default:
		answerJSON(w, http.StatusOK, map[string]int{"id": s.write(wl, string(text))})
	}
}
