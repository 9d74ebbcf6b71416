package feeds

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// recorder notes every flushed write as a client's network would see it.
type recorder struct {
	*httptest.ResponseRecorder
	writes []string
}

func (r *recorder) Flush() {
	if r.Body.Len() > 0 {
		r.writes = append(r.writes, r.Body.String())
		r.Body.Reset()
	}
}

func record(s *Server, url string) *recorder {
	r := &recorder{ResponseRecorder: httptest.NewRecorder()}
	s.ServeHTTP(r, httptest.NewRequest("GET", url, nil))
	return r
}

func TestWrites(t *testing.T) {
	s := New(frozen())
	s.Put("x", []byte("abcdefgh"))
	cases := []struct {
		name, query string
		want        []string
	}{
		{"one write for one record", "", []string{"abcdefgh"}},
		{"chunk", "chunk=3", []string{"abc", "def", "gh"}},
		{"chunk of one byte", "chunk=1", strings.Split("abcdefgh", "")},
		{"split", "split=5", []string{"abcde", "fgh"}},
		{"split at the end", "split=8", []string{"abcdefgh"}},
		{"chunk and split", "chunk=3&split=4", []string{"abc", "d", "efg", "h"}},
		{"splitpause", "split=5&splitpause=1", []string{"abcde", "fgh"}},
		{"cutclean", "cutclean=5", []string{"abcde"}},
		{"cutclean before any byte", "cutclean=0", nil},
		{"cutclean past the end", "cutclean=9", []string{"abcdefgh"}},
		{"repeat", "repeat=2", []string{"abcdefgh", "abcdefgh"}},
		{"faults count over records", "repeat=2&split=10", []string{"abcdefgh", "ab", "cdefgh"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, record(s, "/raw/get/x?"+c.query).writes)
		})
	}
}

func TestCutLeavesTheBodyWithoutEnd(t *testing.T) {
	s, u := listen(t, frozen())
	s.Put("x", []byte("abcdefgh"))
	for n, want := range map[string]string{"0": "", "5": "abcde", "8": "abcdefgh"} {
		r := ask(t, "GET", u+"/raw/get/x?cut="+n)
		assert.Equal(t, http.StatusOK, r.status)
		assert.Equal(t, want, r.body)
		assert.ErrorIs(t, r.err, io.ErrUnexpectedEOF)
	}
}

func TestSilenceHoldsTheConnection(t *testing.T) {
	s, u := listen(t, frozen())
	s.Put("x", []byte("abcdefgh"))
	for query, want := range map[string]string{
		"silence=5": "abcde", "silence=8": "abcdefgh", "nobody=1": "", "hold=1": "abcdefgh",
	} {
		res := open(t, "GET", u+"/raw/get/x?"+query, "")
		got := make([]byte, len(want))
		_, err := io.ReadFull(res.Body, got)
		require.NoError(t, err)
		assert.Equal(t, want, string(got))
		assert.Len(t, s.Connections(), 1, "%s: still connected", query)
		assert.Equal(t, 1, s.Cut())
		rest, err := io.ReadAll(res.Body)
		assert.ErrorIs(t, err, io.ErrUnexpectedEOF)
		assert.Empty(t, rest)
	}
}

func TestManySmallChunksAreFast(t *testing.T) {
	s, u := listen(t, frozen())
	s.Put("x", bytes.Repeat([]byte("0123456789"), 10_000))
	start := time.Now()
	assert.Len(t, read(t, u+"/raw/get/x?chunk=1"), 100_000)
	assert.Less(t, time.Since(start), 10*time.Second)
}

func TestStatus(t *testing.T) {
	_, u := listen(t, frozen())
	get := func(query string) reply { return ask(t, "GET", u+gitterRoom+query, gitterAuth, "Origin: http://page") }

	r := get("?status=503&retryafter=7")
	assert.Equal(t, http.StatusServiceUnavailable, r.status)
	assert.Equal(t, "7", r.header.Get("Retry-After"))
	assert.Equal(t, `{"error":"Service Unavailable"}`+"\n", r.body)
	assert.Equal(t, "http://page", r.header.Get("Access-Control-Allow-Origin"))

	r = get("?status=420")
	assert.Equal(t, 420, r.status)
	assert.Equal(t, `{"error":"Status 420"}`+"\n", r.body)

	r = get("?html=1")
	assert.Equal(t, http.StatusOK, r.status)
	assert.Equal(t, "text/html; charset=utf-8", r.header.Get("Content-Type"))
	assert.True(t, strings.HasPrefix(r.body, "<!DOCTYPE html>"))

	r = get("?html=1&status=502&type=text/plain")
	assert.Equal(t, http.StatusBadGateway, r.status)
	assert.Equal(t, "text/plain", r.header.Get("Content-Type"))

	r = get("?status=204")
	assert.Equal(t, http.StatusNoContent, r.status)
	assert.Empty(t, r.body)
}

