package feeds

import (
	"encoding/json"
	"net/http"
	"sync"
	"time"
)

// Server serves all feeds. Its methods may be called at any time from any
// goroutine.
type Server struct {
	opts  Options
	began time.Time
	mux   *http.ServeMux
	live  liveSet

	mu       sync.Mutex
	logs     map[logKey]*messageLog
	faulted  map[string]int     // requests seen per fault key
	refusals map[line]int       // status of the next answer
	away     map[line]time.Time // until when there is none
	bodies   map[string][]byte  // what /raw serves
	walls    map[string]*wall
	windows  map[string]rateLimit // Gitter REST, by token
	firstUse map[string]time.Time // of Ably ttl: tokens

	asked     int // questions to the language model
	answers   map[string]*answer
	answerIDs []string       // oldest first
	restarted map[logKey]int // the first version since the last restart of Kubernetes
}

// New returns a server with all feeds mounted.
func New(o Options) *Server {
	o = o.withDefaults()
	s := &Server{
		opts:      o,
		began:     o.Now(),
		mux:       http.NewServeMux(),
		logs:      map[logKey]*messageLog{},
		faulted:   map[string]int{},
		refusals:  map[line]int{},
		away:      map[line]time.Time{},
		bodies:    map[string][]byte{},
		walls:     map[string]*wall{},
		windows:   map[string]rateLimit{},
		firstUse:  map[string]time.Time{},
		answers:   map[string]*answer{},
		restarted: map[logKey]int{},
	}
	s.mountGitter()
	s.mountAbly()
	s.mountEspresso()
	s.mountWall()
	s.mountTwitter()
	s.mountOpenAI()
	s.mountKubernetes()
	s.mountCouchDB()
	s.mountJournal()
	s.mountTicker()
	s.mountCamera()
	s.mountRaw()
	s.mountControl()
	return s
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if allowOrigin(w, r) {
		s.mux.ServeHTTP(w, r)
	}
}

// request is a request whose common parameters have been read.
type request struct {
	*http.Request
	query    *query
	controls controls
	faults   faults
}

// refused reports that a parameter made no sense, after answering so. An
// endpoint calls it when it has read its own parameters.
func (r *request) refused(w http.ResponseWriter) bool {
	if r.query.err != nil {
		answerError(w, http.StatusBadRequest, r.query.err.Error())
	}
	return r.query.err != nil
}

// handle mounts an endpoint behind the faults that precede a body.
func (s *Server) handle(pattern string, endpoint func(http.ResponseWriter, *request)) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		q := &query{Values: r.URL.Query()}
		req := &request{Request: r, query: q, controls: s.controls(q), faults: s.faults(r, q)}
		if !req.refused(w) && !req.faults.intercept(w, r) {
			endpoint(w, req)
		}
	})
}

func answerJSON(w http.ResponseWriter, status int, body any) {
	setType(w, "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}

// answerError answers in the form that Gitter's REST errors have.
func answerError(w http.ResponseWriter, status int, message string) {
	answerJSON(w, status, map[string]string{"error": message})
}

// setType sets the content type and the headers that keep intermediaries and
// browsers from storing, compressing, buffering or sniffing a stream.
func setType(w http.ResponseWriter, contentType string) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Cache-Control", "no-store, no-transform")
	h.Set("X-Accel-Buffering", "no")
	h.Set("X-Content-Type-Options", "nosniff")
}
