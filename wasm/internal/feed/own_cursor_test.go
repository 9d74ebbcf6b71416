package feed

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

func TestOwnCursorInTheURL(t *testing.T) {
	id := []Member{compile(t, "/v")}
	m := New(Config{
		URL: where + "?watch=1&v=146", Format: framing.NDJSON, ID: id, LastEventID: "146", Resume: Resume{Query: "v", Own: true},
		Signals: []Rule{at(t, "/code", SignalGap, "410")},
	}, func() float64 { return 0 })
	assert.Equal(t, where+"?watch=1&v=146", m.Connect(0)[2].URL)
	m.Response(1, 0, Head{Status: 200})
	send(t, m, 1, "{\"v\":\"147\"}\n")
	m.Ended(1, 0, "network error")
	assert.Equal(t, where+"?watch=1&v=147", m.Timer(0, false)[0].URL)
	m.Response(2, 0, Head{Status: 200})
	actions := commit(m, 2, 0, "{\"code\":410}\n")
	require.Len(t, gaps(actions), 1)
	assert.False(t, failure(t, actions).Final)
	assert.Equal(t, where+"?watch=1", m.Timer(0, false)[0].URL, "146 is older still")
}

// What stands in the page's URL is what the server takes for a cursor, and is not made so again.
func TestOwnCursorInTheURLIsInTheServersForm(t *testing.T) {
	id := []Member{compile(t, "/id")}
	for _, c := range []struct {
		name, as, own, record, want string
		id                          []Member
	}{
		{"of members", "v{id}", "v9", "{\"id\":10}", "v10", id},
		{"of members, the next one", "{id+1}", "9", "{\"id\":9}", "10", id},
		{"of events", "v{id}", "v9", "id: 10\ndata: x", "v10", nil},
		{"of events, the next one", "{id+1}", "9", "id: 9\ndata: x", "10", nil},
		{"no record has one", "v{id}", "v9", "data: {}", "v9", nil},
	} {
		for _, asks := range []bool{false, true} {
			r := Resume{Query: "since", Own: true, As: c.as}
			if asks {
				r.As, r.AsksAs = "", true
			}
			m := New(Config{URL: where + "?since=" + c.own, Format: framing.SSE, ID: c.id, LastEventID: c.own, Resume: r}, func() float64 { return 0 })
			dial := func(attempt int) string {
				a := m.Timer(0, false)[0]
				if a.Kind == AskAddress {
					a = m.Addressed(attempt, 0, "", c.want)[0]
				}
				return a.URL
			}
			assert.Equal(t, where+"?since="+c.own, m.Connect(0)[2].URL, c.name)
			m.Response(1, 0, eventStream)
			m.Ended(1, 0, "network error")
			assert.Equal(t, where+"?since="+c.own, m.Timer(0, false)[0].URL, c.name)
			assert.Empty(t, gaps(m.Response(2, 0, eventStream)), "%s: it is sent again", c.name)
			body := c.record + "\n\n"
			if c.id != nil {
				body = "data: " + body
			}
			commit(m, 2, 0, body)
			m.Ended(2, 0, "network error")
			if c.want == c.own {
				assert.Equal(t, where+"?since="+c.own, m.Timer(0, false)[0].URL, c.name)
				continue
			}
			assert.Equal(t, where+"?since="+c.want, dial(3), c.name)
		}
	}
	m := New(Config{URL: where + "?since=v9", Format: framing.SSE, LastEventID: "v9", Resume: Resume{Query: "since", Own: true, As: "v{id}"}}, func() float64 { return 0 })
	m.Connect(0)
	m.Response(1, 0, Head{Status: 410})
	actions := explain(m, 1, 0, "")
	require.Len(t, gaps(actions), 1)
	assert.False(t, failure(t, actions).Final)
	assert.Equal(t, where, m.Timer(0, false)[0].URL)
}
