package feeds

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// kubernetesAway is how many versions pass while the server restarts.
const kubernetesAway = 4

func (s *Server) mountKubernetes() {
	s.handle("GET /api/v1/namespaces/{namespace}/pods", s.kubernetesPods)
}

// kubernetesPods lists the pods of a namespace or, with watch, tells their changes. Version n of
// the namespace is message n of its log.
func (s *Server) kubernetesPods(w http.ResponseWriter, r *request) {
	log := s.log("kubernetes", r.PathValue("namespace"), r.controls.seed)
	if !r.query.flag("watch") && !r.refused(w) {
		newest := log.head() - 1
		answerJSON(w, http.StatusOK, map[string]any{
			"kind": "PodList", "apiVersion": "v1",
			"metadata": map[string]string{"resourceVersion": strconv.Itoa(newest)},
			"items":    s.podsAt(log.key, newest),
		})
		return
	}
	watch := podWatch{
		key: log.key, server: s, faults: r.faults,
		bookmarks: r.query.flag("allowWatchBookmarks"),
	}
	version := r.query.number("resourceVersion", 0, 0, 1e9)
	timeout := r.query.number("timeoutSeconds", 0, 0, 1e6)
	if r.refused(w) {
		return
	}
	st := stream{feed: "kubernetes", channel: log.key.channel, contentType: "application/json"}
	oldest, newest := s.watchable(log)
	switch {
	case version > newest: // of another life of this server
		answerJSON(w, http.StatusGatewayTimeout, kubernetesStatus(http.StatusGatewayTimeout, "Timeout",
			fmt.Sprintf("Too large resource version: %d, current: %d", version, newest)))
		return
	case version == 0: // what is there comes first, as if it were added now
		for _, pod := range s.podsAt(log.key, newest) {
			st.opening = append(st.opening, watchEvent("ADDED", pod)...)
		}
		version = newest
	case version < oldest-1:
		refusal := kubernetesStatus(http.StatusGone, "Expired", fmt.Sprintf("too old resource version: %d (%d)", version, oldest-1))
		st.source = &repeated{watchEvent("ERROR", refusal), 1}
		s.serve(w, r, st)
		return
	}
	if timeout > 0 {
		st.expires = s.opts.Now().Add(time.Duration(timeout) * time.Second)
	}
	watch.cursor = resume(log, r.controls, version+1)
	st.source = &watch
	s.serve(w, r, st)
}

// watchable is the range of versions whose changes are known: those since the last restart.
func (s *Server) watchable(log *messageLog) (oldest, newest int) {
	oldest, head := s.kept(log)
	s.mu.Lock()
	defer s.mu.Unlock()
	return max(oldest, s.restarted[log.key]), head - 1
}

// RestartKubernetes cuts all watches and forgets the changes up to now, as a restart of the
// service does; meanwhile some more happened. It returns how many watches were cut.
func (s *Server) RestartKubernetes() int {
	s.mu.Lock()
	for key, log := range s.logs {
		if key.feed == "kubernetes" {
			head := log.head() + kubernetesAway
			log.reach(head)
			s.restarted[key] = head
		}
	}
	s.mu.Unlock()
	return s.CutFeed("kubernetes")
}

func kubernetesStatus(code int, reason, message string) map[string]any {
	return map[string]any{
		"kind": "Status", "apiVersion": "v1", "metadata": map[string]any{},
		"status": "Failure", "message": message, "reason": reason, "code": code,
	}
}

// watchEvent is a line of a watch.
func watchEvent(kind string, object any) []byte {
	return append(encode(map[string]any{"type": kind, "object": object}), '\n')
}

// podWatch is the source of a watch.
type podWatch struct {
	cursor
	key       logKey
	server    *Server
	faults    faults
	bookmarks bool
	sent      int
}

// record is a change. Behind one in three, a bookmark says how far the watch has come.
func (p *podWatch) record() []byte {
	n, i := p.take(), p.sent
	p.sent++
	kind, pod := p.server.podChange(p.key, n)
	line := append(p.faults.spoil(i, encode(map[string]any{"type": kind, "object": pod})), '\n')
	if p.bookmarks && kind == "DELETED" {
		mark := map[string]any{"kind": "Pod", "apiVersion": "v1", "metadata": map[string]string{"resourceVersion": strconv.Itoa(n)}}
		line = append(line, watchEvent("BOOKMARK", mark)...)
	}
	return line
}
