package feeds

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// soon is as long as anything here may take.
func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// join opens the wall as a WebSocket.
func join(t *testing.T, url, query string) *websocket.Conn {
	t.Helper()
	conn, _, err := websocket.Dial(soon(t), "ws"+strings.TrimPrefix(url, "http")+"/espresso/wall?"+query, nil)
	require.NoError(t, err)
	conn.SetReadLimit(-1)
	t.Cleanup(func() { conn.CloseNow() })
	return conn
}

// hears reads n messages.
func hears(t *testing.T, conn *websocket.Conn, n int) (texts []string) {
	t.Helper()
	for range n {
		kind, text, err := conn.Read(soon(t))
		require.NoError(t, err)
		require.Equal(t, websocket.MessageText, kind)
		texts = append(texts, string(text))
	}
	return texts
}

// ending reads on until the connection ends, and gives its code and reason.
func ending(t *testing.T, conn *websocket.Conn) string {
	t.Helper()
	for {
		_, _, err := conn.Read(soon(t))
		if closed := (websocket.CloseError{}); err != nil && errors.As(err, &closed) {
			return strings.TrimSpace(fmt.Sprint(int(closed.Code), " ", closed.Reason))
		} else if err != nil {
			return "cut"
		}
	}
}

func says(t *testing.T, conn *websocket.Conn, texts ...string) {
	t.Helper()
	for _, text := range texts {
		require.NoError(t, conn.Write(soon(t), websocket.MessageText, []byte(text)))
	}
}

// atNine has a wall whose clock stands still.
func atNine() Options {
	o := frozen()
	o.Now = func() time.Time { return time.Date(2024, 1, 2, 9, 0, 0, 5e6, time.UTC) }
	return o
}

func TestWallAsTheGuideHasIt(t *testing.T) {
	_, u := listen(t, atNine())
	ada, zoe := join(t, u, ""), join(t, u, "")
	assert.Equal(t, []string{"Welcome to the wall"}, hears(t, ada, 1))
	assert.Equal(t, []string{"Welcome to the wall"}, hears(t, zoe, 1))
	says(t, ada, "hello")
	for _, conn := range []*websocket.Conn{ada, zoe} {
		assert.Equal(t, []string{"2024-01-02 09:00:00 +0000: hello"}, hears(t, conn, 1))
	}
	says(t, zoe, "été 日本 👩‍👩‍👧", "")
	assert.Equal(t, []string{"2024-01-02 09:00:00 +0000: été 日本 👩‍👩‍👧", "2024-01-02 09:00:00 +0000: "}, hears(t, ada, 2))
}

func TestWallByHTTP(t *testing.T) {
	_, u := listen(t, atNine())
	assert.JSONEq(t, `{"id":1}`, send(t, "POST", u+"/espresso/wall", "one").body)
	assert.JSONEq(t, `{"id":2}`, send(t, "POST", u+"/espresso/wall", "two\r\nlines\r").body)
	url := u + "/espresso/wall?keepopen=0&since=0"
	r := ask(t, "GET", url)
	assert.Equal(t, "text/event-stream", r.header.Get("Content-Type"))
	assert.Equal(t, "data: Welcome to the wall\n\n"+
		"id: 1\ndata: 2024-01-02 09:00:00 +0000: one\n\n"+
		"id: 2\ndata: 2024-01-02 09:00:00 +0000: two\ndata: lines\ndata: \n\n", r.body)
	assert.Equal(t, `data: {"text":"Welcome to the wall"}`+"\n\n"+
		"id: 2\n"+`data: {"id":2,"time":"2024-01-02T09:00:00.005Z","text":"two\nlines\n"}`+"\n\n", read(t, url+"&form=json", "Last-Event-ID: 1"))
	assert.Empty(t, espressoIDs(read(t, url+"&wall=another")), "another wall")

	assert.Equal(t, http.StatusBadRequest, send(t, "POST", u+"/espresso/wall", "\xff").status)
	assert.Equal(t, http.StatusRequestEntityTooLarge, send(t, "POST", u+"/espresso/wall", strings.Repeat("x", maxWallMessage+1)).status)
	assert.Equal(t, http.StatusBadRequest, ask(t, "GET", u+"/espresso/wall?form=xml").status)
	assert.Equal(t, http.StatusBadRequest, ask(t, "GET", u+"/espresso/wall?close=1006&reason="+strings.Repeat("x", 124), "Connection: Upgrade", "Upgrade: websocket").status)
}

func TestWallResumes(t *testing.T) {
	o := atNine()
	o.History = 20
	s, u := listen(t, o)
	wl, err := s.wall("")
	require.NoError(t, err)
	for n := range 30 {
		s.write(wl, fmt.Sprint("#", n+1))
	}
	ids := func(conn *websocket.Conn, n int) (list []int) {
		for _, text := range hears(t, conn, n)[1:] {
			var m struct{ ID int }
			require.NoError(t, json.Unmarshal([]byte(text), &m))
			list = append(list, m.ID)
		}
		return list
	}
	assert.Equal(t, []int{28, 29, 30}, ids(join(t, u, "form=json&since=27"), 4))
	assert.Equal(t, span(11, 31), ids(join(t, u, "form=json&since=0"), 21), "what is kept")
	assert.Equal(t, []int{15, 16}, ids(join(t, u, "form=json&from=15&count=2"), 3))
	assert.Equal(t, "1000", ending(t, join(t, u, "form=json&from=15&count=2")))
	live := join(t, u, "form=json&since=77")
	hears(t, live, 1)
	says(t, live, "new")
	assert.Contains(t, hears(t, live, 1)[0], `"id":31`, "a number from the future")
}

