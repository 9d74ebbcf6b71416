package feed

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

func compile(t *testing.T, s string) Member {
	t.Helper()
	p, err := ParseMember(s)
	require.NoError(t, err)
	return p
}

// cursors are what was in force at each of the last records.
func cursors(m *Machine) []string {
	var got []string
	for _, r := range m.Stream().Rows {
		if r.Kind() == framing.Data {
			got = append(got, string(m.Stream().IDs.At(int(r.Aux))))
		}
	}
	return got
}

func ndjson(t *testing.T, c Config) *Machine {
	t.Helper()
	c.Format = framing.NDJSON
	m := newMachine(t, c)
	m.Response(1, 0, Head{Status: 200})
	return m
}

func TestCursorFromTheRecord(t *testing.T) {
	id := compile(t, "/object/metadata/resourceVersion")
	m := ndjson(t, Config{ID: []Member{id}, LastEventID: "99"})
	send(t, m, 1, `{"object":{"metadata":{"resourceVersion":"101"}}}
{"type":"BOOKMARK"}
{"object":{"metadata":{"resourceVersion":1234567890123456789}}}
{"object":{"metadata":{"resourceVersion":null}}}
`)
	assert.Equal(t, []string{"101", "101", "1234567890123456789", "1234567890123456789"}, cursors(m), "exact to the last digit")
	m.Ended(1, 0, "")
	assert.Equal(t, "1234567890123456789", m.Timer(0, false)[0].Cursor)
}

func TestCursorThatNoHeaderCanCarryIsNotTaken(t *testing.T) {
	id := compile(t, "/id")
	m := ndjson(t, Config{ID: []Member{id}})
	send(t, m, 1, fmt.Sprintf("{\"id\":\"ok\"}\n{\"id\":\"a\\r\\nX-Evil: 1\"}\n{\"id\":\"\\u0000\"}\n{\"id\":%q}\n{\"id\":\"é日\"}\n", strings.Repeat("x", 5000)))
	assert.Equal(t, []string{"ok", "ok", "ok", "ok", "é日"}, cursors(m))
}

func TestCursorInsteadOfTheFieldOfAnEventStream(t *testing.T) {
	id := compile(t, "/id")
	m := openMachine(t, Config{ID: []Member{id}})
	send(t, m, 1, "id: field\ndata: {\"id\":\"a\"}\n\ndata: {\"id\":\"b\"}\n\n")
	assert.Equal(t, []string{"a", "b"}, cursors(m))
	assert.Equal(t, "b", m.LastEventID())
}

func TestFieldOfAnEventStreamDoesNotStandIn(t *testing.T) {
	m := openMachine(t, Config{ID: []Member{compile(t, "/id")}})
	send(t, m, 1, "id: 1\ndata: {}\n\nid: 2\ndata: {\"id\":\"a\"}\n\nid: 3\ndata: {}\n\nid: 4\n\n")
	assert.Equal(t, []string{"", "a", "a"}, cursors(m))
	send(t, m, 1, "id: 5\ndata: {}\n\n")
	assert.Equal(t, []string{"a"}, cursors(m))
	assert.Equal(t, "a", m.LastEventID())
}

func TestWhereTheCursorGoes(t *testing.T) {
	for _, c := range []struct {
		name   string
		resume Resume
		id     string
		want   Request
	}{
		{"no cursor yet", Resume{}, "", Request{URL: where}},
		{"the standard's header", Resume{}, "7", Request{URL: where, Header: "Last-Event-ID", Cursor: "7"}},
		{"another header", Resume{Header: "X-Since"}, "7", Request{URL: where, Header: "X-Since", Cursor: "7"}},
		{"a query parameter", Resume{Query: "since"}, "a b&c=é", Request{URL: where + "?since=a%20b%26c%3D%C3%A9"}},
		{"nowhere", Resume{Off: true}, "7", Request{URL: where}},
	} {
		c.want.LastEventID = c.id
		m := New(Config{URL: where, Format: framing.Auto, Resume: c.resume, LastEventID: c.id}, func() float64 { return 0 })
		assert.Equal(t, c.want, *m.Connect(0)[2].Request, c.name)
	}
}

func TestQueryKeepsTheOtherParameters(t *testing.T) {
	for url, want := range map[string]string{
		"http://h/p":                         "http://h/p?since=7",
		"http://h/p?":                        "http://h/p?since=7",
		"http://h/p?a=%2f+&b":                "http://h/p?a=%2f+&b&since=7",
		"http://h/p?since=5&a=1&since=6#top": "http://h/p?a=1&since=7",
		"http://h/p?sincerely=5":             "http://h/p?sincerely=5&since=7",
	} {
		assert.Equal(t, want, withQuery(url, "since", "7"), url)
	}
}

func TestQueryWithoutAParameter(t *testing.T) {
	for url, want := range map[string]string{
		"http://h/p?since=5":           "http://h/p",
		"http://h/p?a=%2f+&since=5&b":  "http://h/p?a=%2f+&b",
		"http://h/p?sincerely=5":       "http://h/p?sincerely=5",
		"http://h/p?a=1&since=5#since": "http://h/p?a=1",
	} {
		assert.Equal(t, want, withoutQuery(url, "since"), url)
	}
	assert.Equal(t, "a b/ü%", queryValue("http://h/?x=1&s=a+b%2f%c3%BC%#s=2", "s"))
}

// An object's older state would follow its newer one: Kubernetes lists by name, and 139 came
// ahead of 135.
func TestHighestOfWholeNumbersCounts(t *testing.T) {
	c := Config{ID: []Member{compile(t, "/v")}, Resume: Resume{Query: "v"}}
	m := ndjson(t, c)
	send(t, m, 1, "{\"v\":\"119\"}\n{\"v\":\"1380\"}\n{\"v\":139}\n{\"v\":\"x\"}\n{\"v\":\"7\"}\n")
	assert.Equal(t, []string{"119", "1380", "1380", "x", "1380"}, cursors(m))
	m.Ended(1, 0, "")
	assert.Equal(t, where+"?v=1380", m.Timer(0, false)[0].URL)
	m.Response(2, 0, Head{Status: 200})
	send(t, m, 2, "{\"v\":5}\n")
	assert.Equal(t, []string{"5"}, cursors(m), "a server that was reset counts from the beginning")
}

func TestPlaceHoldsNoSecrets(t *testing.T) {
	for url, want := range map[string]string{
		"https://user:word@host:8443/a/b?key=secret#x": "https://host:8443/a/b",
		"http://host":                "http://host",
		"http://host?token=secret":   "http://host",
		"data:text/plain,secret":     "data:…",
		"blob:http://host/1-2-3-4-5": "blob:…",
	} {
		assert.Equal(t, want, Place(url), url)
	}
}
