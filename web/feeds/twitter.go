package feeds

import (
	"fmt"
	"net/http"
	"strings"
)

func (s *Server) mountTwitter() {
	s.handle("GET /twitter/1.1/statuses/filter.json", s.twitterFilter)
	s.handle("POST /twitter/1.1/statuses/filter.json", s.twitterFilter)
	s.handle("GET /twitter/1.1/statuses/sample.json", s.twitterSample)
	s.handle("GET /twitter/1.1/statuses/user_timeline.json", s.twitterTimeline)
}

// twitterLog is one log for all endpoints: sample, filter and timeline see the
// same tweets.
func (s *Server) twitterLog(r *request) *messageLog {
	return s.log("twitter", "statuses", r.controls.seed)
}

func (s *Server) twitterFilter(w http.ResponseWriter, r *request) {
	s.twitterStream(w, r, "filter")
}

func (s *Server) twitterSample(w http.ResponseWriter, r *request) {
	s.twitterStream(w, r, "sample")
}

func (s *Server) twitterStream(w http.ResponseWriter, r *request, name string) {
	access := s.twitterAccess(r)
	if access == twitterNone {
		twitterRefuse(w, http.StatusUnauthorized, 32, "Could not authenticate you.")
		return
	}
	ask, refusal := readTwitterQuery(r, name)
	if refusal == nil && ask.backfill != 0 && access != twitterElevated {
		refusal = &twitterRefusal{http.StatusRequestedRangeNotSatisfiable, "Parameter count is not allowed in this role."}
	}
	if refusal != nil {
		twitterRefuse(w, refusal.status, 0, refusal.message)
		return
	}
	if r.refused(w) {
		return
	}
	s.twitterServe(w, r, ask, name)
}

func (s *Server) twitterServe(w http.ResponseWriter, r *request, ask twitterQuery, name string) {
	log := s.twitterLog(r)
	src := &twitterSource{
		cursor: ask.start(log, r.controls), opts: s.opts, key: log.key,
		query: ask, faults: r.faults, limits: name == "filter",
	}
	src.first = src.at
	st := stream{
		feed: "twitter", channel: name,
		contentType: "application/json",
		beat:        []byte("\r\n"),
		broken:      src.frame([]byte(brokenJSON), 0),
		source:      src,
		gzip:        r.query.flag("gzip") && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip"),
	}
	if ask.disconnect > 0 {
		st.closing = src.frame(encode(twitterDisconnect(ask.disconnect, name)), 0)
	}
	s.serve(w, r, st)
}

// start applies count: that many old tweets first, without waiting. A
// negative count ends the stream after them.
func (t twitterQuery) start(line timeline, c controls) cursor {
	cur := start(line, c)
	if t.backfill != 0 {
		old := min(cur.at, max(t.backfill, -t.backfill))
		cur.at -= old
		if t.backfill < 0 {
			cur.left = old
		}
	}
	if t.disconnect > 0 && cur.left < 0 {
		cur.left = twitterLastWords
	}
	return cur
}

// twitterLastWords is the number of tweets before a disconnect message, unless
// count or take say otherwise.
const twitterLastWords = 10

type twitterSource struct {
	cursor
	opts   Options
	key    logKey
	query  twitterQuery
	faults faults
	limits bool
	first  int // where this connection began
	sent   int
}

// searchLimit is how many tweets the filter looks at before the stream gets a
// chance to beat or to end.
const searchLimit = 100

// record finds the next tweet that the filter lets through and writes it with
// the notices that belong to it. Tweets that do not match take no time.
func (t *twitterSource) record() []byte {
	for i := 0; i < searchLimit && t.more(); i++ {
		if n := t.take(); t.query.matches(twitterTweetAt(t.opts, t.key, n)) {
			return t.write(n)
		}
	}
	return nil
}

func (t *twitterSource) write(n int) []byte {
	before, after := t.notices(n)
	var b []byte
	for _, notice := range before {
		b = append(b, t.frame(encode(notice), 0)...)
	}
	b = append(b, t.tweet(n)...)
	for _, notice := range after {
		b = append(b, t.frame(encode(notice), 0)...)
	}
	return b
}

// tweet writes the tweet. About every seventh is laid out over several lines:
// LF may sit inside a record, CR may not (Twitter, "Processing streaming data").
func (t *twitterSource) tweet(n int) []byte {
	text := encode(twitterTweetAt(t.opts, t.key, n))
	if !t.query.plain && rollFor(t.key, n).oneIn(7) {
		text = spread(text)
	}
	i := t.sent
	t.sent++
	if t.query.delimited && i == t.faults.malformed {
		return append([]byte("abc\r\n"), append(text, "\r\n"...)...)
	}
	return t.frame(t.faults.spoil(i, text), t.faults.miscount(i))
}

// frame ends a record in CRLF and, for delimited=length, puts its length
// before it. The length is in bytes and includes the closing CRLF.
func (t *twitterSource) frame(text []byte, miscount int) []byte {
	if !t.query.delimited {
		return append(text, "\r\n"...)
	}
	return fmt.Appendf(nil, "%d\r\n%s\r\n", len(text)+len("\r\n")+miscount, text)
}
