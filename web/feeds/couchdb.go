package feeds

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

func (s *Server) mountCouchDB() {
	s.handle("GET /couchdb/{db}/_changes", s.couchdbChanges)
	s.handle("GET /couchdb/{db}/_all_docs", s.couchdbAll)
}

func (s *Server) couchdbLog(r *request) *messageLog {
	return s.log("couchdb", r.PathValue("db"), r.controls.seed)
}

// couchdbChanges tells what has changed in a database since an update sequence: change n of the
// database is message n of its log. A change that a later one of the same document has overtaken
// when the request comes is left out, as the service leaves it out.
func (s *Server) couchdbChanges(w http.ResponseWriter, r *request) {
	log := s.couchdbLog(r)
	cur := s.couchdbStart(log, r)
	source := &couchdbSource{
		cursor: cur, key: log.key, opts: s.opts, faults: r.faults,
		docs: r.query.flag("include_docs"), overtaken: cur.free, write: couchdbLine,
	}
	st := stream{feed: "couchdb", channel: log.key.channel, contentType: "application/json", source: source}
	st.broken = []byte(brokenJSON + "\n")
	switch r.query.Get("feed") {
	case "continuous":
		st.beat = []byte("\n")
	case "eventsource":
		source.write = couchdbEvent
		st.contentType, st.beat = "text/event-stream", []byte("event: heartbeat\ndata: \n\n")
		st.broken = appendSSE(nil, "", "", brokenJSON)
	case "", "normal":
		if !r.refused(w) {
			couchdbNormal(w, source)
		}
		return
	default:
		r.query.fail("feed", "normal, continuous or eventsource")
	}
	r.controls.keepalive = 0
	if beat := r.query.Get("heartbeat"); beat == "true" {
		r.controls.keepalive = couchdbHeartbeat
	} else if beat != "" {
		r.controls.keepalive = r.query.millis("heartbeat", 0)
	}
	if r.refused(w) {
		return
	}
	if cur.left >= 0 && st.contentType == "application/json" {
		st.closing = couchdbLast(log.key, cur.at+cur.left-1)
	}
	s.serve(w, r, st)
}

// couchdbStart begins behind the sequence that since names. Without one, and with one that this
// database never gave, all documents come first.
func (s *Server) couchdbStart(log *messageLog, r *request) cursor {
	since := r.query.Get("since")
	if id := r.Header.Get("Last-Event-ID"); id != "" {
		since = id
	}
	number, _, _ := strings.Cut(since, "-")
	last, err := strconv.Atoi(number)
	if since != "" && since != "now" && (err != nil || last < 0) {
		r.query.fail("since", "now, 0 or an update sequence")
	}
	head := log.head()
	if since == "now" || since == "" && r.controls.from >= 0 {
		return start(log, r.controls)
	}
	if last >= head {
		last = 0
	}
	if r.controls.from >= 0 {
		return resume(log, r.controls, max(last+1, r.controls.from))
	}
	return resume(log, r.controls, max(last+1, head-2*couchdbDocs)) // all that is older is overtaken
}

// couchdbNormal answers all changes at once.
func couchdbNormal(w http.ResponseWriter, source *couchdbSource) {
	results := []couchdbChange{}
	for n := source.at; n < source.free; n++ {
		if !source.leftOut(n) {
			results = append(results, source.change(n))
		}
	}
	answerJSON(w, http.StatusOK, map[string]any{
		"results": results, "last_seq": couchdbSeq(source.key, source.free-1), "pending": 0,
	})
}

// couchdbAll lists the documents as they are now.
func (s *Server) couchdbAll(w http.ResponseWriter, r *request) {
	log := s.couchdbLog(r)
	full, sequence := r.query.flag("include_docs"), r.query.flag("update_seq")
	if r.refused(w) {
		return
	}
	head := log.head()
	rows := []map[string]any{}
	for doc := range couchdbDocs {
		change := couchdbMake(s.opts, log.key, couchdbNewest(doc, head), full)
		if change.Deleted {
			continue
		}
		row := map[string]any{"id": change.ID, "key": change.ID, "value": change.Changes[0]}
		if full {
			row["doc"] = change.Doc
		}
		rows = append(rows, row)
	}
	answer := map[string]any{"total_rows": len(rows), "offset": 0, "rows": rows}
	if sequence {
		answer["update_seq"] = couchdbSeq(log.key, head-1)
	}
	answerJSON(w, http.StatusOK, answer)
}

type couchdbSource struct {
	cursor
	key       logKey
	opts      Options
	faults    faults
	docs      bool
	overtaken int // a change is left out if a later one of its document is below this number
	sent      int
	write     func(seq string, change []byte) []byte
}

// leftOut reports whether change n is left out.
func (c *couchdbSource) leftOut(n int) bool { return couchdbNext(n) < c.overtaken }

func (c *couchdbSource) change(n int) couchdbChange { return couchdbMake(c.opts, c.key, n, c.docs) }

func (c *couchdbSource) record() []byte {
	n := c.take()
	if c.leftOut(n) {
		return nil
	}
	i := c.sent
	c.sent++
	change := c.change(n)
	return c.write(change.Seq, c.faults.spoil(i, encode(change)))
}

func couchdbLine(_ string, change []byte) []byte { return append(change, '\n') }

func couchdbEvent(seq string, change []byte) []byte {
	return fmt.Appendf(nil, "data: %s\nid: %s\n\n", change, seq)
}

// couchdbLast is the line behind the last change of a continuous feed.
func couchdbLast(key logKey, n int) []byte {
	return couchdbLine("", encode(map[string]any{"last_seq": couchdbSeq(key, n), "pending": 0}))
}
