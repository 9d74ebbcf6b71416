package feeds

import "net/http"

func (s *Server) mountControl() {
	s.mux.HandleFunc("POST /control/cut", func(w http.ResponseWriter, r *http.Request) {
		answerJSON(w, http.StatusOK, map[string]int{"cut": s.CutFeed(r.URL.Query().Get("feed"))})
	})
	s.mux.HandleFunc("GET /control/connections", func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, http.StatusOK, map[string][]Connection{"connections": s.Connections()})
	})
}
