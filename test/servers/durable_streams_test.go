package servers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// create makes a stream, and gives what appends to it.
func create(t *testing.T, server *process, name string) (send func(body, closed string)) {
	t.Helper()
	send = func(body, closed string) {
		t.Helper()
		method := http.MethodPost
		if body == "" && closed == "" {
			method = http.MethodPut
		}
		request, err := http.NewRequest(method, server.url()+"/"+name, bytes.NewReader([]byte(body)))
		require.NoError(t, err)
		request.Header.Set("Content-Type", "application/json")
		if closed != "" {
			request.Header.Set("Stream-Closed", closed)
		}
		r, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		require.NoError(t, r.Body.Close())
		require.Less(t, r.StatusCode, 300)
	}
	send("", "")
	return send
}

// appended are the numbers of an event, which holds all that was appended at once.
func appended(r record) []int {
	var all []struct{ N int }
	_ = json.Unmarshal([]byte(r.Data), &all)
	var numbers []int
	for _, one := range all {
		numbers = append(numbers, one.N)
	}
	return numbers
}

func TestDurableStreams(t *testing.T) {
	t.Parallel()
	server := run(t, node(t, "durable-streams.js", "PORT", t.TempDir())...)
	page := open(t)
	durable := setting{init: harness.Args{"preset": "durable-streams"}}
	const live = "?offset=-1&live=sse"
	goesOn(t, page, func(t *testing.T, topic string) *source {
		send := create(t, server, topic)
		var due string
		return &source{
			server: server, path: "/" + topic + live, setting: durable,
			begun: harness.Args{"Keepalives": 1}, settled: harness.Args{"Keepalives": 3},
			publish: func(n int) {
				send(fmt.Sprintf(`{"n":%d}`, n), "")
				if n == 2 {
					due = tail(t, server, topic)
				}
			},
			numbers: appended,
			cursor:  func(r request) string { return query(t, r, "offset") },
			sent:    func(record) string { return due },
		}
	}, cut, finished, torn, silent, restarted, killed)

	t.Run("a stream that is closed is complete", func(t *testing.T) {
		send := create(t, server, "closed")
		r := read(page, server.url()+"/closed"+live, durable)
		send(`[{"n":1},{"n":2}]`, "")
		send(`{"n":3}`, "true")
		got := r.until(harness.Args{"Over": 1})
		assert.Equal(t, []string{`[{"n":1},{"n":2}]`, `[{"n":3}]`}, got.data())
		assert.Equal(t, []string{"complete"}, got.types())
		assert.Empty(t, got.Threw)
	})
	for name, want := range map[string]struct{ path, status, words string }{
		"a stream that is none":   {"/none" + live, "404", "Stream not found"},
		"an offset that is none":  {"/topic1?offset=x&live=sse", "400", "Invalid offset format"},
		"a request for no offset": {"/topic1?live=sse", "400", "SSE requires offset parameter"},
	} {
		t.Run(name+" is refused", func(t *testing.T) {
			got := read(page, server.url()+want.path, durable).until(harness.Args{"Over": 1})
			refused(t, got, "status", want.status, want.words)
		})
	}
}

// tail is the offset behind all that a stream has.
func tail(t *testing.T, server *process, name string) string {
	t.Helper()
	r, err := http.Head(server.url() + "/" + name)
	require.NoError(t, err)
	require.NoError(t, r.Body.Close())
	return r.Header.Get("Stream-Next-Offset")
}
