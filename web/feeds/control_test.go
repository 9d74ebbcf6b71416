package feeds

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// follow opens a stream and reads its first line.
func follow(t *testing.T, url string, headers ...string) (*http.Response, *bufio.Reader) {
	t.Helper()
	res := open(t, "GET", url, "", headers...)
	t.Cleanup(func() { res.Body.Close() })
	body := bufio.NewReader(res.Body)
	_, err := body.ReadString('\n')
	require.NoError(t, err)
	return res, body
}

func TestCutAbortsStreams(t *testing.T) {
	s, u := listen(t, frozen())
	_, espresso := follow(t, u+"/espresso/subscribe")
	_, gitter := follow(t, u+gitterRoom+"?burst=1&delimiter=lf", gitterAuth)
	_, ably := follow(t, u+"/ably/sse"+ablyA+"&burst=1")

	assert.Equal(t, 1, s.CutFeed("gitter"))
	_, err := io.ReadAll(gitter)
	assert.ErrorIs(t, err, io.ErrUnexpectedEOF)

	r := ask(t, "POST", u+"/control/cut?feed=ably")
	assert.JSONEq(t, `{"cut":1}`, r.body)
	_, err = io.ReadAll(ably)
	assert.ErrorIs(t, err, io.ErrUnexpectedEOF)

	assert.JSONEq(t, `{"cut":1}`, ask(t, "POST", u+"/control/cut").body)
	_, err = io.ReadAll(espresso)
	assert.ErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.Zero(t, s.Cut())
}

func TestCutFreesAHandlerStuckInAWrite(t *testing.T) {
	s, u := listen(t, frozen())
	s.Put("x", make([]byte, 1<<20))
	res := open(t, "GET", u+"/raw/get/x?repeat=1000000", "")
	defer res.Body.Close()
	assert.Equal(t, 1, s.Cut())
	_, err := io.Copy(io.Discard, res.Body)
	assert.Error(t, err)
}

func TestConnectionsAreListed(t *testing.T) {
	_, u := listen(t, frozen())
	follow(t, u+"/espresso/subscribe")
	follow(t, u+"/ably/sse"+ablyA+",b&burst=1")
	var list struct{ Connections []Connection }
	require.NoError(t, json.Unmarshal([]byte(read(t, u+"/control/connections")), &list))
	require.Len(t, list.Connections, 2)
	assert.Equal(t, "espresso", list.Connections[0].Feed)
	assert.Equal(t, int64(len("retry: 3000\n")), list.Connections[0].Sent)
	assert.Equal(t, "a,b", list.Connections[1].Channel)
}

func TestStreamsEndWithTheClient(t *testing.T) {
	s, u := listen(t, Options{Interval: time.Millisecond})
	before := runtime.NumGoroutine()
	for range 20 {
		res, _ := follow(t, u+"/espresso/subscribe")
		res.Body.Close()
	}
	left := func() bool { return len(s.Connections()) == 0 && runtime.NumGoroutine() <= before+2 }
	assert.Eventually(t, left, 5*time.Second, time.Millisecond)
}

func TestHeadHasNoBody(t *testing.T) {
	_, u := listen(t, frozen())
	r := ask(t, "HEAD", u+"/espresso/subscribe?rate=0")
	assert.Equal(t, "text/event-stream", r.header.Get("Content-Type"))
	assert.Empty(t, r.body)
}

func TestRawPutAndGet(t *testing.T) {
	_, u := listen(t, frozen())
	body := "\x00\xff\r\nany bytes"
	assert.JSONEq(t, `{"name":"x","bytes":13}`, send(t, "POST", u+"/raw/put?name=x", body).body)
	r := ask(t, "GET", u+"/raw/get/x?type=text/event-stream")
	assert.Equal(t, body, r.body)
	assert.Equal(t, "text/event-stream", r.header.Get("Content-Type"))
	assert.Equal(t, body, send(t, "POST", u+"/raw/get/x", "ignored").body)
	assert.Equal(t, http.StatusNotFound, ask(t, "GET", u+"/raw/get/y").status)
	assert.Equal(t, http.StatusBadRequest, send(t, "POST", u+"/raw/put", body).status)
}
