package feed

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/liveness"
)

// answering is a machine that reads an array whose server falls silent after body; the
// silence is over when it returns what was done about it.
func answering(t *testing.T, c Config, body string) []Action {
	t.Helper()
	c.Format, c.Liveness = framing.JSONArray, &liveness.Config{Timeout: 20 * second}
	c.URL = where
	m := New(c, func() float64 { return 0 })
	m.Connect(0)
	m.Response(1, 0, Head{Status: 200})
	send(t, m, 1, body)
	for now := time.Duration(0); now < 60*second; now += second {
		if actions := m.Timer(now, false); m.State() != Open {
			return actions
		}
	}
	require.Fail(t, "the silence was not found")
	return nil
}

// An answer that has an end begins anew when it is asked for again. It was asked for
// again after a silence, other than after a cut, and its records came twice.
func TestSilenceInAnAnswerWithAnEndDoesNotBringItTwice(t *testing.T) {
	id := []Member{compile(t, "/id")}
	for _, c := range []struct {
		name   string
		config Config
		body   string
		final  bool
	}{
		{"records came", Config{}, `[{"id":1},`, true},
		{"and may come again", Config{Dedupe: Dedupe{Keys: id}}, `[{"id":1},`, false},
		{"and need not come again", Config{ID: id}, `[{"id":1},`, false},
		{"nothing came", Config{}, `[`, false},
	} {
		f := failure(t, answering(t, c.config, c.body))
		assert.Equal(t, FailStall, f.Type, c.name)
		assert.Equal(t, c.final, f.Final, c.name)
	}
}

// A blank line or a comment before the first record counted as something that would
// come twice, and the feed was closed.
func TestKeepAliveIsNoRecordThatWouldComeTwice(t *testing.T) {
	done := []Rule{at(t, "/done", SignalEnd, "true"), at(t, "/beat", SignalKeepAlive)}
	for body, final := range map[string]bool{
		"\n": false, "{\"beat\":1}\n": false, "<p>\n": false, "\n{\"id\":1}\n": true,
	} {
		m := ndjson(t, Config{Signals: done})
		commit(m, 1, 0, body)
		assert.Equal(t, final, failure(t, m.Ended(1, 0, "TypeError: network error")).Final, body)
	}
}

// What would come twice is not given up for the back/forward cache either.
func TestAnswerThatWouldComeTwiceIsLeftAlone(t *testing.T) {
	m := ndjson(t, Config{Signals: []Rule{at(t, "/done", SignalEnd, "true")}})
	commit(m, 1, 0, "\n")
	require.NotNil(t, m.Sleep())
	m.Wake(0, false)
	m.Response(2, 0, Head{Status: 200})
	commit(m, 2, 0, "{\"id\":1}\n")
	assert.Nil(t, m.Sleep())
	assert.Equal(t, Open, m.State())
}

// A signal retry fares as a cut does: it is not obeyed where records would come twice. A POST
// without an end marker that may be sent again is a feed, asked again at each of its ends.
func TestRetrySignalInAnAnswerThatWouldBeginAnew(t *testing.T) {
	done, overloaded := at(t, "/done", SignalEnd, "true"), at(t, "/error", SignalRetry)
	id := []Member{compile(t, "/id")}
	for _, c := range []struct {
		name   string
		config Config
		body   string
		final  bool
	}{
		{"records came", Config{Signals: []Rule{done, overloaded}}, "{\"id\":1}\n", true},
		{"records came, and a whole answer is known by its last ones", Config{Signals: []Rule{at(t, "/why", SignalLast), overloaded}}, "{\"id\":1}\n", true},
		{"nothing came", Config{Signals: []Rule{done, overloaded}}, "", false},
		{"there is a cursor", Config{Signals: []Rule{done, overloaded}, ID: id, Resume: Resume{Body: "/after"}}, "{\"id\":1}\n", false},
		{"there is a cursor, which does not go back", Config{Signals: []Rule{done, overloaded}, ID: id, Resume: Resume{Off: true}}, "{\"id\":1}\n", true},
		{"there is no end marker", Config{Signals: []Rule{overloaded}}, "{\"id\":1}\n", false},
	} {
		c.config.Method, c.config.AnyMethod = "POST", true
		for how, end := range map[string]func(*Machine) []Action{
			"retry": func(m *Machine) []Action { return commit(m, 1, 0, "{\"error\":\"overloaded\"}\n") },
			"cut":   func(m *Machine) []Action { return m.Ended(1, 0, "network error") },
		} {
			m := ndjson(t, c.config)
			commit(m, 1, 0, c.body)
			assert.Equal(t, c.final, failure(t, end(m)).Final, "%s: %s", how, c.name)
		}
	}
}
