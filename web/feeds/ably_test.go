package feeds

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ablySeen is what a client takes from either form.
type ablySeen struct{ id, event, data string }

func seenSSE(t *testing.T, body string) (list []ablySeen) {
	t.Helper()
	require.True(t, body == "" || strings.HasSuffix(body, "\n\n"))
	for block := range strings.SplitSeq(strings.TrimSuffix(body, "\n\n"), "\n\n") {
		var e ablySeen
		for line := range strings.SplitSeq(block, "\n") {
			name, value, _ := strings.Cut(line, ": ")
			switch name {
			case "id":
				e.id = value
			case "event":
				e.event = value
			case "data":
				e.data += value
			}
		}
		list = append(list, e)
	}
	return list
}

func seenRaw(t *testing.T, body string) (list []ablySeen) {
	t.Helper()
	for line := range strings.SplitSeq(strings.TrimSuffix(body, "\n"), "\n") {
		var e struct {
			ID, Event string
			Data      json.RawMessage
		}
		require.NoError(t, json.Unmarshal([]byte(line), &e))
		list = append(list, ablySeen{e.ID, e.Event, string(e.Data)})
	}
	return list
}

// places lists the numbers at the end of the envelope ids.
func places(list []ablySeen) (ts []int) {
	for _, e := range list {
		var t int
		fmt.Sscan(e.id[strings.LastIndexByte(e.id, '-')+1:], &t)
		ts = append(ts, t)
	}
	return ts
}

func TestAblyBytes(t *testing.T) {
	_, u := listen(t, frozen())
	data := `{"id":"Kx0eb741:1:0","name":"wasm","clientId":"ada","connectionId":"Kx0eb741","timestamp":1704067201523,` +
		`"encoding":"json","channel":"a","data":"{\"n\":1,\"topic\":\"wasm\",\"text\":\"encore du wasm à l'été #1\"}"}`
	query := ablyA + "&from=1&count=1&rate=0&burst=1"
	assert.Equal(t, ":keepalive\n\nid: 0e249a1d:1704067201000-1\nevent: message\ndata: "+data+"\n\n",
		read(t, u+"/ably/sse"+query))
	assert.Equal(t, "\n"+`{"id":"0e249a1d:1704067201000-1","event":"message","data":`+data+"}\n",
		read(t, u+"/ably/event-stream"+query))
}

func TestAblyFormFollowsTheAcceptHeader(t *testing.T) {
	_, u := listen(t, frozen())
	query := ablyA + "&from=0&count=3&rate=0"
	sse := ask(t, "GET", u+"/ably/event-stream"+query, "Accept: text/event-stream")
	assert.Equal(t, "text/event-stream", sse.header.Get("Content-Type"))
	assert.Equal(t, read(t, u+"/ably/sse"+query, "Accept: application/json"), sse.body)
	raw := ask(t, "GET", u+"/ably/event-stream"+query, "Accept: */*")
	assert.Equal(t, "application/json", raw.header.Get("Content-Type"))
}

func TestAblyFormsHoldEqualEvents(t *testing.T) {
	_, u := listen(t, frozen())
	query := ablyA + ",b&from=0&count=300&rate=0"
	sse := seenSSE(t, read(t, u+"/ably/sse"+query))
	assert.Equal(t, sse, seenRaw(t, read(t, u+"/ably/event-stream"+query)))
	assert.Len(t, sse, 300)
	kinds := map[string]int{}
	for _, e := range sse {
		kinds[e.event]++
	}
	assert.Greater(t, kinds["message"], kinds["presence"])
	assert.Greater(t, kinds["presence"], 10)
}

func TestAblyEncodingsUndo(t *testing.T) {
	o := Options{}.withDefaults()
	kinds := map[string]int{}
	for n := range 200 {
		m := ablyEventAt(o, logKey{"ably", "a", 3}, n).body
		text := m.Data
		switch m.Encoding {
		case "utf-8/base64":
			decoded, err := base64.StdEncoding.DecodeString(m.Data)
			require.NoError(t, err)
			text = string(decoded)
		case "json":
			var v ablyValue
			require.NoError(t, json.Unmarshal([]byte(m.Data), &v))
			assert.Equal(t, n, v.N)
			text = v.Text
		}
		assert.True(t, strings.HasSuffix(text, fmt.Sprintf("#%d", n)), text)
		kinds[m.Encoding]++
	}
	assert.Len(t, kinds, 3)
}

