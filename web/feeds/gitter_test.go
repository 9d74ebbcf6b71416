package feeds

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestGitterBytes(t *testing.T) {
	_, u := listen(t, frozen())
	body := read(t, u+gitterRoom+"?from=1&count=1&rate=0&burst=1", gitterAuth)
	assert.Equal(t, " \r"+
		`{"id":"65920081948d509f00000001","text":"¿otra vez wasm mañana? #1","html":"¿otra vez wasm mañana? #1",`+
		`"sent":"2024-01-01T00:00:01.196Z","editedAt":null,"fromUser":{"id":"0000000000000000000003eb","username":"zoe",`+
		`"displayName":"Zoë","url":"/zoe","avatarUrlSmall":"https://example.com/zoe.png"},"unread":true,"readBy":8,`+
		`"urls":[],"mentions":[],"issues":[],"meta":{"n":1},"v":1,"gv":"3"}`+"\r", body)
}

func TestGitterDelimiters(t *testing.T) {
	_, u := listen(t, frozen())
	url := u + gitterRoom + "?from=0&count=40&rate=0"
	cr := read(t, url, gitterAuth)
	assert.Equal(t, 40, strings.Count(cr, "\r"))
	assert.Equal(t, cr, read(t, url+"&delimiter=cr", gitterAuth))
	assert.Equal(t, strings.ReplaceAll(cr, "\r", "\r\n"), read(t, url+"&delimiter=crlf", gitterAuth))
	assert.Equal(t, strings.ReplaceAll(cr, "\r", "\n"), read(t, url+"&delimiter=lf", gitterAuth))
	assert.Equal(t, span(0, 40), numbers(t, cr, "meta", "n"))

	pretty := 0
	for record := range strings.SplitSeq(cr, "\r") {
		if strings.HasPrefix(record, "{\n") {
			pretty++
		}
	}
	assert.InDelta(t, 8, pretty, 6, "about every fifth has line feeds inside")
	assert.NotContains(t, read(t, url+"&pretty=0", gitterAuth), "\n")
}

func TestGitterMessagesCarryTheirNumber(t *testing.T) {
	_, u := listen(t, frozen())
	for i, v := range values(t, read(t, u+gitterRoom+"?from=0&count=200&rate=0", gitterAuth)) {
		text := member(v, "text").(string)
		assert.True(t, strings.HasSuffix(text, fmt.Sprintf("#%d", i)), text)
	}
}

func TestGitterToken(t *testing.T) {
	_, u := listen(t, frozen())
	for _, path := range []string{gitterRoom, "/gitter/v1/rooms/lobby/events", gitterREST} {
		for _, header := range []string{"Accept: */*", "Authorization: Bearer wrong", "Authorization: Basic " + GitterToken} {
			r := ask(t, "GET", u+path+"?count=0", header)
			assert.Equal(t, http.StatusUnauthorized, r.status)
			assert.Equal(t, `{"error":"Unauthorized"}`+"\n", r.body)
		}
		r := ask(t, "GET", u+path+"?count=0", gitterAuth)
		assert.Equal(t, http.StatusOK, r.status)
		assert.Equal(t, "application/json", r.header.Get("Content-Type"))
		read(t, u+path+"?count=0&access_token="+GitterToken)
		read(t, u+path+"?count=0", "X-Access-Token: "+GitterToken)
	}
}

func TestGitterStreamBeginsAtTheHead(t *testing.T) {
	_, u := listen(t, frozen())
	got := func() []int { return numbers(t, read(t, u+gitterRoom+"?count=3&rate=0", gitterAuth), "meta", "n") }
	assert.Equal(t, span(1000, 1003), got())
	assert.Equal(t, span(1003, 1006), got(), "the log is shared")
	other := read(t, u+"/gitter/v1/rooms/den/chatMessages?count=1&rate=0", gitterAuth)
	assert.Equal(t, span(1000, 1001), numbers(t, other, "meta", "n"), "by room")
	seeded := read(t, u+gitterRoom+"?count=1&rate=0&seed=2", gitterAuth)
	assert.Equal(t, span(1000, 1001), numbers(t, seeded, "meta", "n"), "and by seed")
}

func TestGitterSeeds(t *testing.T) {
	_, one := listen(t, frozen())
	_, two := listen(t, Options{Seed: 2, Interval: time.Minute})
	query := gitterRoom + "?from=5&count=20&rate=0"
	assert.NotEqual(t, read(t, one+query, gitterAuth), read(t, two+query, gitterAuth))
	assert.Equal(t, read(t, one+query+"&seed=2", gitterAuth), read(t, two+query, gitterAuth))
}

