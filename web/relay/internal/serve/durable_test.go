package serve

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/relay/internal/record"
)

func durableOffset(t *testing.T, sequence uint64) string {
	t.Helper()
	return offset(record.ID{Epoch: epoch, Sequence: sequence})
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	text, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	return string(text)
}

func TestDurableCatchUp(t *testing.T) {
	s := serve(t, Options{}, 1).begin(t, 250)
	var all []int
	at := "-1"
	for {
		r := s.get(t, "/feeds/room?offset="+at)
		require.Equal(t, http.StatusOK, r.StatusCode)
		assert.Equal(t, "application/json", r.Header.Get("Content-Type"))
		next := r.Header.Get(nextOffset)
		assert.Greater(t, next, at, "offsets sort as texts")
		at = next
		var some []int
		require.NoError(t, json.Unmarshal([]byte(body(t, r)), &some))
		all = append(all, some...)
		assert.Equal(t, r.Header.Get(upToDate) == "true", len(all) == 250)
		if r.Header.Get(upToDate) != "" {
			break
		}
	}
	require.Len(t, all, 250)
	for i, n := range all {
		require.Equal(t, i+1, n)
	}
	t.Run("has nothing behind the end", func(t *testing.T) {
		r := s.get(t, "/feeds/room?offset="+at)
		assert.Equal(t, "[]", body(t, r))
		assert.Equal(t, at, r.Header.Get(nextOffset))
		assert.Equal(t, "true", r.Header.Get(upToDate))
	})
	t.Run("nor from now on", func(t *testing.T) {
		r := s.get(t, "/feeds/room?offset=now")
		assert.Equal(t, "[]", body(t, r))
		assert.Equal(t, at, r.Header.Get(nextOffset))
		assert.Empty(t, r.Header.Get("ETag"))
		assert.Equal(t, "no-store", r.Header.Get("Cache-Control"))
	})
	t.Run("is not sent to who has it", func(t *testing.T) {
		first := s.get(t, "/feeds/room?offset=-1")
		again := s.get(t, "/feeds/room?offset=-1", "If-None-Match", first.Header.Get("ETag"))
		assert.Equal(t, http.StatusNotModified, again.StatusCode)
	})
	t.Run("has a head", func(t *testing.T) {
		r, err := http.Head(s.URL + "/feeds/room")
		require.NoError(t, err)
		require.NoError(t, r.Body.Close())
		assert.Equal(t, at, r.Header.Get(nextOffset))
		assert.Equal(t, "no-store", r.Header.Get("Cache-Control"))
	})
}

func TestDurableLongPoll(t *testing.T) {
	s := serve(t, Options{}, 1<<20).begin(t, 1)
	at := s.get(t, "/feeds/room?offset=now").Header.Get(nextOffset)
	done := make(chan *http.Response)
	go func() { done <- s.get(t, "/feeds/room?offset="+at+"&live=long-poll&cursor=9007199254740000") }()
	require.Eventually(t, func() bool {
		s.relay.places.mu.Lock()
		defer s.relay.places.mu.Unlock()
		return s.relay.places.all == 1
	}, time.Minute, time.Millisecond)
	s.stream.AddNumbers(2, 2)
	r := <-done
	assert.Equal(t, "[2]", body(t, r))
	assert.Greater(t, r.Header.Get(streamCursor), "9007199254740000")
	t.Run("ends without anything", func(t *testing.T) {
		next := r.Header.Get(nextOffset)
		go func() { done <- s.get(t, "/feeds/room?offset="+next+"&live=long-poll") }()
		s.relay.Drain()
		r := <-done
		assert.Equal(t, http.StatusNoContent, r.StatusCode)
		assert.Equal(t, next, r.Header.Get(nextOffset))
		assert.Equal(t, "true", r.Header.Get(upToDate))
		assert.NotEmpty(t, r.Header.Get(streamCursor))
	})
}

func TestDurableEventStream(t *testing.T) {
	s := serve(t, Options{}, 1<<20).begin(t, 0)
	r := s.get(t, "/feeds/room?offset=-1&live=sse")
	lines := bufio.NewScanner(r.Body)
	next := func() (name, data string) {
		for lines.Scan() {
			key, value, _ := strings.Cut(lines.Text(), ": ")
			switch {
			case key == "event":
				name = value
			case key == "data":
				data += value
			case key == "" && name != "":
				return name, data
			}
		}
		return "", ""
	}
	name, data := next()
	assert.Equal(t, "control", name)
	assert.Contains(t, data, `"upToDate":true`)
	s.stream.Add(record.Record{Data: []byte(`{"a":` + "\r\n" + `1}`)})
	name, data = next()
	assert.Equal(t, "data", name)
	assert.JSONEq(t, `[{"a":1}]`, data)
	name, data = next()
	assert.Equal(t, "control", name)
	assert.Contains(t, data, `"streamNextOffset":"`+durableOffset(t, 1)+`"`)
	assert.Contains(t, data, `"streamCursor":"`)
}

func TestDurableValues(t *testing.T) {
	for want, r := range map[string]record.Record{
		`{"a":1}`: {Data: []byte(`{"a":1}`)},
		`"a \"b"`: {Data: []byte(`a "b`)},
		`"data:application/octet-stream;base64,AQ=="`: {Kind: record.Bytes, Data: []byte{1}},
		`{"relay-gap":{"reason":"window"}}`:           {Kind: record.Gap, Data: []byte(`{"reason":"window"}`)},
		`"{\"relay-gap\":{}}"`:                        {Data: []byte(`{"relay-gap":{}}`)},
		`"{\"a\":1,\"\\u0072elay-gap\":1}"`:           {Data: []byte(`{"a":1,"\u0072elay-gap":1}`)},
		`{"a":"relay-gap"}`:                           {Data: []byte(`{"a":"relay-gap"}`)},
		`["relay-gap"]`:                               {Data: []byte(`["relay-gap"]`)},
		`""`:                                          {},
		`"data:application/octet-stream;base64,"`:     {Kind: record.Bytes},
	} {
		assert.Equal(t, want, string(value(&r)))
	}
}