func TestAblyWithoutEnvelope(t *testing.T) {
	_, u := listen(t, frozen())
	query := ablyA + "&enveloped=false&from=0&count=60&rate=0"
	raw := seenRaw(t, read(t, u+"/ably/event-stream"+query))
	sse := seenSSE(t, read(t, u+"/ably/sse"+query))
	require.Len(t, sse, 60)
	for i := range raw {
		assert.Equal(t, raw[i].id, sse[i].id)
		var payload string
		require.NoError(t, json.Unmarshal([]byte(raw[i].data), &payload))
		assert.Equal(t, ablyEventAt(Options{}.withDefaults(), logKey{"ably", "a", 1}, i).data, payload)
		if !strings.ContainsAny(payload, "\r\n") {
			assert.Equal(t, payload, sse[i].data)
		}
	}
}

func TestSSEDataOfSeveralLines(t *testing.T) {
	assert.Equal(t, "event: x\ndata: a\ndata: b\ndata: c\ndata: \n\n", string(appendSSE(nil, "", "x", "a\r\nb\rc\n")))
}

func TestAblyResumesExactlyOnce(t *testing.T) {
	_, u := listen(t, frozen())
	for _, path := range []string{"/ably/sse", "/ably/event-stream"} {
		seen := seenSSE
		if path != "/ably/sse" {
			seen = seenRaw
		}
		query := path + ablyA + ",b&from=0&count=100&rate=0"
		whole := seen(t, read(t, u+query))
		for _, at := range []int{0, 1, 42, 98} {
			rest := seen(t, read(t, u+query+"&lastEvent="+whole[at].id))
			assert.Equal(t, whole[at+1:], rest)
		}
	}
	whole := seenSSE(t, read(t, u+"/ably/sse"+ablyA+"&from=0&count=9&rate=0"))
	rest := read(t, u+"/ably/sse"+ablyA+"&from=0&count=9&rate=0", "Last-Event-ID: "+whole[4].id)
	assert.Equal(t, whole[5:], seenSSE(t, rest))
}

func TestAblyResumeSendsWhatWasMissedAtOnce(t *testing.T) {
	_, u := listen(t, frozen())
	first := seenSSE(t, read(t, u+"/ably/sse"+ablyA+"&count=10&rate=0"))
	assert.Equal(t, span(1000, 1010), places(first))
	// At the server's rate the next message would come in an hour.
	rest := seenSSE(t, read(t, u+"/ably/sse"+ablyA+"&count=5&lastEvent="+first[4].id))
	assert.Equal(t, first[5:], rest)
}

func TestAblyStateIsGone(t *testing.T) {
	c := newClock()
	_, u := listen(t, Options{Interval: time.Hour, Now: c.now})
	last := seenSSE(t, read(t, u+"/ably/sse"+ablyA+"&count=10&rate=0"))[4].id
	resumed := func(id string) int {
		return places(seenSSE(t, read(t, u+"/ably/sse"+ablyA+"&count=1&rate=0&lastEvent="+id)))[0]
	}
	c.advance(2*time.Minute - time.Second)
	assert.Equal(t, 1005, resumed(last))
	c.advance(2 * time.Second)
	assert.Equal(t, 1010, resumed(last), "older than the window: live from now")

	for _, id := range []string{"nonsense", "-1", strings.Replace(last, ":", "@", 1), last + "0", last[:len(last)-4] + "5000"} {
		before := resumed("nonsense")
		assert.Equal(t, before+1, resumed(id), "unknown id %s: live from now", id)
	}
	other := "/ably/sse" + strings.Replace(ablyA, "channels=a", "channels=b", 1)
	assert.Equal(t, []int{1000}, places(seenSSE(t, read(t, u+other+"&count=1&rate=0&lastEvent="+last))), "id of another channel")
}

