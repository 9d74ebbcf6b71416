package serve

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/feedsource/feedsource/web/relay/internal/live"
	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// stream answers with a body that goes on, in a goroutine of its own wherever it can: that has less to keep than a handler's.
func (s *Server) stream(w http.ResponseWriter, r *http.Request, reader *reader, place *place) {
	face := faceFor(r.Header.Get("Accept"))
	h := w.Header()
	h.Set("Content-Type", face.types[0])
	h.Set("Cache-Control", "no-store, no-transform")
	h.Set("X-Accel-Buffering", "no")
	h.Add("Vary", "Accept, Accept-Encoding")
	c := &connection{face: face}
	if !s.options.NoCompression {
		c.compress(h, r.Header.Get("Accept-Encoding"))
	}
	reader.sink = c
	s.taken.Add(1) // ahead of its being taken over: net/http knows it till then
	if raw := takeOver(w, r, s.options.WriteTimeout); raw != nil {
		c.body = raw
		s.visit(&visit{server: s, reader: reader, conn: c, raw: raw, place: place.move()})
		return
	}
	s.taken.Done()
	c.body = &answer{w: w, control: http.NewResponseController(w), timeout: s.options.WriteTimeout}
	w.WriteHeader(http.StatusOK)
	if c.hello(s.options.Retry, reader.at) != nil {
		return
	}
	closed := s.opened(reader.feed, face.name)
	why := reader.run(r.Context())
	if why != stuck {
		_ = c.end()
	}
	closed(why)
}

// A connection is a sink for an answer by HTTP.
type connection struct {
	body       bodyWriter
	face       *face
	coding     coding // nil for none
	codingName string
}

func (c *connection) write(text []byte) error {
	if c.coding == nil {
		return c.body.write(text)
	}
	coded := buffer()
	defer buffers.Put(coded)
	c.coding.write(coded, text)
	return c.body.write(coded.Bytes())
}

func (c *connection) end() error {
	if c.coding != nil {
		coded := buffer()
		defer buffers.Put(coded)
		c.coding.end(coded)
		if err := c.body.write(coded.Bytes()); err != nil {
			return err
		}
	}
	return c.body.end()
}

func (c *connection) deliver(entries []*live.Entry) (int, error) {
	if len(entries) == 1 { // all readers share it, however long it is
		frame := entries[0].Frame(c.face.format)
		return len(frame), c.write(frame)
	}
	text := buffer()
	defer buffers.Put(text)
	for _, e := range entries {
		text.Write(e.Frame(c.face.format))
	}
	return text.Len(), c.write(text.Bytes())
}

// Proxies that wait for more than a few bytes pass a sign of life of more than thirty.
var padding = strings.Repeat(" ", 31)

// hello tells a reader where it is, so that one who is cut before its first record goes on there all the same.
func (c *connection) hello(retry time.Duration, at record.ID) error {
	if c.face == ndjson {
		return c.write([]byte(padding + "\n"))
	}
	return c.write(fmt.Appendf(nil, "retry: %d\n:%s\nid: %s\n\n", retry.Milliseconds(), padding, at))
}

// heartbeat moves the id of a reader who was sent nothing, because of its filter.
func (c *connection) heartbeat(at record.ID, moved bool) error {
	switch {
	case c.face == ndjson:
		return c.write([]byte(padding + "\n"))
	case moved:
		return c.write(fmt.Appendf(nil, ":%s\nid: %s\n\n", padding, at))
	}
	return c.write(fmt.Appendf(nil, ":%s\n\n", padding))
}

func (c *connection) goodbye(retry time.Duration) error {
	if c.face == ndjson {
		return nil // has no word for it: the end is all
	}
	return c.write(fmt.Appendf(nil, "retry: %d\n\n", retry.Milliseconds()))
}
