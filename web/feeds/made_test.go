package feeds

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMadeListsWhatStreamsBring(t *testing.T) {
	_, u := listen(t, frozen())
	made := func(query string) (made Made) {
		require.NoError(t, json.Unmarshal([]byte(read(t, u+"/control/made?"+query)), &made))
		return made
	}
	for _, c := range []struct{ query, url, auth string }{
		{"feed=gitter&channel=lobby", gitterRoom + "?from=1000&count=3&rate=0", gitterAuth},
		{"feed=ably&channel=a", "/ably/sse" + ablyA + "&from=1000&count=3&rate=0", ""},
		{"feed=espresso&channel=subscribe", "/espresso/subscribe?from=1000&count=3&rate=0", ""},
		{"feed=twitter", sampleURL + "?from=1000&count=3&rate=0&extras=0", twitterAuth},
		{"feed=journal", entries + "?follow&from=1000&count=3&rate=0", asJSON},
	} {
		before := made(c.query)
		assert.Len(t, before.IDs, 100, c.query)
		assert.Equal(t, 1000, before.Next, c.query)
		body := read(t, u+c.url, c.auth)
		after := made(c.query + "&from=1000")
		assert.Equal(t, 1003, after.Next, c.query)
		require.Len(t, after.IDs, 3, c.query)
		for _, id := range after.IDs {
			assert.Contains(t, body, id, c.query)
		}
		assert.Empty(t, made(c.query+"&from=1003").IDs, c.query)
	}
	assert.Len(t, made("feed=twitter&from=0").IDs, 1000)
	assert.Equal(t, http.StatusBadRequest, ask(t, "GET", u+"/control/made?feed=raw").status)
	assert.Equal(t, http.StatusBadRequest, ask(t, "GET", u+"/control/made?feed=twitter&from=x").status)
}

func TestMadeListsWhatIsOnAWall(t *testing.T) {
	s, u := listen(t, Options{History: 3})
	made := func(from int) Made {
		made, known := s.Made("wall", "brick", from)
		require.True(t, known)
		return made
	}
	assert.Equal(t, Made{IDs: []string{}, Next: 1, Began: s.began}, made(-1), "nobody has come to it")
	say := func(text string) { send(t, "POST", u+"/espresso/wall?wall=brick", text) }
	say("a")
	say("b")
	assert.Equal(t, Made{IDs: []string{"1", "2"}, Next: 3, Began: s.began}, made(-1))
	say("c")
	say("d")
	assert.Equal(t, Made{IDs: []string{"2", "3", "4"}, Next: 5, Began: s.began}, made(1), "what is not kept is not listed")
	assert.Equal(t, Made{IDs: []string{}, Next: 5, Began: s.began}, made(5))
}

// Logs of two servers have the same numbers, and most of them the same ids.
func TestMadeTellsServersApart(t *testing.T) {
	one, _ := New(Options{}).Made("espresso", "subscribe", 0)
	other, _ := New(Options{}).Made("espresso", "subscribe", 0)
	assert.Equal(t, one.IDs, other.IDs)
	assert.NotEqual(t, one.Began, other.Began)
}