func TestAblyRewind(t *testing.T) {
	_, u := listen(t, Options{Interval: time.Minute, Now: newClock().now})
	get := func(channels, query string) []int {
		return places(seenSSE(t, read(t, u+"/ably/sse?v=1.2&key="+AblyKey+"&channels="+channels+query)))
	}
	assert.Equal(t, span(998, 1000), get("a", "&rewind=2&count=2"))
	assert.Equal(t, span(999, 1000), get("[?rewind=1]a", "&count=1"))
	assert.Equal(t, span(999, 1000), get("[?rewind=60s]a", "&count=1"))
	assert.Equal(t, []int{998, 999, 1000}, get("a", "&rewind=50&count=3&rate=0"), "no further than two minutes")
	assert.Equal(t, []int{2*998 + 1, 2 * 999, 2*999 + 1}, get("[?rewind=1]c,[?rewind=2]d", "&count=3"))
	assert.Equal(t, []int{2 * 999, 2*999 + 1}, get("[?rewind=1]e,f", "&rewind=1&count=2"), "the channel's own counts first")
	last := seenSSE(t, read(t, u+"/ably/sse"+strings.Replace(ablyA, "channels=a", "channels=g", 1)+"&count=1&rate=0"))[0].id
	assert.Equal(t, []int{1001}, get("g", "&rewind=2&count=1&rate=0&lastEvent="+last), "lastEvent wins")
}

func TestAblyChannelsAndSeparator(t *testing.T) {
	_, u := listen(t, frozen())
	base := u + "/ably/event-stream?v=1.2&key=" + AblyKey + "&from=0&count=4&rate=0"
	channels := func(query string) (list []string) {
		for _, v := range values(t, read(t, base+query)) {
			list = append(list, member(v, "data", "channel").(string))
		}
		return list
	}
	assert.Equal(t, []string{"a", "a", "a", "a"}, channels("&channel=a"))
	assert.Equal(t, []string{"a", "b", "a", "b"}, channels("&channels=a,b"))
	assert.Equal(t, []string{"a,b", "c", "a,b", "c"}, channels("&channels=a,b%7Cc&separator=%7C"))
	assert.Equal(t, []string{"x", "x", "x", "x"}, channels("&channels=%5B%3Frewind%3D1%26x%3Dy%5Dx"))
}

func TestAblyRefusesParameters(t *testing.T) {
	_, u := listen(t, frozen())
	auth := "key=" + AblyKey
	for query, code := range map[string]int{
		"channels=a":                       40017,
		"channels=a&v=1.0":                 40017,
		"channels=a&v=0.8":                 40017,
		"channels=a&v=x":                   40017,
		"v=1.2":                            40003,
		"channels=a&v=1.2&delta=vcdiff":    40003,
		"channels=a&v=1.2&heartbeats=2":    40003,
		"channels=a,&v=1.2":                40010,
		"channels=a,a&v=1.2":               40010,
		"channels=%5B%3Frewind%3D1a&v=1.2": 40010,
		"channels=%5Bx%5Da&v=1.2":          40010,
	} {
		r := ask(t, "GET", u+"/ably/sse?"+auth+"&"+query, "Accept: text/event-stream")
		assert.Equal(t, 400, r.status, query)
		assert.Equal(t, "application/json", r.header.Get("Content-Type"), "errors are not streamed")
		var body ablyError
		require.NoError(t, json.Unmarshal([]byte(r.body), &body))
		assert.Equal(t, code, body.Error.Code, query)
		assert.Equal(t, 400, body.Error.StatusCode)
		assert.Equal(t, fmt.Sprintf("https://help.ably.io/error/%d", code), body.Error.Href)
		assert.NotEmpty(t, body.Error.Message)
	}
	for _, v := range []string{"1.1", "1.2", "2", "3.0"} {
		read(t, u+"/ably/sse?channels=a&count=0&v="+v+"&"+auth)
	}
}
