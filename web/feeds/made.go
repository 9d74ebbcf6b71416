package feeds

import (
	"net/http"
	"strconv"
	"time"
)

// Made are messages of a channel that exist, whoever has read them.
type Made struct {
	IDs  []string `json:"ids"`  // as records carry them, oldest first
	Next int      `json:"next"` // the number of the message to come
	// Began is when the server did: another one has other messages by the same numbers, and may give them the same ids.
	Began time.Time `json:"began"`
}

// mostMade is how many messages Made lists at once.
const mostMade = 1000

// Made lists the messages of a channel from number from on, or the newest hundred if from is negative: what a
// client counts its own records against. feed is gitter, ably, espresso, twitter, journal, ticker or wall. channel is Gitter's
// room, Ably's channel, the last part of Espresso's path or the name of a wall; the others have one for all.
func (s *Server) Made(feed, channel string, from int) (Made, bool) {
	if only, found := onlyChannel[feed]; found {
		channel = only
	}
	key := logKey{feed, channel, s.opts.Seed}
	idOf, known := s.idsOf(key)
	if !known {
		return Made{}, false
	}
	oldest, next := s.spanOf(key)
	if from < 0 {
		from = next - 100
	}
	from = max(from, next-mostMade, oldest)
	made := Made{IDs: []string{}, Next: next, Began: s.began}
	for n := from; n < next; n++ {
		made.IDs = append(made.IDs, idOf(n))
	}
	return made, true
}

// spanOf is the range of messages that can be listed: [oldest, next).
func (s *Server) spanOf(key logKey) (oldest, next int) {
	if key.feed != "wall" {
		return 0, s.log(key.feed, key.channel, key.seed).head()
	}
	s.mu.Lock()
	wl := s.walls[key.channel]
	s.mu.Unlock()
	if wl == nil {
		return 1, 1 // nobody has come to it
	}
	return wl.span()
}

// onlyChannel is the channel of feeds that have one for all.
var onlyChannel = map[string]string{"twitter": "statuses", "journal": "system", "ticker": "trades"}

// idsOf is how a feed makes ids of numbers.
func (s *Server) idsOf(key logKey) (idOf func(n int) string, known bool) {
	switch key.feed {
	case "gitter":
		return func(n int) string { return gitterID(s.opts, key, n) }, true
	case "ably":
		name := ablyStreamName([]logKey{key})
		return func(n int) string { return ablyID(name, s.opts, n, 1) }, true
	case "espresso", "ticker", "wall":
		return strconv.Itoa, true
	case "journal":
		return func(n int) string { return journalMake(s.opts, key, n).Cursor }, true
	case "twitter":
		return func(n int) string { return strconv.FormatInt(twitterID(s.opts, key, n), 10) }, true
	}
	return nil, false
}

func (s *Server) answerMade(w http.ResponseWriter, r *http.Request) {
	q := &query{Values: r.URL.Query()}
	from := q.count("from")
	if q.err != nil {
		answerError(w, http.StatusBadRequest, q.err.Error())
		return
	}
	made, known := s.Made(q.Get("feed"), q.Get("channel"), from)
	if !known {
		answerError(w, http.StatusBadRequest, "parameter feed must be gitter, ably, espresso, twitter, journal, ticker or wall")
		return
	}
	answerJSON(w, http.StatusOK, made)
}
