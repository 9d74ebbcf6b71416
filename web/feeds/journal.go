package feeds

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

func (s *Server) mountJournal() {
	s.handle("GET /journal/entries", s.journalEntries)
}

// journalEntries is /entries of systemd-journal-gatewayd: entry n of the journal is message n of its log.
func (s *Server) journalEntries(w http.ResponseWriter, r *request) {
	log := s.log("journal", "system", r.controls.seed)
	cur, err := s.journalStart(log, r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if r.refused(w) {
		return
	}
	source := &journalSource{cursor: cur, opts: s.opts, key: log.key, faults: r.faults}
	st := stream{feed: "journal", channel: log.key.channel, source: source}
	switch accept := r.Header.Get("Accept"); {
	case strings.Contains(accept, "application/json"):
		st.contentType, st.broken = "application/json", []byte(brokenJSON+"\n")
		source.write = func(e journalEntry, f faults, i int) []byte { return append(f.spoil(i, encode(e)), '\n') }
	case strings.Contains(accept, "text/event-stream"):
		st.contentType, st.broken = "text/event-stream", appendSSE(nil, "", "", brokenJSON)
		source.write = func(e journalEntry, f faults, i int) []byte {
			return appendSSE(nil, "", "", string(f.spoil(i, encode(e))))
		}
	default:
		st.contentType = "text/plain"
		source.write = func(e journalEntry, _ faults, _ int) []byte { return []byte(e.line() + "\n") }
	}
	s.serve(w, r, st)
}

// journalRange is entries=CURSOR[[:SKIP]:COUNT].
var journalRange = regexp.MustCompile(`^entries=([^:]*)(?::(-?\d{1,9})?(?::(\d{1,9})?)?)?$`)

// journalStart begins at the entry of the range's cursor, or else at the oldest, and SKIP entries further on; without
// a cursor a negative SKIP counts from the end. Without a range, who follows gets what is yet to come. Who does not
// follow gets what is there.
func (s *Server) journalStart(log *messageLog, r *request) (cursor, error) {
	follow, asked := r.query.Has("follow"), r.Header.Get("Range")
	if asked == "" && (follow || r.controls.from >= 0) {
		return start(log, r.controls), nil
	}
	oldest, head := s.kept(log)
	at, left := oldest, r.controls.length()
	if asked != "" {
		parts := journalRange.FindStringSubmatch(asked)
		if parts == nil {
			return cursor{}, fmt.Errorf("the header Range is %q; it can be entries=CURSOR:SKIP:COUNT", asked)
		}
		skip, _ := strconv.Atoi(parts[2])
		if parts[1] == "" && skip < 0 {
			at = head
		} else if parts[1] != "" {
			if at = journalNumber(parts[1]); at < 0 || at >= head {
				return cursor{}, fmt.Errorf("failed to seek to the cursor %q", parts[1])
			}
		}
		at = max(at+skip, oldest)
		if parts[3] != "" {
			left, _ = strconv.Atoi(parts[3])
		}
	}
	if !follow && left < 0 {
		left = max(0, head-at)
	}
	return cursor{line: log, at: at, free: head, left: left}, nil
}

type journalSource struct {
	cursor
	opts   Options
	key    logKey
	faults faults
	write  func(e journalEntry, f faults, i int) []byte
	sent   int
}

func (j *journalSource) record() []byte {
	n, i := j.take(), j.sent
	j.sent++
	return j.write(journalMake(j.opts, j.key, n), j.faults, i)
}
