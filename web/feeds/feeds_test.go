package feeds

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// frozen options keep logs from growing by the clock while a test runs.
func frozen() Options { return Options{Seed: 1, Interval: time.Hour} }

func listen(t *testing.T, o Options) (*Server, string) {
	t.Helper()
	s := New(o)
	h := httptest.NewServer(s)
	t.Cleanup(h.Close)
	return s, h.URL
}

func TestStepIsTheTimeBetweenStamps(t *testing.T) {
	o := Options{Epoch: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	assert.Equal(t, o.Epoch.Add(7*time.Second), o.withDefaults().stamp(7))
	o.Step = 2 * time.Second
	assert.Equal(t, o.Epoch.Add(14*time.Second), o.withDefaults().stamp(7))
}

// reply is an answer that has been read to its end, or as far as it went.
type reply struct {
	status int
	header http.Header
	body   string
	err    error // from reading the body
}

// ask makes a request. Headers are given as "Name: value".
func ask(t *testing.T, method, url string, headers ...string) reply {
	t.Helper()
	return send(t, method, url, "", headers...)
}

func send(t *testing.T, method, url, body string, headers ...string) reply {
	t.Helper()
	r := open(t, method, url, body, headers...)
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	return reply{r.StatusCode, r.Header, string(b), err}
}

func open(t *testing.T, method, url, body string, headers ...string) *http.Response {
	t.Helper()
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	require.NoError(t, err)
	for _, h := range headers {
		if name, value, found := strings.Cut(h, ": "); found {
			req.Header.Set(name, value)
		}
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	require.NoError(t, err)
	return res
}

// read gets a body that must be whole.
func read(t *testing.T, url string, headers ...string) string {
	t.Helper()
	r := ask(t, "GET", url, headers...)
	require.NoError(t, r.err)
	require.Equal(t, http.StatusOK, r.status, r.body)
	return r.body
}

const (
	gitterAuth  = "Authorization: Bearer " + GitterToken
	twitterAuth = "Authorization: Bearer " + TwitterToken
	gitterRoom  = "/gitter/v1/rooms/lobby/chatMessages"
	gitterREST  = "/gitter/api/v1/rooms/lobby/chatMessages"
	ablyA       = "?v=1.2&key=" + AblyKey + "&channels=a"
	filterURL   = "/twitter/1.1/statuses/filter.json"
	sampleURL   = "/twitter/1.1/statuses/sample.json"
	timelineURL = "/twitter/1.1/statuses/user_timeline.json"
)

// numbers decodes JSON texts that follow one another with any white space
// between, and takes n from where path leads. Texts without n are left out.
func numbers(t *testing.T, body string, path ...string) []int {
	t.Helper()
	var list []int
	for _, v := range values(t, body) {
		if n, ok := member(v, path...).(float64); ok {
			list = append(list, int(n))
		}
	}
	return list
}

func values(t *testing.T, body string) []any {
	t.Helper()
	var list []any
	for d := json.NewDecoder(strings.NewReader(body)); ; {
		var v any
		err := d.Decode(&v)
		if err == io.EOF {
			return list
		}
		require.NoError(t, err)
		list = append(list, v)
	}
}

func member(v any, path ...string) any {
	for _, name := range path {
		object, _ := v.(map[string]any)
		v = object[name]
	}
	return v
}

// span lists the numbers [from, to).
func span(from, to int) []int {
	var list []int
	for n := from; n < to; n++ {
		list = append(list, n)
	}
	return list
}

// clock is a clock that tests turn by hand.
type clock struct{ ms atomic.Int64 }

func (c *clock) now() time.Time          { return time.UnixMilli(c.ms.Load()) }
func (c *clock) advance(d time.Duration) { c.ms.Add(d.Milliseconds()) }

func newClock() *clock {
	c := &clock{}
	c.ms.Store(1_700_000_000_000)
	return c
}
