package servers

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"path/filepath"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// post has a server do something, by a request that does not go over the wire.
func post(t *testing.T, url, contentType string, body []byte) {
	t.Helper()
	r, err := http.Post(url, contentType, bytes.NewReader(body))
	require.NoError(t, err)
	defer func() { _ = r.Body.Close() }()
	require.Less(t, r.StatusCode, 300, url)
}

// logged starts a server of the folder npm whose records outlive it.
func logged(t *testing.T, script string) *process {
	t.Helper()
	return run(t, node(t, script, "PORT", filepath.Join(t.TempDir(), "log"))...)
}

// publisher publishes to a topic of such a server.
func publisher(t *testing.T, server *process, topic string) func(int) {
	return func(n int) {
		t.Helper()
		body, err := json.Marshal(map[string]any{"topic": topic, "n": n})
		require.NoError(t, err)
		post(t, server.url()+"/publish", "application/json", body)
	}
}

// numbered is the member n of a record.
func numbered(r record) []int {
	var data struct{ N int }
	_ = json.Unmarshal([]byte(r.Data), &data)
	return []int{data.N}
}

func lastEventID(r request) string { return r.Header.Get("Last-Event-ID") }

func TestHono(t *testing.T) {
	t.Parallel()
	server := logged(t, "hono.js")
	page := open(t)
	goesOn(t, page, func(t *testing.T, topic string) *source {
		return &source{
			server: server, path: "/feed/" + topic,
			publish: publisher(t, server, topic), numbers: numbered, cursor: lastEventID,
		}
	}, cut, finished, torn, silent, restarted, killed)

	t.Run("another token is refused", func(t *testing.T) {
		r := read(page, server.url()+"/private/x", setting{init: harness.Args{"headers": harness.Args{"Authorization": "Bearer wrong"}}})
		got := r.until(harness.Args{"Over": 1})
		refused(t, got, "status", "401", "Unauthorized")
		assert.Empty(t, got.Records)
	})

	finite := func(path string, init harness.Args) sighting {
		asked := harness.Args{"method": "POST"}
		maps.Copy(asked, init)
		return read(page, server.url()+path, setting{init: asked}).until(harness.Args{"Over": 1})
	}
	t.Run("an answer that ends is complete", func(t *testing.T) {
		got := finite("/three", nil)
		assert.Equal(t, []string{`{"n":1}`, `{"n":2}`, `{"n":3}`}, got.data())
		assert.Equal(t, []string{"complete"}, got.types())
		assert.Empty(t, got.Threw)
	})
	t.Run("lines of text are complete", func(t *testing.T) {
		got := finite("/lines", harness.Args{"format": "lines"})
		assert.Equal(t, []string{"one", "two", "three"}, got.data())
		assert.Equal(t, []string{"complete"}, got.types())
	})
	t.Run("a handler that throws is heard", func(t *testing.T) {
		got := finite("/throws", harness.Args{"signals": []harness.Args{{"type": "error", "then": "stop"}}})
		assert.Equal(t, []string{`{"n":1}`, "the handler fell over"}, got.data())
		refused(t, got, "server", "the handler fell over")
	})
}
