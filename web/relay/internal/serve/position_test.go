package serve

import (
	"bufio"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/relay/internal/record"
)

func TestReaderBeginsWhereItAsks(t *testing.T) {
	s := serve(t, Options{}, 1<<20).begin(t, 5)
	for name, c := range map[string]struct {
		path    string
		headers []string
		first   int
	}{
		"at what is yet to come":      {"/feeds/room", nil, 6},
		"newest":                      {"/feeds/room?after=newest", nil, 6},
		"oldest":                      {"/feeds/room?after=oldest", nil, 1},
		"behind an id":                {"/feeds/room?after=" + id(2), nil, 3},
		"behind Last-Event-ID":        {"/feeds/room", []string{"Last-Event-ID", id(3)}, 4},
		"Last-Event-ID counts more":   {"/feeds/room?after=" + id(1), []string{"Last-Event-ID", id(4)}, 5},
		"since a time":                {"/feeds/room?since=2020-01-01T00:00:00Z", nil, 1},
		"since seconds":               {"/feeds/room?since=1600000000", nil, 1},
		"since a time elsewhere":      {"/feeds/room?since=2020-01-01T00:00:00+01:00", nil, 1},
		"what is not of the relay":    {"/feeds/room?after=oldest&_=1&utm_source=a&_=2", nil, 1},
		"since a time that is coming": {"/feeds/room?since=2100-01-01T00:00:00Z", nil, 6},
	} {
		t.Run(name, func(t *testing.T) {
			r := s.get(t, c.path, c.headers...)
			require.Equal(t, http.StatusOK, r.StatusCode)
			assert.Equal(t, "text/event-stream", r.Header.Get("Content-Type"))
			assert.Contains(t, r.Header.Get("Cache-Control"), "no-transform")
			assert.Equal(t, "no", r.Header.Get("X-Accel-Buffering"))
			last := int(s.tail.Newest().Sequence)
			s.stream.AddNumbers(last+1, last+1)
			if c.first == 6 {
				c.first = last + 1
			}
			ids, data := events(t, r.Body, last+2-c.first)
			assert.Equal(t, numbers(c.first, last+1), data)
			assert.Equal(t, id(c.first), ids[0])
			s.until(t, last+1)
		})
	}
}

func TestPositionsThatCannotBe(t *testing.T) {
	s := serve(t, Options{}, 1).begin(t, 300)
	s.stream.Drop(101)
	for path, want := range map[string]struct {
		status  int
		kind    string
		message string
	}{
		"/feeds/none":                               {404, "unknown-feed", "There is no feed of this name here."},
		"/feeds/room?after=" + id(99):               {410, "expired", "The position is older than all that is kept."},
		"/feeds/room?after=0000000002ab.150":        {410, "expired", "The position is of another life of the stream, which has been made anew since."},
		"/feeds/room?after=" + id(999):              {410, "expired", "The position is none that this stream has come to."},
		"/feeds/room?after=17":                      {400, "bad-request", `"17" is not an id of this relay, which looks like 6921a3f0b2c4.17.`},
		"/feeds/room?since=noon":                    {400, "bad-request", `since="noon" is no time; it can be RFC 3339, or seconds since 1970.`},
		"/feeds/room?since=1&after=" + id(1):        {400, "bad-request", "after and since cannot both be there."},
		"/feeds/room?after=":                        {400, "bad-request", "after is empty; it can be a position, oldest or newest."},
		"/feeds/room?after=" + id(1) + "&after=x":   {400, "bad-request", "after is there more than once."},
		"/feeds/room?after=%zz":                     {400, "bad-request", `The query cannot be read: invalid URL escape "%zz".`},
		"/feeds/room?after=oldest;filter=a":         {400, "bad-request", "The query cannot be read: invalid semicolon separator in query."},
		"/feeds/room?since=":                        {400, "bad-request", "since is empty; it can be a time: RFC 3339, or seconds since 1970."},
		"/feeds/room?since=99999999999999":          {400, "bad-request", `since="99999999999999" is no time; it can be RFC 3339, or seconds since 1970.`},
		"/feeds/room?since=9999-12-31T23:59:59Z":    {400, "bad-request", `since="9999-12-31T23:59:59Z" is no time; it can be RFC 3339, or seconds since 1970.`},
		"/feeds/room?since=-1":                      {400, "bad-request", `since="-1" is no time; it can be RFC 3339, or seconds since 1970.`},
		"/feeds/room?filter=":                       {400, "bad-request", "filter is empty; it can be types of events, with commas between."},
		"/feeds/room?filter=a&offset=-1":            {400, "bad-request", "after, since and filter do not go with offset and live, which are of Durable Streams."},
		"/feeds/room?offset=":                       {400, "bad-request", "offset is empty; it can be -1, now, or a Stream-Next-Offset."},
		"/feeds/room?offset=-1&offset=-1":           {400, "bad-request", "offset is there more than once."},
		"/feeds/room?offset=-1&live=":               {400, "bad-request", "live is empty; it can be long-poll or sse."},
		"/feeds/room?offset=x":                      {400, "bad-request", `offset="x" is none of this stream.`},
		"/feeds/room?offset=" + epoch + "_5":        {400, "bad-request", `offset="` + epoch + `_5" is none of this stream.`},
		"/feeds/room?live=sse":                      {400, "bad-request", "live needs offset, which can be -1, now, or a Stream-Next-Offset."},
		"/feeds/room?offset=-1&live=x":              {400, "bad-request", "live can be long-poll or sse."},
		"/feeds/room?offset=" + durableOffset(t, 5): {410, "expired", "The position is older than all that is kept."},
	} {
		r := s.get(t, path)
		assert.Equal(t, want.status, r.StatusCode, path)
		var got map[string]string
		require.NoError(t, json.NewDecoder(r.Body).Decode(&got))
		assert.Equal(t, want.kind, got["type"], path)
		assert.Equal(t, want.message, got["message"], path)
	}
	t.Run("nor when all has gone", func(t *testing.T) {
		empty := serve(t, Options{}, 1<<20).begin(t, 5)
		empty.stream.Drop(6)
		require.Eventually(t, func() bool { return empty.get(t, "/feeds/room?after="+id(4)).StatusCode == http.StatusGone }, time.Minute, 10*time.Millisecond)
		assert.Equal(t, http.StatusOK, empty.get(t, "/feeds/room?after="+id(5)).StatusCode)
		assert.Equal(t, http.StatusOK, empty.get(t, "/feeds/room?after=oldest").StatusCode)
	})
	t.Run("say from where one can go on", func(t *testing.T) {
		require.Eventually(t, func() bool { return s.tail.State().First == 101 }, time.Minute, time.Millisecond)
		var got map[string]string
		require.NoError(t, json.NewDecoder(s.get(t, "/feeds/room?after="+id(99)).Body).Decode(&got))
		assert.Equal(t, id(100), got["oldest"])
		assert.Equal(t, id(300), got["newest"])
		_, data := events(t, s.get(t, "/feeds/room?after="+got["oldest"]).Body, 200)
		assert.Equal(t, numbers(101, 300), data)
	})
}

