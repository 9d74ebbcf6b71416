package feeds

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// twitterQuery holds the parameters of the streaming endpoints (Twitter,
// "Basic stream parameters").
type twitterQuery struct {
	delimited  bool
	warnings   bool
	level      int
	languages  []string
	track      [][]string // phrases, each a list of words in lower case
	follow     []string
	boxes      [][4]float64 // west, south, east, north
	filtered   bool
	backfill   int // the service's own count
	disconnect int
	plain      bool // no records over several lines
	extras     bool
}

type twitterRefusal struct {
	status  int
	message string
}

// Limits of default access.
const (
	trackLimit    = 400
	followLimit   = 5000
	boxLimit      = 25
	backfillLimit = 150_000
)

var twitterLevels = []string{"none", "low", "medium"}

// readTwitterQuery reads query and, for POST, form. The predicates count for
// filter.json only, which cannot do without them.
func readTwitterQuery(r *request, name string) (twitterQuery, *twitterRefusal) {
	if err := r.ParseForm(); err != nil {
		return twitterQuery{}, &twitterRefusal{http.StatusNotAcceptable, "The form could not be read."}
	}
	form := &query{Values: r.Form}
	t := twitterQuery{
		delimited:  form.Get("delimited") == "length",
		warnings:   form.Get("stall_warnings") == "true",
		level:      slices.Index(twitterLevels, form.Get("filter_level")),
		languages:  listOf(form.Get("language")),
		disconnect: form.number("disconnect", 0, 1, 12),
		plain:      form.off("pretty"),
		extras:     !form.off("extras"),
	}
	refusal := t.readBackfill(r, form)
	if refusal == nil && name == "filter" {
		refusal = t.readPredicates(form)
	}
	if refusal == nil && t.level < 0 && form.Has("filter_level") {
		refusal = notAcceptable("filter_level")
	}
	if r.query.err == nil {
		r.query.err = form.err
	}
	return t, refusal
}

func notAcceptable(name string) *twitterRefusal {
	return &twitterRefusal{http.StatusNotAcceptable, "Parameter not accepted with supplied value: " + name}
}

// readBackfill reads count in Twitter's sense, unless from says that it is the
// length of a fixed piece of the log.
func (t *twitterQuery) readBackfill(r *request, form *query) *twitterRefusal {
	if r.controls.from >= 0 || !form.Has("count") {
		return nil
	}
	r.controls.count = -1
	count, err := strconv.Atoi(form.Get("count"))
	if err != nil {
		return notAcceptable("count")
	}
	if count > backfillLimit || count < -backfillLimit {
		return &twitterRefusal{http.StatusRequestedRangeNotSatisfiable, "Parameter count is out of range."}
	}
	t.backfill = count
	if count < 0 {
		t.disconnect = disconnectMaxMessages
	}
	return nil
}

func (t *twitterQuery) readPredicates(form *query) *twitterRefusal {
	track, boxes := listOf(form.Get("track")), listOf(form.Get("locations"))
	t.follow, t.filtered = listOf(form.Get("follow")), true
	switch {
	case len(track)+len(t.follow)+len(boxes) == 0:
		return &twitterRefusal{http.StatusNotAcceptable, "No filter parameters found. Expect at least one parameter: follow track locations"}
	case len(track) > trackLimit:
		return tooLong("track", trackLimit)
	case len(t.follow) > followLimit:
		return tooLong("follow", followLimit)
	case len(boxes) > 4*boxLimit:
		return tooLong("locations", boxLimit)
	}
	for _, phrase := range track {
		t.track = append(t.track, strings.Fields(strings.ToLower(phrase)))
	}
	for _, id := range t.follow {
		if _, err := strconv.ParseUint(id, 10, 64); err != nil {
			return notAcceptable("follow")
		}
	}
	return t.readBoxes(boxes)
}

func tooLong(name string, limit int) *twitterRefusal {
	return &twitterRefusal{http.StatusRequestEntityTooLarge, "Parameter " + name + " is limited to " + strconv.Itoa(limit) + " items."}
}

func (t *twitterQuery) readBoxes(list []string) *twitterRefusal {
	if len(list)%4 != 0 {
		return notAcceptable("locations")
	}
	for corners := range slices.Chunk(list, 4) {
		var box [4]float64
		for i, text := range corners {
			value, err := strconv.ParseFloat(text, 64)
			if err != nil {
				return notAcceptable("locations")
			}
			box[i] = value
		}
		t.boxes = append(t.boxes, box)
	}
	return nil
}

// listOf splits at commas and drops empty items.
func listOf(text string) []string {
	var list []string
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			list = append(list, item)
		}
	}
	return list
}

// matches applies language and filter_level, which narrow, and the predicates,
// of which any will do.
func (t twitterQuery) matches(tweet twitterTweet) bool {
	if len(t.languages) > 0 && !slices.Contains(t.languages, tweet.Lang) {
		return false
	}
	if slices.Index(twitterLevels, tweet.FilterLevel) < t.level {
		return false
	}
	return !t.filtered || t.tracks(tweet) || t.follows(tweet) || t.covers(tweet)
}

// tracks is true if all words of any phrase are words of the text, in any
// order and case.
func (t twitterQuery) tracks(tweet twitterTweet) bool {
	words := strings.FieldsFunc(strings.ToLower(tweet.Text), func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '#' && c != '@' && c != '_'
	})
	return slices.ContainsFunc(t.track, func(phrase []string) bool {
		for _, word := range phrase {
			if !slices.Contains(words, word) {
				return false
			}
		}
		return true
	})
}

func (t twitterQuery) follows(tweet twitterTweet) bool {
	return slices.Contains(t.follow, tweet.User.IDStr) ||
		tweet.Retweeted != nil && slices.Contains(t.follow, tweet.Retweeted.User.IDStr)
}

func (t twitterQuery) covers(tweet twitterTweet) bool {
	if tweet.Coordinates == nil {
		return false
	}
	at := tweet.Coordinates.Coordinates
	return slices.ContainsFunc(t.boxes, func(box [4]float64) bool {
		return box[0] <= at[0] && at[0] <= box[2] && box[1] <= at[1] && at[1] <= box[3]
	})
}
