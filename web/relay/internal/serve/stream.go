package serve

import (
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/feedsource/feedsource/web/relay/internal/live"
	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// A face is a form of answer.
type face struct {
	name   string
	format live.Format
	types  []string // media types; the first is what the answer has
}

var (
	eventStream = &face{"sse", live.SSE, []string{"text/event-stream"}}
	ndjson      = &face{"ndjson", live.NDJSON, []string{"application/x-ndjson", "application/ndjson", "application/jsonl"}}
)

// faceFor goes by Accept: of what is there, what the reader likes most, and what stands first if that is several. Without one it is an
// event stream.
func faceFor(accept string) *face {
	best, most := eventStream, -1.0
	for part := range strings.SplitSeq(accept, ",") {
		kind, parameters, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		quality := 1.0
		if q, err := strconv.ParseFloat(parameters["q"], 64); err == nil {
			quality = q
		}
		for _, f := range []*face{eventStream, ndjson} {
			if quality > most && quality > 0 && f.is(kind) {
				best, most = f, quality
			}
		}
	}
	return best
}

func (f *face) is(kind string) bool {
	for _, t := range f.types {
		if t == kind {
			return true
		}
	}
	return false
}

// stream answers with a body that goes on.
func (s *Server) stream(w http.ResponseWriter, r *http.Request, feed *Feed, from position) {
	face := faceFor(r.Header.Get("Accept"))
	h := w.Header()
	h.Set("Content-Type", face.types[0])
	h.Set("Cache-Control", "no-store, no-transform")
	h.Set("X-Accel-Buffering", "no")
	h.Add("Vary", "Accept, Accept-Encoding")
	c := &connection{w: w, control: http.NewResponseController(w), timeout: s.options.WriteTimeout, face: face}
	if !s.options.NoCompression {
		c.compress(r.Header.Get("Accept-Encoding"))
	}
	w.WriteHeader(http.StatusOK)
	if c.hello(s.options.Retry) != nil {
		return
	}
	s.options.Observer.Opened(feed.Name, face.name)
	reader := &reader{server: s, feed: feed, sink: c, types: filter(r), at: from.ID}
	why := reader.run(r.Context(), from.piece)
	_ = c.end()
	s.options.Observer.Closed(feed.Name, face.name, why)
}

// A connection is a sink for an answer by HTTP.
type connection struct {
	w       http.ResponseWriter
	control *http.ResponseController
	timeout time.Duration
	face    *face
	coding  coding // nil for none
}

// write has the bytes on their way before it returns.
func (c *connection) write(text []byte) error {
	// Where a connection has no deadlines (a recorder in a test), a write that hangs is the server's to end.
	_ = c.control.SetWriteDeadline(time.Now().Add(c.timeout))
	var err error
	if c.coding != nil {
		err = c.coding.write(c.w, text)
	} else {
		_, err = c.w.Write(text)
	}
	if err != nil {
		return err
	}
	err = c.control.Flush()
	_ = c.control.SetWriteDeadline(time.Time{}) // by HTTP/2 it would end a stream on which nothing is written
	return err
}

func (c *connection) end() error {
	if c.coding == nil {
		return nil
	}
	return c.coding.end(c.w)
}

func (c *connection) deliver(entries []*live.Entry) (int, error) {
	text := buffers.Get().(*[]byte)
	defer func() {
		*text = (*text)[:0]
		buffers.Put(text)
	}()
	for _, e := range entries {
		*text = append(*text, e.Frame(c.face.format)...)
	}
	return len(*text), c.write(*text)
}

// Proxies that wait for more than a few bytes pass a sign of life of more than thirty.
var padding = strings.Repeat(" ", 31)

func (c *connection) hello(retry time.Duration) error {
	if c.face == ndjson {
		return c.write([]byte(padding + "\n"))
	}
	return c.write(fmt.Appendf(nil, "retry: %d\n:%s\n\n", retry.Milliseconds(), padding))
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