func TestFilterByType(t *testing.T) {
	s := serve(t, Options{Heartbeat: 20 * time.Millisecond}, 1<<20).begin(t, 1)
	r := s.get(t, "/feeds/room?filter=chat,edit")
	s.stream.Add(
		record.Record{Type: "chat", Data: []byte("a")}, record.Record{Data: []byte("no")}, record.Record{Type: "edit", Data: []byte("b")},
		record.Record{Kind: record.Gap, Type: record.GapType, Data: []byte("gap")}, record.Record{Type: "other", Data: []byte("no")},
	)
	ids, data := events(t, r.Body, 3)
	assert.Equal(t, []string{"a", "b", "gap"}, data)
	assert.Equal(t, []string{id(2), id(4), id(5)}, ids)
	t.Run("and a heartbeat moves the id", func(t *testing.T) {
		lines := bufio.NewScanner(r.Body)
		for lines.Scan() && lines.Text() != "id: "+id(6) {
		}
		assert.Equal(t, "id: "+id(6), lines.Text())
	})
}

func TestFiltersThatCannotBe(t *testing.T) {
	for text, ok := range map[string]bool{
		"a": true, "a,b": true, "my event": true, "relay-gap": true, "événement": true, strings.Repeat("a,", 99) + "a": true,
		" odd": false, "odd ": false, "a, b": false, "a,,b": false, ",": false, "a,": false, "a\nb": false, "a\tb": false, "a\x00": false,
		"a\u0085": false, "\xff": false, strings.Repeat("a,", 100) + "a": false, strings.Repeat("a", 4097): false,
	} {
		types, problem := filter(url.Values{"filter": {text}})
		assert.Equal(t, ok, problem == nil, "%.60q", text)
		assert.Equal(t, ok, types[record.GapType], "%.60q", text)
	}
	types, problem := filter(nil)
	assert.Nil(t, types)
	assert.Nil(t, problem)
	s := serve(t, Options{}, 1<<20).begin(t, 1)
	r := s.get(t, "/feeds/room?filter=%20odd")
	assert.Equal(t, http.StatusBadRequest, r.StatusCode)
	assert.Contains(t, body(t, r), `filter has \" odd\", which is no type of an event`)
}

func TestPositionsOutliveReplicasThatAreBehind(t *testing.T) {
	s := serve(t, Options{}, 1<<10).begin(t, 300)
	feed := (*s.relay.feeds.Load())["room"]
	ahead := record.ID{Epoch: s.tail.Newest().Epoch, Sequence: 301}
	s.stream.Mute(true)
	s.stream.AddNumbers(301, 301)
	s.stream.Behind(1)
	feed.patience = 20 * time.Millisecond
	got, problem := feed.behind(t.Context(), ahead)
	require.Nil(t, problem)
	assert.Equal(t, ahead, got.ID)

	old := record.ID{Epoch: ahead.Epoch, Sequence: 1}
	s.stream.Lame(true)
	_, problem = feed.behind(t.Context(), old)
	assert.Equal(t, notReady, problem)
	_, problem = feed.oldest(t.Context())
	assert.Equal(t, notReady, problem, "there is more, which that replica does not have")
	s.stream.Lame(false)
	got, problem = feed.behind(t.Context(), old)
	require.Nil(t, problem, "what a replica has had that is behind is not kept")
	assert.Equal(t, uint64(2), got.passage.first)
	got, problem = feed.oldest(t.Context())
	require.Nil(t, problem)
	assert.Equal(t, uint64(0), got.Sequence)
	feed.shelf = newShelf(s.stream.Read)
	s.stream.Lame(true)
	s.stream.Drop(100)
	_, problem = feed.behind(t.Context(), old)
	require.NotNil(t, problem)
	assert.Equal(t, http.StatusGone, problem.status)
}
