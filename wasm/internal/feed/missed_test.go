package feed

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// A kube-apiserver that cannot answer yet says so again and again, behind a cursor that expired.
func TestOneLossIsOneGap(t *testing.T) {
	m := newMachine(t, Config{Format: framing.NDJSON, ID: []Member{compile(t, "/id")}, LastEventID: "7"})
	m.Response(1, 0, Head{Status: 410})
	require.Len(t, gaps(explain(m, 1, 0, "")), 1)
	for attempt := 2; attempt <= 4; attempt++ {
		m.Timer(0, false)
		assert.Empty(t, gaps(m.Response(attempt, 0, Head{Status: 200})))
		m.Ended(attempt, 0, "network error")
	}
	m.Timer(0, false)
	m.Response(5, 0, Head{Status: 200})
	send(t, m, 5, "{}\n")
	m.Ended(5, 0, "network error")
	m.Timer(0, false)
	assert.Len(t, gaps(m.Response(6, 0, Head{Status: 200})), 1, "another one")
}

func TestRecordsAheadOfTheFirstCursorAreMissed(t *testing.T) {
	for name, c := range map[string]struct {
		config Config
		gaps   int
	}{
		"a cursor in its records":           {Config{Format: framing.NDJSON, ID: []Member{compile(t, "/id")}}, 1},
		"a parameter for it":                {Config{Format: framing.SSE, Resume: Resume{Query: "last"}}, 1},
		"none that anybody knows of":        {Config{Format: framing.SSE}, 0},
		"none, and the answer begins again": {Config{Format: framing.SSE, Resume: Resume{Query: "last"}, Signals: []Rule{{Then: SignalEnd, Is: []string{"[DONE]"}}}}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t, c.config)
			assert.Empty(t, gaps(m.Response(1, 0, Head{Status: 200})))
			m.Ended(1, 0, "network error")
			m.Timer(0, false)
			found := gaps(m.Response(2, 0, Head{Status: 200}))
			require.Len(t, found, c.gaps)
			if c.gaps > 0 {
				assert.Equal(t, "no-resume", found[0]["reason"])
			}
		})
	}
}

// Whether an event stream has cursors shows with the first of them. What was lost before is told
// then, and a stream without any is not accused at each of its connections.
func TestRecordsAheadOfTheFirstIDOfAStreamAreMissed(t *testing.T) {
	done := []Rule{{Then: SignalEnd, Is: []string{"[DONE]"}}}
	for name, c := range map[string]struct {
		config Config
		bodies []string
		gaps   []int // told with each body
	}{
		"cut ahead of the first record":        {Config{}, []string{"", "id: 5\ndata: x\n\n", ""}, []int{0, 1, 0}},
		"cut behind records without an id":     {Config{}, []string{"data: a\n\n", "data: b\n\n", "data: c\n\nid: 5\ndata: x\n\n"}, []int{0, 0, 1}},
		"no ids at all":                        {Config{}, []string{"data: a\n\n", "data: b\n\n", ""}, []int{0, 0, 0}},
		"an id in time":                        {Config{}, []string{"data: a\n\nid: 5\ndata: b\n\n", "data: c\n\n", "id: 9\ndata: x\n\n"}, []int{0, 0, 0}},
		"ids that the server took back":        {Config{}, []string{"id: 5\ndata: a\n\n", "id\ndata: b\n\n", "data: c\n\n", "data: d\n\n"}, []int{0, 0, 1, 1}},
		"members of records":                   {Config{ID: []Member{compile(t, "/id")}}, []string{"", "data: {\"id\":5}\n\n"}, []int{0, 1}},
		"a cursor to begin with":               {Config{LastEventID: "4"}, []string{"", "id: 5\ndata: x\n\n"}, []int{0, 0}},
		"an answer that begins again":          {Config{Signals: done}, []string{"", "id: 5\ndata: x\n\n"}, []int{0, 0}},
		"an answer that is skipped":            {Config{Resume: Resume{Skips: true}}, []string{"data: a\n\n", "data: a\n\nid: 5\ndata: x\n\n"}, []int{0, 0}},
		"the page's own way":                   {Config{Resume: Resume{Page: true}}, []string{"", "id: 5\ndata: x\n\n"}, []int{0, 0}},
		"no way back, which is told each time": {Config{Resume: Resume{Off: true}}, []string{"", "id: 5\ndata: x\n\n", ""}, []int{0, 0, 1}},
		"the strict class":                     {Config{Strict: true}, []string{"", "id: 5\ndata: x\n\n"}, []int{0, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			c.config.Format = framing.SSE
			m := newMachine(t, c.config)
			var found []int
			for i, body := range c.bodies {
				told := m.Response(i+1, 0, eventStream)
				if body != "" {
					told = append(told, commit(m, i+1, 0, body)...)
				}
				for _, gap := range gaps(told) {
					assert.Equal(t, "no-resume", gap["reason"])
				}
				found = append(found, len(gaps(told)))
				m.Ended(i+1, 0, "network error")
				m.Timer(0, false)
			}
			assert.Equal(t, c.gaps, found)
		})
	}
}

func TestLossThatIsFoundOutLateEndsTheFeedWhereAGapDoes(t *testing.T) {
	m := newMachine(t, Config{Format: framing.SSE, Gap: Gap{Stop: true}})
	m.Response(1, 0, eventStream)
	m.Ended(1, 0, "network error")
	m.Timer(0, false)
	m.Response(2, 0, eventStream)
	actions := commit(m, 2, 0, "id: 5\ndata: x\n\n")
	require.Len(t, gaps(actions), 1)
	assert.Equal(t, FailGap, failure(t, actions).Type)
	assert.Equal(t, Closed, m.State())
}
