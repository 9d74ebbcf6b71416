package feeds

import "net/http"

func (s *Server) mountControl() {
	s.mux.HandleFunc("POST /control/cut", func(w http.ResponseWriter, r *http.Request) {
		answerJSON(w, http.StatusOK, map[string]int{"cut": s.CutFeed(r.URL.Query().Get("feed"))})
	})
	s.mux.HandleFunc("POST /control/strike", func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		struck, err := s.StrikeChannel(q.Get("feed"), q.Get("channel"), Fault(q.Get("fault")))
		if err != nil {
			answerError(w, http.StatusBadRequest, err.Error())
			return
		}
		answerJSON(w, http.StatusOK, map[string]int{"struck": struck})
	})
	s.mux.HandleFunc("POST /control/restart", func(w http.ResponseWriter, r *http.Request) {
		if feed := r.URL.Query().Get("feed"); feed != "kubernetes" {
			answerError(w, http.StatusBadRequest, "parameter feed must be kubernetes, which alone can be restarted")
			return
		}
		answerJSON(w, http.StatusOK, map[string]int{"cut": s.RestartKubernetes()})
	})
	s.mux.HandleFunc("GET /control/made", s.answerMade)
	s.mux.HandleFunc("GET /control/connections", func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, http.StatusOK, map[string][]Connection{"connections": s.Connections()})
	})
}
