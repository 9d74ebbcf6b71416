package servers

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// database makes a database, and gives what writes documents to it.
func database(t *testing.T, server *process, name string) (write func(n int)) {
	t.Helper()
	request, err := http.NewRequest(http.MethodPut, server.url()+"/"+name, nil)
	require.NoError(t, err)
	r, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	require.NoError(t, r.Body.Close())
	require.Less(t, r.StatusCode, 300)
	return func(n int) {
		t.Helper()
		post(t, server.url()+"/"+name, "application/json", fmt.Appendf(nil, `{"n":%d}`, n))
	}
}

func changes(name string) string {
	return "/" + name + "/_changes?feed=continuous&include_docs=true&heartbeat=300"
}

// written are the numbers of documents in a record.
func written(r record) []int {
	var change struct{ Doc json.RawMessage }
	_ = json.Unmarshal([]byte(r.Data), &change)
	return numbered(record{Data: string(change.Doc)})
}

func TestPouchDB(t *testing.T) {
	t.Parallel()
	server := run(t, node(t, "pouchdb.js", "PORT", t.TempDir())...)
	page := open(t)
	couchdb := setting{init: harness.Args{"preset": "couchdb"}}
	documents := func(t *testing.T, topic string) *source {
		return &source{
			server: server, path: changes(topic), setting: couchdb, begun: harness.Args{"Keepalives": 1},
			publish: database(t, server, topic), numbers: written,
			text:   func(n int) string { return fmt.Sprintf(`"n":%d`, n) },
			cursor: func(r request) string { return query(t, r, "since") },
		}
	}
	goesOn(t, page, documents, cut, finished, torn, silent, restarted, killed)
	t.Run("what is written ahead of the first cursor is a gap", func(t *testing.T) {
		s := documents(t, "ahead")
		s.path += "&since=now"
		numbers, gaps := cutAhead(t, page, s)
		assert.Equal(t, []int{4}, numbers)
		assert.Equal(t, []string{"no-resume"}, gaps)
	})

	t.Run("heartbeats are signs of life", func(t *testing.T) {
		database(t, server, "quiet")
		r := read(page, server.url()+changes("quiet"), couchdb)
		defer r.close()
		got := r.until(harness.Args{"Keepalives": 3})
		assert.Empty(t, got.Records)
		assert.Empty(t, got.Errors)
	})
	for name, want := range map[string]struct {
		path   string
		init   harness.Args
		kind   string
		status string
		words  string
	}{
		"a password that is wrong": {
			changes("topic1"), harness.Args{"headers": harness.Args{"Authorization": "Basic cmVhZGVyOndyb25n"}},
			"status", "401", "Name or password is incorrect.",
		},
		"a database that is none":          {changes("none"), nil, "status", "404", "no_db_file"},
		"a list instead of a feed's lines": {"/topic1/_changes", nil, "server", "", "feed=continuous"},
	} {
		t.Run(name+" is refused", func(t *testing.T) {
			init := harness.Args{"preset": "couchdb"}
			maps.Copy(init, want.init)
			got := read(page, server.url()+want.path, setting{init: init}).until(harness.Args{"Over": 1})
			refused(t, got, want.kind, want.status, want.words)
			assert.Empty(t, got.Records)
		})
	}
	t.Run("compression holds everything back", func(t *testing.T) {
		server := run(t, node(t, "pouchdb.js", "PORT", t.TempDir(), "compressed")...)
		write := database(t, server, "held")
		write(1)
		r := read(page, server.url()+changes("held"), setting{init: harness.Args{"keepalive": harness.Args{"timeoutMs": 1000}}})
		defer r.close()
		got := r.until(harness.Args{"Errors": 1})
		assert.Equal(t, []string{"stall"}, got.types())
		assert.Empty(t, got.Records)
	})
}
