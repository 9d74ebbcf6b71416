package serve

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"strconv"
)

// A problem is why a request is refused.
type problem struct {
	status  int
	kind    string // for programs
	message string // a sentence
	more    map[string]string
}

var unknownFeed = &problem{http.StatusNotFound, "unknown-feed", "There is no feed of this name here.", nil}

var starting = &problem{http.StatusServiceUnavailable, "not-ready", "The relay starts, and has no feeds yet.", nil}

// refuse answers with the problem as JSON: {"type", "message", …}.
func (s *Server) refuse(w http.ResponseWriter, feed string, p *problem) {
	s.options.Observer.Refused(feed, p.kind)
	body := map[string]string{"type": p.kind, "message": p.message}
	maps.Copy(body, p.more)
	text, _ := json.Marshal(body) // strings
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	switch p.status {
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", `Bearer realm="relay"`)
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		h.Set("Retry-After", strconv.Itoa(int(max(s.options.Retry.Seconds(), 1))))
	}
	w.WriteHeader(p.status)
	_, _ = w.Write(append(text, '\n'))
}

// list names the feeds that the reader may read.
func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	grant, problem := s.grant(r)
	feeds := s.feeds.Load()
	if feeds == nil {
		problem = cmp.Or(problem, starting)
	}
	if problem != nil {
		s.refuse(w, "", problem)
		return
	}
	names := []string{}
	for name := range *feeds {
		if grant.Has(name) {
			names = append(names, name)
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(map[string][]string{"feeds": sorted(names)})
}
