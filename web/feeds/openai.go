package feeds

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

const (
	// openaiInterval is the pause between words where rate= names none: reading speed, and not the
	// pace of the logs.
	openaiInterval = time.Second / 8
	// maxQuestion bounds what is kept of a question, and maxAnswers how many answers are.
	maxQuestion = 64 << 10
	maxAnswers  = 100
)

func (s *Server) mountOpenAI() {
	s.handle("POST /v1/responses", s.openaiAsk)
	s.handle("GET /v1/responses/{id}", s.openaiGet)
}

// openaiRequest is what is read of a request for an answer; the rest of what the service takes
// changes nothing here.
type openaiRequest struct {
	Input      string `json:"input"`
	Stream     bool   `json:"stream"`
	Background bool   `json:"background"`
}

// openaiAsk begins an answer. One in the background goes on whether or not somebody reads it.
func (s *Server) openaiAsk(w http.ResponseWriter, r *request) {
	interval := r.query.interval("rate", openaiInterval)
	if r.refused(w) {
		return
	}
	var asked openaiRequest
	body := http.MaxBytesReader(w, r.Body, maxQuestion)
	if err := json.NewDecoder(body).Decode(&asked); err != nil || asked.Input == "" || !asked.Stream {
		openaiRefuse(w, http.StatusBadRequest, `the body must be JSON with a text as "input" and "stream": true`)
		return
	}
	a := s.beginAnswer(asked, interval)
	s.openaiServe(w, r, a, 0)
}

// openaiGet gives an answer that is kept: what came after an event, and what is yet to come; or,
// without stream=true, what there is of it.
func (s *Server) openaiGet(w http.ResponseWriter, r *request) {
	stream, after := r.query.flag("stream"), r.query.count("starting_after")
	if r.refused(w) {
		return
	}
	s.mu.Lock()
	a := s.answers[r.PathValue("id")]
	s.mu.Unlock()
	switch {
	case a == nil:
		openaiRefuse(w, http.StatusNotFound, fmt.Sprintf("Response with id '%s' not found.", r.PathValue("id")))
	case !stream:
		setType(w, "application/json")
		w.Write(encode(a.response(a.made())))
	default:
		s.openaiServe(w, r, a, after+1)
	}
}

func (s *Server) openaiServe(w http.ResponseWriter, r *request, a *answer, from int) {
	r.controls.interval = a.interval
	s.serve(w, r, stream{
		feed: "openai", channel: a.id,
		contentType: "text/event-stream; charset=utf-8",
		source:      &answerSource{answer: a, at: from, faults: r.faults},
	})
}

// openaiRefuse answers an error in the form that the service's have.
func openaiRefuse(w http.ResponseWriter, status int, message string) {
	answerJSON(w, status, map[string]any{"error": map[string]string{"message": message, "type": "invalid_request_error"}})
}

// answerSource sends the events of an answer from one on: those that exist at once.
type answerSource struct {
	*answer
	at, sent int
	faults   faults
}

func (a *answerSource) more() bool { return a.at < a.events() }
func (a *answerSource) due() bool  { return a.at < a.made() }

func (a *answerSource) record() []byte {
	name, event := a.event(a.at)
	text := a.faults.spoil(a.sent, encode(event))
	a.at++
	a.sent++
	return appendSSE(nil, "", name, string(text))
}

// beginAnswer begins an answer, and keeps it if it is to go on in the background.
func (s *Server) beginAnswer(asked openaiRequest, interval time.Duration) *answer {
	begun := s.opts.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	a := &answer{
		id:         fmt.Sprintf("resp_%016x", fingerprint(asked.Input, begun.String(), fmt.Sprint(s.asked))),
		words:      strings.SplitAfter(openaiText(asked.Input), " "),
		background: asked.Background,
		interval:   interval,
		begun:      begun,
		now:        s.opts.Now,
	}
	if asked.Background {
		s.keepAnswer(a)
	}
	return a
}

// keepAnswer forgets the oldest answer for one that is too many.
func (s *Server) keepAnswer(a *answer) {
	s.answers[a.id] = a
	s.answerIDs = append(s.answerIDs, a.id)
	if len(s.answerIDs) > maxAnswers {
		delete(s.answers, s.answerIDs[0])
		s.answerIDs = s.answerIDs[1:]
	}
}
