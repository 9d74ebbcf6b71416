package feeds

import (
	"strconv"
	"time"
)

// The fields follow Twitter's "Tweet object" of API 1.1, without those that
// were empty most of the time.
type twitterTweet struct {
	CreatedAt     string        `json:"created_at"`
	ID            int64         `json:"id"`
	IDStr         string        `json:"id_str"`
	Text          string        `json:"text"`
	Source        string        `json:"source"`
	Truncated     bool          `json:"truncated"`
	User          twitterUser   `json:"user"`
	Coordinates   *twitterPoint `json:"coordinates"`
	RetweetCount  int           `json:"retweet_count"`
	FavoriteCount int           `json:"favorite_count"`
	Lang          string        `json:"lang"`
	FilterLevel   string        `json:"filter_level"`
	TimestampMs   string        `json:"timestamp_ms"`
	N             int           `json:"n"` // not Twitter's: the sequence number
	Retweeted     *twitterTweet `json:"retweeted_status,omitempty"`
}

type twitterUser struct {
	ID         int64  `json:"id"`
	IDStr      string `json:"id_str"`
	Name       string `json:"name"`
	ScreenName string `json:"screen_name"`
}

// twitterPoint is a GeoJSON point: longitude first.
type twitterPoint struct {
	Type        string     `json:"type"`
	Coordinates [2]float64 `json:"coordinates"`
}

var twitterPlaces = [][2]float64{{139.69, 35.69}, {2.35, 48.86}, {-122.42, 37.77}}

// twitterTweetAt is tweet n as a stream brings it. Its counts may be -1, which
// is how the streaming service said that it did not know.
func twitterTweetAt(o Options, key logKey, n int) twitterTweet {
	t := twitterKnown(o, key, n)
	if rollFor(logKey{key.feed, "counts", key.seed}, n).oneIn(11) {
		t.RetweetCount, t.FavoriteCount = -1, -1
	}
	return t
}

// twitterKnown is tweet n with true counts. Some tweets repeat an older one,
// whose whole status they contain.
func twitterKnown(o Options, key logKey, n int) twitterTweet {
	t := twitterOriginal(o, key, n)
	old := n - 7
	if old >= 0 && rollFor(logKey{key.feed, "retweets", key.seed}, n).oneIn(10) {
		original := twitterOriginal(o, key, old)
		t.Retweeted = &original
		t.Text = "RT @" + original.User.ScreenName + ": " + t.Text
	}
	return t
}

func twitterOriginal(o Options, key logKey, n int) twitterTweet {
	d := rollFor(key, n)
	d.next() // the roll that decides on the layout
	said, author := say(d, n), pick(d, people)
	stamp, id := twitterStamp(o, key, n), twitterID(o, key, n)
	return twitterTweet{
		CreatedAt:     stamp.Format(time.RubyDate),
		ID:            id,
		IDStr:         strconv.FormatInt(id, 10),
		Text:          said.text,
		Source:        `<a href="https://example.com" rel="nofollow">feeds</a>`,
		User:          twitterUser{author.id, strconv.FormatInt(author.id, 10), author.name, author.login},
		Coordinates:   twitterPlace(d),
		RetweetCount:  d.below(50),
		FavoriteCount: d.below(200),
		Lang:          said.lang,
		FilterLevel:   pick(d, twitterLevels),
		TimestampMs:   strconv.FormatInt(stamp.UnixMilli(), 10),
		N:             n,
	}
}

func twitterPlace(d *dice) *twitterPoint {
	if !d.oneIn(3) {
		return nil
	}
	return &twitterPoint{"Point", pick(d, twitterPlaces)}
}

// twitterStamp lets about every tenth tweet come up to 4 s late, so that ids
// are slightly out of order, as they were.
func twitterStamp(o Options, key logKey, n int) time.Time {
	d := rollFor(logKey{key.feed, "stamp", key.seed}, n)
	jitter := time.Duration(d.below(900)) * time.Millisecond
	if d.oneIn(10) {
		jitter -= time.Duration(d.below(4000)) * time.Millisecond
	}
	return o.stamp(n).Add(jitter)
}

// twitterEpochMs is where snowflake time begins: 2010-11-04T01:42:54.657Z.
const twitterEpochMs = 1288834974657

// twitterID is a snowflake: milliseconds above 22 bits, the lowest twelve of
// them a sequence number. It has 19 digits from May 2018 on.
func twitterID(o Options, key logKey, n int) int64 {
	return (twitterStamp(o, key, n).UnixMilli()-twitterEpochMs)<<22 | int64(n&0xFFF)
}
