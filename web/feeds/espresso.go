package feeds

import (
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"
)

func (s *Server) mountEspresso() {
	s.handle("GET /espresso/subscribe", s.espressoSubscribe)
	s.handle("GET /espresso/chunked", s.espressoChunked)
	s.handle("GET /espresso/celluloid", s.espressoCelluloid)
}

func (s *Server) espressoLog(r *request) *messageLog {
	return s.log("espresso", path.Base(r.URL.Path), r.controls.seed)
}

// espressoSubscribe is what an app makes of evented_stream :keep_open. Resume
// belongs to the app in Espresso; this one keeps the server's history.
func (s *Server) espressoSubscribe(w http.ResponseWriter, r *request) {
	log := s.espressoLog(r)
	retry := r.query.number("retry", 3000, 0, 1<<40)
	cur := s.espressoStart(log, r)
	if r.query.off("keepopen") && r.controls.length() < 0 {
		cur.left = max(0, cur.free-cur.at)
	}
	if r.refused(w) {
		return
	}
	s.serve(w, r, stream{
		feed: "espresso", channel: log.key.channel,
		contentType: "text/event-stream",
		opening:     espressoField("retry", strconv.Itoa(retry)),
		beat:        r.espressoBeat(),
		broken:      []byte(espressoNoField),
		source:      &espressoSource{cursor: cur, key: log.key, faults: r.faults, write: espressoEvent},
	})
}

// espressoStart resumes after the last event id. Without one the stream is
// live, or holds the newest messages if it is not to stay open.
func (s *Server) espressoStart(log *messageLog, r *request) cursor {
	id := r.Header.Get("Last-Event-ID")
	if id == "" {
		id = r.query.Get("lastEventId")
	}
	oldest, head := s.kept(log)
	if last, err := strconv.Atoi(id); err == nil && last >= 0 && last < head {
		if r.controls.from < 0 {
			last = max(last, oldest-1)
		}
		return resume(log, r.controls, last+1)
	}
	cur := start(log, r.controls)
	if r.query.off("keepopen") && r.controls.from < 0 {
		cur.at = max(oldest, head-espressoHistory)
	}
	return cur
}

// espressoHistory is what a fresh client gets that asks for history only.
const espressoHistory = 10

// espressoBeat is a comment, and only on request: Espresso never sends any.
func (r *request) espressoBeat() []byte {
	if !r.query.Has("keepalive") && r.faults.burst == 0 {
		return nil
	}
	return []byte(":\n\n")
}

// espressoField is a line as Espresso's helpers write it. They remove CR and
// LF from values, which glues the lines of a text together.
func espressoField(name, value string) []byte {
	return []byte(name + ": " + espressoLine.Replace(value) + "\n")
}

var espressoLine = strings.NewReplacer("\r", "", "\n", "")

const espressoNoField = "\xff\xfe no field, no UTF-8\n\n"

type espressoSource struct {
	cursor
	key    logKey
	faults faults
	write  func(n int, text string, d *dice) []byte
	sent   int
}

// record applies oversize and malformed to the text, which is no JSON here: a
// malformed one is replaced by bytes that are neither UTF-8 nor a field.
func (e *espressoSource) record() []byte {
	n, i := e.take(), e.sent
	e.sent++
	if i == e.faults.malformed {
		return []byte(espressoNoField)
	}
	d := rollFor(e.key, n)
	text := say(d, n).text
	if i == e.faults.oversize {
		text += strings.Repeat("x", max(0, e.faults.oversizeBytes-len(text)))
	}
	return e.write(n, text, d)
}

// espressoEvent writes id, event for most messages, and data, whose helper
// writes the blank line too.
func espressoEvent(n int, text string, d *dice) []byte {
	b := espressoField("id", strconv.Itoa(n))
	if event := pick(d, []string{"", "time", "news"}); event != "" {
		b = append(b, espressoField("event", event)...)
	}
	b = append(b, espressoField("data", text)...)
	return append(b, '\n')
}

// espressoChunked is chunked_stream: writes that end in LF. doubleframed shows
// what happens if a server in front frames the helper's own chunks once more:
// the sizes become part of the body.
func (s *Server) espressoChunked(w http.ResponseWriter, r *request) {
	log := s.espressoLog(r)
	c := r.controls
	if c.length() < 0 {
		c.take = r.query.number("lines", 10, 0, 1<<40)
	}
	st := stream{
		feed: "espresso", channel: log.key.channel,
		contentType: "text/plain; charset=utf-8",
		beat:        r.espressoBeat(),
	}
	src := &espressoSource{cursor: start(log, c), key: log.key, faults: r.faults, write: espressoWrite}
	if r.query.flag("doubleframed") {
		src.write = func(n int, text string, d *dice) []byte { return espressoFrame(espressoWrite(n, text, d)) }
		st.closing = espressoFrame(nil)
	}
	if r.refused(w) {
		return
	}
	st.source = src
	s.serve(w, r, st)
}

func espressoWrite(_ int, text string, _ *dice) []byte {
	return []byte(espressoLine.Replace(text) + "\n")
}

// espressoFrame is an HTTP/1.1 chunk; without data, the last one.
func espressoFrame(data []byte) []byte { return fmt.Appendf(nil, "%x\r\n%s\r\n", len(data), data) }

// espressoCelluloid is an event stream under the Celluloid backend, where <<
// writes bytes without a field name: a reader sees lines but never an event.
func (s *Server) espressoCelluloid(w http.ResponseWriter, r *request) {
	log := s.espressoLog(r)
	s.serve(w, r, stream{
		feed: "espresso", channel: log.key.channel,
		contentType: "text/event-stream",
		beat:        r.espressoBeat(),
		source:      &espressoSource{cursor: start(log, r.controls), key: log.key, faults: r.faults, write: espressoWrite},
	})
}
