package feeds

import (
	"net/http"
	"strings"
)

// Gitter's hosts stream.gitter.im and api.gitter.im are the prefixes /gitter
// and /gitter/api here.
func (s *Server) mountGitter() {
	s.handle("GET /gitter/v1/rooms/{roomId}/chatMessages", s.gitterStream)
	s.handle("GET /gitter/v1/rooms/{roomId}/events", s.gitterStream)
	s.handle("GET /gitter/api/v1/rooms/{roomId}/chatMessages", s.gitterPage)
}

// gitterLog has one log per room; both streams and REST share it.
func (s *Server) gitterLog(r *request) *messageLog {
	return s.log("gitter", r.PathValue("roomId"), r.controls.seed)
}

func (s *Server) gitterStream(w http.ResponseWriter, r *request) {
	if !s.gitterAllowed(w, r) {
		return
	}
	end := r.delimiter()
	plain := r.query.off("pretty")
	if r.refused(w) {
		return
	}
	log := s.gitterLog(r)
	s.serve(w, r, stream{
		feed: "gitter", channel: log.key.channel,
		contentType: "application/json",
		beat:        []byte(" " + end),
		broken:      []byte(brokenJSON + end),
		source: &gitterSource{
			cursor: start(log, r.controls), opts: s.opts, key: log.key,
			faults: r.faults, end: end, plain: plain,
		},
	})
}

// delimiter is CR unless asked for otherwise. The sources disagree: the
// streaming guide says CR, its Ruby sample waits for CRLF, and a later copy of
// the page says LF.
func (r *request) delimiter() string {
	switch r.query.Get("delimiter") {
	case "", "cr":
		return "\r"
	case "crlf":
		return "\r\n"
	case "lf":
		return "\n"
	}
	r.query.fail("delimiter", "cr, crlf or lf")
	return ""
}

type gitterSource struct {
	cursor
	opts   Options
	key    logKey
	faults faults
	end    string
	plain  bool
	sent   int
}

// record lays about every fifth message out over several lines: by Gitter's
// streaming guide LF may occur inside a message.
func (g *gitterSource) record() []byte {
	n := g.take()
	text := encode(gitterMessageAt(g.opts, g.key, n))
	if !g.plain && rollFor(g.key, n).oneIn(5) {
		text = spread(text)
	}
	text = g.faults.spoil(g.sent, text)
	g.sent++
	return append(text, g.end...)
}

// gitterAllowed checks the token and answers 401 without one.
func (s *Server) gitterAllowed(w http.ResponseWriter, r *request) bool {
	if gitterCredential(r) == s.opts.GitterToken {
		return true
	}
	answerError(w, http.StatusUnauthorized, "Unauthorized")
	return false
}

func gitterCredential(r *request) string {
	if token := r.query.Get("access_token"); token != "" {
		return token
	}
	if token := r.Header.Get("X-Access-Token"); token != "" {
		return token
	}
	return bearer(r.Request)
}

// bearer is the token of an Authorization: Bearer header, or "".
func bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}
