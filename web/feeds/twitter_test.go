package feeds

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTwitterBytes(t *testing.T) {
	_, u := listen(t, frozen())
	url := u + sampleURL + "?from=1&count=1&rate=0&burst=1&extras=0&pretty=0"
	text := `{"created_at":"Mon Jan 01 00:00:01 +0000 2024","id":1741610189888421889,"id_str":"1741610189888421889",` +
		`"text":"encore du wasm à l'été #1","source":"<a href=\"https://example.com\" rel=\"nofollow\">feeds</a>",` +
		`"truncated":false,"user":{"id":1003,"id_str":"1003","name":"Zoë","screen_name":"zoe"},"coordinates":null,` +
		`"retweet_count":39,"favorite_count":104,"lang":"fr","filter_level":"low","timestamp_ms":"1704067201479","n":1}`
	assert.Equal(t, "\r\n"+text+"\r\n", read(t, url, twitterAuth))
	assert.Equal(t, "\r\n"+strconv.Itoa(len(text)+2)+"\r\n"+text+"\r\n", read(t, url+"&delimited=length", twitterAuth))
}

// cutByLength undoes delimited=length.
func cutByLength(t *testing.T, body string) (records []string) {
	t.Helper()
	for body != "" {
		prefix, rest, found := strings.Cut(body, "\r\n")
		require.True(t, found)
		n, err := strconv.Atoi(prefix)
		require.NoError(t, err)
		require.LessOrEqual(t, n, len(rest))
		require.Equal(t, "\r\n", rest[n-2:n])
		records = append(records, rest[:n-2])
		body = rest[n:]
	}
	return records
}

func TestTwitterFramesHoldTheSameRecords(t *testing.T) {
	_, u := listen(t, frozen())
	url := u + sampleURL + "?from=0&count=300&rate=0&stall_warnings=true"
	plain := read(t, url, twitterAuth)
	records := cutByLength(t, read(t, url+"&delimited=length", twitterAuth))
	assert.Equal(t, plain, strings.Join(records, "\r\n")+"\r\n")

	pretty, escaped := 0, 0
	for _, record := range records {
		assert.NotContains(t, record, "\r")
		if strings.HasPrefix(record, "{\n") {
			pretty++
		}
		if strings.Contains(record, `\n`) {
			escaped++
		}
	}
	assert.Greater(t, pretty, 20, "line feeds between tokens")
	assert.Greater(t, escaped, 20, "line feeds inside strings")
	assert.NotContains(t, read(t, url+"&pretty=0", twitterAuth), "{\n")
}

func TestTwitterNotices(t *testing.T) {
	_, u := listen(t, frozen())
	list := values(t, read(t, u+filterURL+"?track="+strings.Join(Topics(), ",")+"&from=0&count=1000&rate=0&stall_warnings=true", twitterAuth))
	kinds, seen, late := map[string]int{}, map[string]int{}, 0
	var deleted, highest string
	for _, v := range list {
		for _, kind := range []string{"delete", "scrub_geo", "limit", "status_withheld", "warning"} {
			if member(v, kind) != nil {
				kinds[kind]++
			}
		}
		id, tweet := member(v, "id_str").(string)
		switch {
		case member(v, "delete") != nil:
			deleted = member(v, "delete", "status", "id_str").(string)
		case tweet:
			if deleted != "" {
				assert.Equal(t, deleted, id, "the delete comes before its tweet")
				deleted = ""
			}
			if seen[id]++; seen[id] == 1 && id < highest {
				late++
			}
			highest = max(highest, id)
			assert.Len(t, id, 19)
		}
	}
	duplicates := 0
	for _, times := range seen {
		duplicates += times - 1
	}
	for _, kind := range []string{"delete", "scrub_geo", "limit", "status_withheld", "warning"} {
		assert.Greater(t, kinds[kind], 10, kind)
	}
	assert.Len(t, seen, 1000)
	assert.Greater(t, duplicates, 10)
	assert.Greater(t, late, 10, "ids are slightly out of order")
	assert.Contains(t, read(t, u+sampleURL+"?from=0&count=100&rate=0&pretty=0", twitterAuth), `"retweet_count":-1,"favorite_count":-1`)
}

func TestTwitterExtrasOff(t *testing.T) {
	_, u := listen(t, frozen())
	list := values(t, read(t, u+sampleURL+"?from=0&count=100&rate=0&extras=0&stall_warnings=true", twitterAuth))
	assert.Len(t, list, 100)
	assert.Equal(t, span(0, 100), numbers(t, read(t, u+sampleURL+"?from=0&count=100&rate=0&extras=0", twitterAuth), "n"))
	assert.NotContains(t, read(t, u+sampleURL+"?from=0&count=100&rate=0", twitterAuth), `"warning"`)
}

func TestTwitterWrongLengths(t *testing.T) {
	_, u := listen(t, frozen())
	url := u + sampleURL + "?from=0&count=3&rate=0&extras=0&pretty=0&delimited=length"
	right := strings.Split(read(t, url, twitterAuth), "\r\n")
	for query, want := range map[string]int{"shortcount": -2, "longcount": +2} {
		got := strings.Split(read(t, url+"&"+query+"=1", twitterAuth), "\r\n")
		n, err := strconv.Atoi(right[2])
		require.NoError(t, err)
		assert.Equal(t, strconv.Itoa(n+want), got[2])
		got[2] = right[2]
		assert.Equal(t, right, got, "nothing else differs")
	}
	got := strings.Split(read(t, url+"&malformed=1", twitterAuth), "\r\n")
	assert.Equal(t, "abc", got[2])
}

