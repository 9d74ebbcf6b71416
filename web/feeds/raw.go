package feeds

import (
	"io"
	"net/http"
)

// maxRawBody bounds what POST /raw/put stores under one name.
const maxRawBody = 64 << 20

func (s *Server) mountRaw() {
	s.mux.HandleFunc("POST /raw/put", s.rawPut)
	s.handle("GET /raw/get/{name}", s.rawGet)
	s.handle("POST /raw/get/{name}", s.rawGet)
}

// Put stores a body that /raw/get/{name} then streams. The caller must not
// change it afterwards.
func (s *Server) Put(name string, body []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bodies[name] = body
}

func (s *Server) rawPut(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	if name == "" {
		answerError(w, http.StatusBadRequest, "parameter name must say what to call the body")
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRawBody))
	if err != nil {
		answerError(w, http.StatusRequestEntityTooLarge, "the body could not be stored: "+err.Error())
		return
	}
	s.Put(name, body)
	answerJSON(w, http.StatusOK, map[string]any{"name": name, "bytes": len(body)})
}

func (s *Server) rawGet(w http.ResponseWriter, r *request) {
	name := r.PathValue("name")
	repeat := r.query.number("repeat", 1, 0, 1<<40)
	s.mu.Lock()
	body, found := s.bodies[name]
	s.mu.Unlock()
	if r.refused(w) {
		return
	}
	if !found {
		answerError(w, http.StatusNotFound, "no body was put under the name "+name)
		return
	}
	s.serve(w, r, stream{
		feed: "raw", channel: name,
		contentType: "application/octet-stream",
		source:      &repeated{body, repeat},
	})
}

// repeated is a source that sends the same bytes a number of times.
type repeated struct {
	body []byte
	left int
}

func (r *repeated) more() bool { return r.left > 0 }
func (r *repeated) due() bool  { return true }

func (r *repeated) record() []byte {
	r.left--
	return r.body
}
