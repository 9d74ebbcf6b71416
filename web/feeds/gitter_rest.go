package feeds

import (
	"net/http"
	"sort"
	"strconv"
	"strings"
	"time"
)

const (
	gitterPageSize = 50
	gitterPageCap  = 100
	gitterSkipCap  = 5000
)

// gitterPage is the REST list of a room, by the rules of the webapp's
// chat-service: both id bounds are exclusive; with afterId the query walks
// from the oldest message, else it takes the newest page; the answer is
// ascending in either case.
func (s *Server) gitterPage(w http.ResponseWriter, r *request) {
	if !s.gitterAllowed(w, r) || !s.gitterWithinRate(w, r) {
		return
	}
	p := r.gitterPageQuery()
	if r.refused(w) {
		return
	}
	if p.skip > gitterSkipCap {
		answerError(w, http.StatusBadRequest, "Skip is limited to 5000 items. Please use beforeId rather than skip.")
		return
	}
	log := s.gitterLog(r)
	oldest, head := s.kept(log)
	first, end := p.choose(oldest, head, func(n int) string { return gitterID(s.opts, log.key, n) })
	page := []gitterMessage{}
	for n := first; n < end; n++ {
		page = append(page, gitterMessageAt(s.opts, log.key, n))
	}
	answerJSON(w, http.StatusOK, page)
}

type gitterPageQuery struct {
	after, before, around string
	limit, skip           int
}

func (r *request) gitterPageQuery() gitterPageQuery {
	p := gitterPageQuery{
		after:  r.objectID("afterId"),
		before: r.objectID("beforeId"),
		around: r.objectID("aroundId"),
		limit:  r.query.number("limit", gitterPageSize, 0, 1<<40),
		skip:   r.query.number("skip", 0, 0, 1<<40),
	}
	if p.limit == 0 {
		p.limit = gitterPageSize
	}
	p.limit = min(p.limit, gitterPageCap)
	return p
}

func (r *request) objectID(name string) string {
	id := strings.ToLower(r.query.Get(name))
	if id != "" && (len(id) != 24 || strings.Trim(id, "0123456789abcdef") != "") {
		r.query.fail(name, "24 hexadecimal digits")
	}
	return id
}

// choose gives the messages of the page as a range [first, end) within the
// messages [oldest, head) that exist. Ids ascend with the number.
func (p gitterPageQuery) choose(oldest, head int, id func(int) string) (first, end int) {
	// at is the first message whose id is not below the given one.
	at := func(given string) int {
		return oldest + sort.Search(head-oldest, func(i int) bool { return id(oldest+i) >= given })
	}
	exists := func(n int, given string) bool { return n < head && id(n) == given }

	if p.around != "" {
		middle := at(p.around)
		if !exists(middle, p.around) {
			return max(oldest, head-p.limit), head // quietly the latest page
		}
		first = max(oldest, middle-p.limit/2)
		return first, min(head, first+p.limit)
	}
	end = head
	if p.before != "" {
		end = at(p.before)
	}
	if p.after == "" {
		end = max(oldest, end-p.skip)
		return max(oldest, end-p.limit), end
	}
	first = at(p.after)
	if exists(first, p.after) {
		first++
	}
	first = min(first+p.skip, end)
	return first, min(end, first+p.limit)
}

// rateLimit counts requests within one minute.
type rateLimit struct {
	reset time.Time
	used  int
}

// gitterWithinRate sets the X-RateLimit headers and answers 429 if the token
// has used up its minute.
func (s *Server) gitterWithinRate(w http.ResponseWriter, r *request) bool {
	if s.opts.RateLimit < 0 {
		return true
	}
	used, reset := s.countRequest(gitterCredential(r))
	h := w.Header()
	h.Set("X-RateLimit-Limit", strconv.Itoa(s.opts.RateLimit))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(max(0, s.opts.RateLimit-used)))
	h.Set("X-RateLimit-Reset", strconv.FormatInt(reset.Unix(), 10))
	if used > s.opts.RateLimit {
		answerError(w, http.StatusTooManyRequests, "Too Many Requests")
		return false
	}
	return true
}

func (s *Server) countRequest(token string) (used int, reset time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.opts.Now()
	limit := s.windows[token]
	if !now.Before(limit.reset) {
		limit = rateLimit{reset: now.Add(time.Minute)}
	}
	limit.used++
	s.windows[token] = limit
	return limit.used, limit.reset
}