func TestWallIsBounded(t *testing.T) {
	s, u := listen(t, atNine())
	for i := range maxWalls {
		assert.Equal(t, http.StatusOK, ask(t, "GET", u+fmt.Sprint("/espresso/wall?keepopen=0&wall=", i)).status)
	}
	assert.Equal(t, http.StatusServiceUnavailable, send(t, "POST", u+"/espresso/wall", "one too many").status)
	wl, err := s.wall("0")
	require.NoError(t, err)
	for range 3 * maxWallBytes / maxWallMessage {
		s.write(wl, strings.Repeat("x", maxWallMessage))
	}
	oldest, head := wl.span()
	assert.Equal(t, maxWallBytes/maxWallMessage, head-oldest)
	wl.members = maxWallMembers
	assert.Equal(t, "1013 the wall is full", ending(t, join(t, u, "wall=0")))
	assert.Equal(t, http.StatusServiceUnavailable, ask(t, "GET", u+"/espresso/wall?wall=0").status)
}

// Who reads too slowly for what is kept is told so, and not kept for.
func TestWallLeavesTheSlowBehind(t *testing.T) {
	s, u := listen(t, atNine())
	wl, err := s.wall("")
	require.NoError(t, err)
	slow := join(t, u, "")
	hears(t, slow, 1)
	for range 40 << 20 / maxWallMessage { // more than the sockets' buffers hold
		s.write(wl, strings.Repeat("x", maxWallMessage))
	}
	assert.Equal(t, "1013 what comes next was not kept that long", ending(t, slow))
}

func TestWallRefusesWhatIsNoText(t *testing.T) {
	_, u := listen(t, atNine())
	for want, message := range map[string][]byte{
		"1007 a text is UTF-8":              []byte("\xff"),
		"1009 a message has 64 KiB at most": make([]byte, 300<<10),
	} {
		conn := join(t, u, "")
		_ = conn.Write(soon(t), websocket.MessageText, message)
		assert.Equal(t, want, ending(t, conn))
	}
	conn := join(t, u, "")
	require.NoError(t, conn.Write(soon(t), websocket.MessageBinary, []byte("x")))
	assert.Equal(t, "1003 the wall takes text", ending(t, conn))
}

func TestWallFaults(t *testing.T) {
	s, u := listen(t, atNine())
	wl, err := s.wall("")
	require.NoError(t, err)
	for n := range 3 {
		s.write(wl, fmt.Sprint("#", n+1))
	}
	for query, want := range map[string]string{
		"close=1011&reason=oh":       "1011 oh",
		"close=4001":                 "4001",
		"close=1005":                 "1005",
		"close=1006":                 "cut",
		"since=0&cut=30":             "cut",
		"cutclean=0":                 "cut",
		"count=0":                    "1000",
		"close=1001&times=0&count=0": "1000",
	} {
		assert.Equal(t, want, ending(t, join(t, u, query)), query)
	}
	assert.Len(t, hears(t, join(t, u, "since=0&close=1001&closeafter=2"), 3), 3)
	got := hears(t, join(t, u, "since=0&malformed=1&oversize=2,100000"), 4)
	assert.Equal(t, "\xff\xfe no UTF-8", got[2])
	assert.Len(t, got[3], 100_000)
	r := ask(t, "GET", u+"/espresso/wall?since=0&keepopen=0&malformed=1&oversize=2,4000")
	assert.Contains(t, r.body, "\xff\xfe no field")
	assert.Greater(t, len(r.body), 4000)

	silent := join(t, u, "silence=0")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, _, err = silent.Read(ctx)
	assert.ErrorIs(t, err, context.DeadlineExceeded)

	deaf := join(t, u, "deaf=1")
	hears(t, deaf, 1)
	says(t, deaf, "heard", "not heard")
	assert.Equal(t, []string{"2024-01-02 09:00:00 +0000: heard"}, hears(t, deaf, 1))
	assert.Equal(t, http.StatusBadRequest, ask(t, "GET", u+"/espresso/wall?close=1004", "Connection: Upgrade", "Upgrade: websocket").status)
}

func TestWallKnowsOrigins(t *testing.T) {
	_, u := listen(t, atNine())
	dial := func(query string) error {
		conn, _, err := websocket.Dial(soon(t), u+"/espresso/wall?"+query, &websocket.DialOptions{HTTPHeader: http.Header{"Origin": {"http://page"}}})
		if err == nil {
			conn.CloseNow()
		}
		return err
	}
	assert.NoError(t, dial(""))
	assert.ErrorContains(t, dial("nocors=1"), "403")
	assert.ErrorContains(t, dial("status=503"), "503")
}

func TestWallIsCut(t *testing.T) {
	s, u := listen(t, atNine())
	conn := join(t, u, "")
	join(t, u, "keepalive=1000") // it need not answer a ping before the cut
	hears(t, conn, 1)
	isThere := func() bool { // what was sent is counted after it
		open := s.Connections()
		return len(open) == 2 && open[0].Feed == "wall" && open[0].Sent > 0
	}
	assert.Eventually(t, isThere, 5*time.Second, time.Millisecond)
	assert.Equal(t, 2, s.CutFeed("wall"))
	assert.Equal(t, "cut", ending(t, conn))
	wl, err := s.wall("")
	require.NoError(t, err)
	left := func() bool {
		wl.mu.Lock()
		defer wl.mu.Unlock()
		return wl.members == 0
	}
	assert.Eventually(t, left, 5*time.Second, time.Millisecond)
}
