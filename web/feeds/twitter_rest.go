package feeds

import (
	"cmp"
	"math"
	"net/http"
	"slices"
	"strconv"
)

const (
	twitterPageSize = 20
	twitterPageCap  = 200
)

// twitterTimeline is the REST backfill: the newest tweets with an id above
// since_id and not above max_id, newest first. It knows the counts that a
// stream may give as -1. For tests it also takes the predicates of filter.json.
func (s *Server) twitterTimeline(w http.ResponseWriter, r *request) {
	if s.twitterAccess(r) == twitterNone {
		twitterRefuse(w, http.StatusUnauthorized, 32, "Could not authenticate you.")
		return
	}
	ask, refusal := r.timelineQuery()
	if refusal != nil {
		twitterRefuse(w, refusal.status, 0, refusal.message)
		return
	}
	if r.refused(w) {
		return
	}
	answerJSON(w, http.StatusOK, ask.page(s.twitterKept(r)))
}

type timelineQuery struct {
	filter      twitterQuery
	since, upTo int64
	size        int
}

func (r *request) timelineQuery() (timelineQuery, *twitterRefusal) {
	t := timelineQuery{
		since: r.statusID("since_id", 0),
		upTo:  r.statusID("max_id", math.MaxInt64),
		size:  min(r.query.number("count", twitterPageSize, 1, 1<<40), twitterPageCap),
	}
	if r.query.Has("track") || r.query.Has("follow") || r.query.Has("locations") {
		return t, t.filter.readPredicates(r.query)
	}
	return t, nil
}

func (r *request) statusID(name string, value int64) int64 {
	if !r.query.Has(name) {
		return value
	}
	id, err := strconv.ParseInt(r.query.Get(name), 10, 64)
	if err != nil {
		r.query.fail(name, "a tweet id")
	}
	return id
}

// page chooses from tweets and sorts by id, for the log is in order of
// delivery and ids are slightly out of it.
func (t timelineQuery) page(tweets []twitterTweet) []twitterTweet {
	page := slices.DeleteFunc(tweets, func(tweet twitterTweet) bool {
		return tweet.ID <= t.since || tweet.ID > t.upTo || !t.filter.matches(tweet)
	})
	slices.SortFunc(page, func(a, b twitterTweet) int { return cmp.Compare(b.ID, a.ID) })
	return page[:min(t.size, len(page))]
}

// twitterKept lists the tweets that REST can see, as REST sees them.
func (s *Server) twitterKept(r *request) []twitterTweet {
	log := s.twitterLog(r)
	oldest, head := s.kept(log)
	tweets := make([]twitterTweet, 0, head-oldest)
	for n := oldest; n < head; n++ {
		tweets = append(tweets, twitterKnown(s.opts, log.key, n))
	}
	return tweets
}