func TestGitterPages(t *testing.T) {
	o := frozen()
	o.RateLimit = -1
	s, u := listen(t, o)
	id := func(n int) string { return gitterID(s.opts, logKey{"gitter", "lobby", 1}, n) }
	unknown := strings.Repeat("f", 24)
	cases := []struct {
		name, query string
		want        []int
	}{
		{"newest page, ascending", "", span(950, 1000)},
		{"limit", "limit=3", span(997, 1000)},
		{"limit is capped", "limit=500", span(900, 1000)},
		{"limit 0 is the default", "limit=0", span(950, 1000)},
		{"skip from the newest", "limit=3&skip=10", span(987, 990)},
		{"beforeId is exclusive", "limit=3&beforeId=" + id(500), span(497, 500)},
		{"beforeId with skip", "limit=3&skip=2&beforeId=" + id(500), span(495, 498)},
		{"afterId is exclusive and walks forward", "limit=3&afterId=" + id(500), span(501, 504)},
		{"afterId with skip", "limit=3&skip=2&afterId=" + id(500), span(503, 506)},
		{"afterId at the end", "afterId=" + id(998), span(999, 1000)},
		{"afterId of the newest", "afterId=" + id(999), nil},
		{"afterId in upper case", "limit=1&afterId=" + strings.ToUpper(id(500)), span(501, 502)},
		{"afterId that is no message", "limit=2&afterId=" + id(500)[:8] + "ffffffffffffffff", span(501, 503)},
		{"both bounds", "afterId=" + id(500) + "&beforeId=" + id(503), span(501, 503)},
		{"crossed bounds", "afterId=" + id(503) + "&beforeId=" + id(500), nil},
		{"aroundId", "limit=5&aroundId=" + id(500), span(498, 503)},
		{"aroundId at the end", "limit=5&aroundId=" + id(999), span(997, 1000)},
		{"unknown aroundId gives the latest page", "limit=2&aroundId=" + unknown, span(998, 1000)},
		{"skip of 5000 is allowed", "skip=5000", nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			body := read(t, u+gitterREST+"?"+c.query, gitterAuth)
			var page []gitterMessage
			require.NoError(t, json.Unmarshal([]byte(body), &page))
			var got []int
			for _, m := range page {
				got = append(got, m.Meta.N)
			}
			assert.Equal(t, c.want, got)
		})
	}
	for _, query := range []string{"skip=5001", "skip=-1", "limit=x", "afterId=abc", "beforeId=" + unknown[1:] + "g"} {
		r := ask(t, "GET", u+gitterREST+"?"+query, gitterAuth)
		assert.Equal(t, http.StatusBadRequest, r.status, query)
	}
	assert.Contains(t, ask(t, "GET", u+gitterREST+"?skip=5001", gitterAuth).body, "beforeId")
}

func TestGitterPagesHoldTheMessagesOfTheStream(t *testing.T) {
	_, u := listen(t, frozen())
	stream := values(t, read(t, u+gitterRoom+"?count=30&rate=0", gitterAuth))
	page := values(t, read(t, u+gitterREST+"?limit=30", gitterAuth))
	assert.Equal(t, stream, page[0])
}

// The loop that the client is to run after a reconnect: afterId until fewer
// than limit come back.
func TestGitterBackfillHasNoHole(t *testing.T) {
	s, u := listen(t, frozen())
	key := logKey{"gitter", "lobby", 1}
	read(t, u+gitterRoom+"?count=250&rate=0", gitterAuth)
	last, got := 1009, []int(nil)
	for {
		body := read(t, u+gitterREST+"?limit=100&afterId="+gitterID(s.opts, key, last), gitterAuth)
		var page []gitterMessage
		require.NoError(t, json.Unmarshal([]byte(body), &page))
		for _, m := range page {
			got = append(got, m.Meta.N)
		}
		last = page[len(page)-1].Meta.N
		if len(page) < 100 {
			break
		}
	}
	assert.Equal(t, span(1010, 1250), got)
}

func TestGitterKeepsHistoryOnly(t *testing.T) {
	o := frozen()
	o.History = 10
	_, u := listen(t, o)
	read(t, u+gitterRoom+"?count=5&rate=0", gitterAuth)
	var page []gitterMessage
	require.NoError(t, json.Unmarshal([]byte(read(t, u+gitterREST, gitterAuth)), &page))
	assert.Len(t, page, 10)
	assert.Equal(t, 5, page[0].Meta.N)
}

func TestGitterRateLimit(t *testing.T) {
	c := newClock()
	_, u := listen(t, Options{RateLimit: 2, Now: c.now})
	remaining := func() (string, int) {
		r := ask(t, "GET", u+gitterREST, gitterAuth)
		assert.Equal(t, "2", r.header.Get("X-RateLimit-Limit"))
		assert.Equal(t, "1700000060", r.header.Get("X-RateLimit-Reset"))
		return r.header.Get("X-RateLimit-Remaining"), r.status
	}
	for _, want := range []struct {
		left   string
		status int
	}{{"1", 200}, {"0", 200}, {"0", 429}} {
		left, status := remaining()
		assert.Equal(t, want.left, left)
		assert.Equal(t, want.status, status)
	}
	c.advance(time.Minute)
	r := ask(t, "GET", u+gitterREST, gitterAuth)
	assert.Equal(t, http.StatusOK, r.status)
	assert.Equal(t, "1700000120", r.header.Get("X-RateLimit-Reset"))
}