func TestFaultsCanBeLimitedToTheFirstRequests(t *testing.T) {
	s, u := listen(t, frozen())
	s.Put("x", []byte("abcdefgh"))
	statuses := func(urls ...string) (list []int) {
		for _, url := range urls {
			list = append(list, ask(t, "GET", u+url).status)
		}
		return list
	}
	same := "/raw/get/x?status=503&statustimes=2"
	assert.Equal(t, []int{503, 503, 200, 200}, statuses(same, same, same, same))
	assert.Equal(t, []int{503, 200}, statuses(
		"/raw/get/x?status=503&statustimes=1&fault=k", "/raw/get/x?status=503&statustimes=1&fault=k&lastEvent=9"))

	cut := u + "/raw/get/x?cut=3&times=1"
	assert.Equal(t, "abc", ask(t, "GET", cut).body)
	assert.Equal(t, "abcdefgh", read(t, cut))

	both := u + "/raw/get/x?cutclean=3&status=503&statustimes=1"
	assert.Equal(t, 503, ask(t, "GET", both).status)
	assert.Equal(t, "abc", read(t, both), "statustimes takes back the status only")
}

func TestHeadersDelayEndsWithTheClient(t *testing.T) {
	s, u := listen(t, frozen())
	s.Put("x", []byte("ab"))
	assert.Equal(t, "ab", read(t, u+"/raw/get/x?headersdelay=1"))
	client := http.Client{Timeout: 20 * time.Millisecond}
	_, err := client.Get(u + "/raw/get/x?headersdelay=3600000")
	assert.ErrorContains(t, err, "Timeout exceeded")
}

func TestTypeOverride(t *testing.T) {
	_, u := listen(t, frozen())
	r := ask(t, "GET", u+gitterRoom+"?from=0&count=0&type=application/x-ndjson", gitterAuth)
	assert.Equal(t, "application/x-ndjson", r.header.Get("Content-Type"))
}

func TestMistakesInParametersAreRefused(t *testing.T) {
	_, u := listen(t, frozen())
	for query, want := range map[string]string{
		"chunk=0":       `parameter chunk=\"0\" must be a whole number from 1 to 65536`,
		"chunk=x":       `parameter chunk=\"x\"`,
		"cut=-1":        `parameter cut=\"-1\"`,
		"rate=fast":     `parameter rate=\"fast\"`,
		"rate=-1":       `parameter rate=\"-1\"`,
		"seed=-1":       `parameter seed=\"-1\"`,
		"hold=yes":      `parameter hold=\"yes\" must be 1 or 0`,
		"oversize=1":    `parameter oversize=\"1\"`,
		"status=99":     `parameter status=\"99\"`,
		"keepalive=1s":  `parameter keepalive=\"1s\"`,
		"delimiter=tab": `parameter delimiter=\"tab\" must be cr, crlf or lf`,
	} {
		r := ask(t, "GET", u+gitterRoom+"?"+query, gitterAuth)
		assert.Equal(t, http.StatusBadRequest, r.status, query)
		assert.Contains(t, r.body, want)
	}
}

func TestBurstIsOneWriteOfKeepalives(t *testing.T) {
	s := New(frozen())
	for url, beat := range map[string]string{
		gitterRoom + "?access_token=" + GitterToken:                " \r",
		gitterRoom + "?delimiter=crlf&access_token=" + GitterToken: " \r\n",
		"/ably/event-stream" + ablyA:                               "\n",
		"/ably/event-stream" + ablyA + "&heartbeats=true":          `{"event":"heartbeat"}` + "\n",
		"/ably/sse" + ablyA:                                        ":keepalive\n\n",
		"/ably/sse" + ablyA + "&heartbeats=true":                   "event: heartbeat\ndata:\n\n",
	} {
		r := record(s, url+"&count=0&burst=50")
		assert.Equal(t, []string{strings.Repeat(beat, 50)}, r.writes, url)
	}
}

func TestOversizePadsToTheByte(t *testing.T) {
	_, u := listen(t, frozen())
	records := strings.Split(read(t, u+gitterRoom+"?from=0&count=3&rate=0&pretty=0&oversize=1,100000", gitterAuth), "\r")
	assert.Len(t, records[1], 100_000)
	assert.Less(t, len(records[0]), 2000)
	assert.Equal(t, []int{1}, numbers(t, records[1], "meta", "n"))

	body := read(t, u+"/ably/sse"+ablyA+"&from=0&count=2&rate=0&oversize=1,5000")
	_, data, _ := strings.Cut(strings.Split(body, "\n\n")[1], "data: ")
	assert.Len(t, data, 5000)

	assert.Equal(t, []byte(`{"a":1}`), pad([]byte(`{"a":1}`), 3), "too long already")
}

func TestMalformedBreaksOneRecord(t *testing.T) {
	_, u := listen(t, frozen())
	url := u + gitterRoom + "?from=0&count=3&rate=0&pretty=0"
	whole := strings.Split(read(t, url, gitterAuth), "\r")
	broken := strings.Split(read(t, url+"&malformed=1", gitterAuth), "\r")
	assert.Equal(t, whole[0], broken[0])
	assert.Equal(t, whole[1][:len(whole[1])/2], broken[1])
	assert.Equal(t, whole[2], broken[2])
}
