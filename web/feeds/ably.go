package feeds

import (
	"net/http"
	"strings"
)

func (s *Server) mountAbly() {
	s.handle("GET /ably/sse", func(w http.ResponseWriter, r *request) { s.ablyStream(w, r, true) })
	s.handle("GET /ably/event-stream", func(w http.ResponseWriter, r *request) {
		s.ablyStream(w, r, strings.Contains(r.Header.Get("Accept"), "text/event-stream"))
	})
	s.handle("POST /ably/keys/{key}/requestToken", s.ablyRequestToken)
}

func (s *Server) ablyStream(w http.ResponseWriter, r *request, sse bool) {
	expires, refusal := s.ablyAuthorize(r)
	if refusal != nil {
		refusal.answer(w)
		return
	}
	ask, refusal := readAblyQuery(r)
	if refusal != nil {
		refusal.answer(w)
		return
	}
	form := ablyRaw
	if sse {
		form = ablySSE
	}
	src := s.ablySource(r, ask, form)
	s.serve(w, r, stream{
		feed: "ably", channel: strings.Join(ask.names(), ","),
		contentType: form.contentType,
		source:      src,
		beat:        form.beat(ask.heartbeats),
		broken:      form.event("", "message", brokenJSON),
		expires:     expires,
		lastWords:   form.event("", "error", string(encode(ablyTokenExpired))),
	})
}

// ablyForm is one of the two ways to write the same events.
type ablyForm struct {
	contentType string
	blank       string // keep-alive that is no event
	heartbeat   string
	event       func(id, event, data string) []byte
}

var (
	ablySSE = ablyForm{
		contentType: "text/event-stream",
		blank:       ":keepalive\n\n",
		heartbeat:   "event: heartbeat\ndata:\n\n", // without data it would not be dispatched
		event:       func(id, event, data string) []byte { return appendSSE(nil, id, event, data) },
	}
	ablyRaw = ablyForm{
		contentType: "application/json",
		blank:       "\n",
		heartbeat:   `{"event":"heartbeat"}` + "\n",
		event:       ablyLine,
	}
)

// beat is the keep-alive: explicit events if the client asked for heartbeats.
func (f ablyForm) beat(explicit bool) []byte {
	if explicit {
		return []byte(f.heartbeat)
	}
	return []byte(f.blank)
}

// ablyLine is one envelope on one line. Its data member holds the same bytes
// that follow "data: " in the SSE form.
func ablyLine(id, event, data string) []byte {
	line := []byte("{")
	if id != "" {
		line = append(line, `"id":"`+id+`",`...)
	}
	line = append(line, `"event":"`+event+`","data":`...)
	line = append(line, data...)
	return append(line, "}\n"...)
}

type ablySource struct {
	cursor
	opts   Options
	keys   []logKey
	stream string // fingerprint in the ids
	form   ablyForm
	bare   bool
	faults faults
	sent   int
}

func (s *Server) ablySource(r *request, ask ablyQuery, form ablyForm) *ablySource {
	src := &ablySource{opts: s.opts, form: form, bare: ask.bare, faults: r.faults}
	var line merged
	for _, name := range ask.names() {
		log := s.log("ably", name, r.controls.seed)
		line = append(line, log)
		src.keys = append(src.keys, log.key)
	}
	src.stream = ablyStreamName(src.keys)
	src.cursor = ask.start(line, r.controls, s.opts, src.stream)
	return src
}

func (a *ablySource) record() []byte {
	t := a.take()
	n, key := t/len(a.keys), a.keys[t%len(a.keys)]
	event := ablyEventAt(a.opts, key, n)
	text := encode(event.body)
	if a.bare {
		text = a.payload(event)
	}
	text = a.faults.spoil(a.sent, text)
	a.sent++
	return a.form.event(ablyID(a.stream, a.opts, t, len(a.keys)), event.name, string(text))
}

// payload is what enveloped=false leaves of an event. SSE carries a string as
// it is; a raw line must quote it to stay JSON.
func (a *ablySource) payload(event ablyEvent) []byte {
	if a.form.contentType == ablySSE.contentType {
		return []byte(event.data)
	}
	return encode(event.data)
}