func TestTwitterBackfill(t *testing.T) {
	_, u := listen(t, frozen())
	body := read(t, u+sampleURL+"?count=-5&extras=0", twitterAuth)
	assert.Equal(t, span(995, 1000), numbers(t, body, "n"))
	assert.True(t, strings.HasSuffix(body, `{"disconnect":{"code":9,"reason":"max message limit","stream_name":"feeds-sample"}}`+"\r\n"))

	body = read(t, u+sampleURL+"?count=5&take=7&rate=0&extras=0", twitterAuth)
	assert.Equal(t, span(995, 1002), numbers(t, body, "n"), "then live")
}

func TestTwitterDisconnect(t *testing.T) {
	_, u := listen(t, frozen())
	body := read(t, u+filterURL+"?track=coffee&disconnect=4&from=0&count=3&rate=0&delimited=length", twitterAuth)
	records := cutByLength(t, body)
	assert.Equal(t, `{"disconnect":{"code":4,"reason":"stall","stream_name":"feeds-filter"}}`, records[len(records)-1])
	assert.Equal(t, span(1000, 1010), numbers(t, read(t, u+sampleURL+"?disconnect=6&rate=0&extras=0", twitterAuth), "n"))
}

func TestTwitterGzipIsFlushedPerRecord(t *testing.T) {
	s, u := listen(t, frozen())
	url := u + sampleURL + "?from=0&count=50&rate=0"
	plain := read(t, url, twitterAuth)
	r := ask(t, "GET", url+"&gzip=1", twitterAuth, "Accept-Encoding: gzip")
	require.NoError(t, r.err)
	assert.Equal(t, "gzip", r.header.Get("Content-Encoding"))
	z, err := gzip.NewReader(strings.NewReader(r.body))
	require.NoError(t, err)
	got, err := io.ReadAll(z)
	require.NoError(t, err)
	assert.Equal(t, plain, string(got))
	assert.Empty(t, ask(t, "GET", url+"&gzip=1", twitterAuth, "Accept-Encoding: br").header.Get("Content-Encoding"))

	// One beat of a stream that stays open can be read at once.
	res := open(t, "GET", u+sampleURL+"?burst=1&gzip=1", "", twitterAuth, "Accept-Encoding: gzip")
	defer res.Body.Close()
	z, err = gzip.NewReader(res.Body)
	require.NoError(t, err)
	beat := make([]byte, 2)
	_, err = io.ReadFull(z, beat)
	require.NoError(t, err)
	assert.Equal(t, "\r\n", string(beat))
	assert.Equal(t, 1, s.CutFeed("twitter"))
}

func TestTwitterTimeline(t *testing.T) {
	s, u := listen(t, frozen())
	page := func(query string) []twitterTweet {
		var list []twitterTweet
		require.NoError(t, json.Unmarshal([]byte(read(t, u+timelineURL+"?"+query, twitterAuth)), &list))
		for i := 1; i < len(list); i++ {
			assert.Greater(t, list[i-1].ID, list[i].ID, "newest first")
		}
		return list
	}
	assert.Len(t, page(""), 20)
	assert.Len(t, page("count=1000"), 200)
	all := page("count=200")
	since, upTo := all[100].IDStr, all[50].IDStr
	assert.Equal(t, all[:100], page("count=200&since_id="+since), "since_id is exclusive")
	assert.Equal(t, all[50:53], page("count=3&max_id="+upTo), "max_id is inclusive")
	assert.Equal(t, all[50:100], page("count=200&since_id="+since+"&max_id="+upTo))
	for _, tweet := range all {
		assert.GreaterOrEqual(t, tweet.RetweetCount, 0, "REST knows the counts")
	}
	for _, tweet := range page("track=coffee&count=5") {
		assert.Contains(t, tweet.Text, "coffee")
	}
	assert.Equal(t, 401, ask(t, "GET", u+timelineURL).status)
	assert.Equal(t, 400, ask(t, "GET", u+timelineURL+"?since_id=x", twitterAuth).status)
	assert.Equal(t, 406, ask(t, "GET", u+timelineURL+"?track=,", twitterAuth).status)
	assert.NotNil(t, s)
}

// A stream cut in the middle and a timeline read from the highest id seen
// bring every tweet, some of them twice.
func TestTwitterTimelineFillsTheGap(t *testing.T) {
	_, u := listen(t, frozen())
	first := read(t, u+sampleURL+"?take=50&rate=0&extras=0", twitterAuth)
	read(t, u+sampleURL+"?take=30&rate=0", twitterAuth) // while the client is away
	third := read(t, u+sampleURL+"?take=20&rate=0&extras=0", twitterAuth)

	seen := map[int]bool{}
	for _, n := range append(numbers(t, first, "n"), numbers(t, third, "n")...) {
		seen[n] = true
	}
	lowest := "0"
	for _, v := range values(t, first)[:40] { // a margin for those that come late
		lowest = max(lowest, member(v, "id_str").(string))
	}
	var page []twitterTweet
	require.NoError(t, json.Unmarshal([]byte(read(t, u+timelineURL+"?count=200&since_id="+lowest, twitterAuth)), &page))
	for _, tweet := range page {
		seen[tweet.N] = true
	}
	for n := 1000; n < 1100; n++ {
		assert.True(t, seen[n], "tweet %d", n)
	}
}

func TestTwitterTextsAreVaried(t *testing.T) {
	o := Options{}.withDefaults()
	var all bytes.Buffer
	for n := range 200 {
		all.WriteString(twitterTweetAt(o, logKey{"twitter", "statuses", 1}, n).Text)
	}
	for _, want := range []string{"今日", "👩‍👩‍👧", "e\u0301", "\u2028", "𠮷", "}{", "\n", "\r\n", `\`, "&"} {
		assert.Contains(t, all.String(), want)
	}
}
