package feeds

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTwitterAuth(t *testing.T) {
	_, u := listen(t, frozen())
	basic := func(pair string) string {
		return "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(pair))
	}
	for header, want := range map[string]int{
		twitterAuth: 200,
		"Authorization: Bearer " + TwitterStandardToken:                                                        200,
		basic(TwitterUser + ":" + TwitterPassword):                                                             200,
		`Authorization: OAuth oauth_consumer_key="k", oauth_token="` + TwitterToken + `", oauth_signature="x"`: 200,
		`Authorization: OAuth oauth_token="wrong"`:                                                             401,
		"Authorization: Bearer wrong":                                                                          401,
		basic(TwitterUser + ":wrong"):                                                                          401,
		"Accept: */*":                                                                                          401,
	} {
		r := ask(t, "GET", u+sampleURL+"?from=0&count=0", header)
		assert.Equal(t, want, r.status, header)
		assert.Empty(t, r.header.Get("WWW-Authenticate"))
	}
}

func TestTwitterRefusals(t *testing.T) {
	_, u := listen(t, frozen())
	many := func(n int) string { return strings.TrimSuffix(strings.Repeat("1,", n), ",") }
	for query, want := range map[string]int{
		"":                                    406,
		"track=":                              406,
		"track=" + many(400) + "&take=0":      200,
		"track=" + many(401):                  413,
		"follow=" + many(5001):                413,
		"follow=ada":                          406,
		"locations=1,2,3":                     406,
		"locations=1,2,3,north":               406,
		"locations=" + many(4*26):             413,
		"track=a&filter_level=high":           406,
		"track=a&count=150001":                416,
		"track=a&count=-150001":               416,
		"track=a&count=x":                     400,
		"track=a&disconnect=13":               400,
		"track=a&filter_level=low&take=0":     200,
		"locations=-1.5,2,3,4,5,6,7,8&take=0": 200,
	} {
		r := send(t, "POST", u+filterURL+"?"+query, "", twitterAuth)
		assert.Equal(t, want, r.status, query[:min(40, len(query))])
	}
	standard := "Authorization: Bearer " + TwitterStandardToken
	assert.Equal(t, 416, ask(t, "GET", u+sampleURL+"?count=5", standard).status, "count needs elevated access")
	r := send(t, "POST", u+filterURL, "track=a&count=x", twitterAuth, "Content-Type: application/x-www-form-urlencoded")
	assert.Equal(t, 406, r.status)
}

func TestTwitterPostForm(t *testing.T) {
	_, u := listen(t, frozen())
	query := "?from=0&count=200&rate=0"
	get := read(t, u+filterURL+query+"&track=coffee&delimited=length", twitterAuth)
	post := send(t, "POST", u+filterURL+query, "track=coffee&delimited=length", twitterAuth,
		"Content-Type: application/x-www-form-urlencoded")
	assert.Equal(t, get, post.body)
}

func TestTwitterFilters(t *testing.T) {
	s, u := listen(t, frozen())
	cases := []struct {
		name, query string
		keep        func(twitterTweet) bool
	}{
		{"track", "track=coffee", func(w twitterTweet) bool { return strings.Contains(w.Text, "coffee") }},
		{"any phrase", "track=coffee,wasm", func(w twitterTweet) bool {
			return strings.Contains(w.Text, "coffee") || strings.Contains(w.Text, "wasm")
		}},
		{"all words of a phrase in any order and case", "track=LINK%20Slow", func(w twitterTweet) bool {
			return strings.Contains(w.Text, "slow link")
		}},
		{"follow", "follow=1003", func(w twitterTweet) bool {
			return w.User.ID == 1003 || w.Retweeted != nil && w.Retweeted.User.ID == 1003
		}},
		{"locations", "locations=2,48,3,49", func(w twitterTweet) bool {
			return w.Coordinates != nil && w.Coordinates.Coordinates[1] == 48.86
		}},
		{"predicates add up", "follow=1003&track=coffee", func(w twitterTweet) bool {
			return w.User.ID == 1003 || w.Retweeted != nil && w.Retweeted.User.ID == 1003 || strings.Contains(w.Text, "coffee")
		}},
		{"language narrows", "track=coffee,wasm,tokyo&language=ja,fr", func(w twitterTweet) bool {
			tracked := strings.Contains(w.Text, "coffee") || strings.Contains(w.Text, "wasm") || strings.Contains(w.Text, "tokyo")
			return tracked && w.Lang != "en" && w.Lang != "es"
		}},
		{"filter_level narrows", "track=coffee&filter_level=medium", func(w twitterTweet) bool {
			return strings.Contains(w.Text, "coffee") && w.FilterLevel == "medium"
		}},
		{"filter_level none keeps all", "track=coffee&filter_level=none", func(w twitterTweet) bool {
			return strings.Contains(w.Text, "coffee")
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var want []int
			for n := range 500 {
				if c.keep(twitterTweetAt(s.opts, logKey{"twitter", "statuses", 1}, n)) {
					want = append(want, n)
				}
			}
			require.NotEmpty(t, want)
			body := read(t, u+filterURL+"?from=0&count=500&rate=0&extras=0&"+c.query, twitterAuth)
			assert.Equal(t, want, numbers(t, body, "n"))
		})
	}
	none := read(t, u+filterURL+"?from=0&count=500&rate=0&track=nobodysaysthis", twitterAuth)
	assert.Empty(t, none, "nothing matches, and the body still ends")
	levels := numbers(t, read(t, u+sampleURL+"?from=0&count=100&rate=0&extras=0&language=ja", twitterAuth), "n")
	assert.NotEmpty(t, levels)
	assert.Less(t, len(levels), 60, "sample.json is narrowed as well")
}
