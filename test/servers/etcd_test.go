package servers

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// startEtcd starts an etcd. It lets pages of every origin read, but a request may have no
// more headers than Accept, Content-Type and Authorization.
func startEtcd(t *testing.T, program string) *process {
	t.Helper()
	peer := "http://" + free(t)
	return run(t, program, "--name", "one", "--data-dir", t.TempDir(), "--cors", "*",
		"--heartbeat-interval", "20", "--election-timeout", "200",
		"--listen-client-urls", "http://ADDRESS", "--advertise-client-urls", "http://ADDRESS",
		"--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster", "one="+peer)
}

// etcd has one server do something.
func etcd(t *testing.T, server *process, path string, request any) {
	t.Helper()
	body, err := json.Marshal(request)
	require.NoError(t, err)
	post(t, server.url()+path, "application/json", body)
}

// watch is a setting that watches the keys that begin with a topic.
func watch(topic string, init harness.Args) setting {
	s := setting{init: harness.Args{
		"preset": "etcd", "method": "POST",
		"body": harness.JS(map[string]any{"create_request": map[string]any{
			"key":       []byte(topic + "/"),
			"range_end": []byte(topic + "0"), // the character behind the slash
		}}),
	}}
	maps.Copy(s.init, init)
	return s
}

func put(t *testing.T, server *process, topic string, n int) {
	t.Helper()
	etcd(t, server, "/v3/kv/put", map[string]any{"key": []byte(topic + "/key"), "value": valued(n)})
}

// fill puts many values at once.
func fill(t *testing.T, server *process, topic string, count int) {
	t.Helper()
	const writers = 20
	var all sync.WaitGroup
	for range writers {
		all.Go(func() {
			for n := range count / writers {
				put(t, server, topic, n+1)
			}
		})
	}
	all.Wait()
}

// revision is that of the last change.
func revision(t *testing.T, server *process) string {
	t.Helper()
	r, err := http.Post(server.url()+"/v3/kv/range", "application/json", strings.NewReader(`{"key":"eA=="}`))
	require.NoError(t, err)
	defer func() { _ = r.Body.Close() }()
	var found struct{ Header struct{ Revision string } }
	require.NoError(t, json.NewDecoder(r.Body).Decode(&found))
	return found.Header.Revision
}

func valued(n int) []byte { return fmt.Appendf(nil, `{"n":%d}`, n) }

// An event is one of those that a record of a watch holds.
type event struct {
	KV struct {
		Value    []byte
		Revision int `json:"mod_revision,string"`
	}
}

func events(r record) []event {
	var data struct{ Result struct{ Events []event } }
	_ = json.Unmarshal([]byte(r.Data), &data)
	return data.Result.Events
}

// putNumbers are what was put, of which a record holds several where etcd has to catch up.
func putNumbers(r record) []int {
	var numbers []int
	for _, e := range events(r) {
		numbers = append(numbers, numbered(record{Data: string(e.KV.Value)})...)
	}
	return numbers
}

func startRevision(r request) string {
	var body struct {
		CreateRequest struct {
			StartRevision string `json:"start_revision"`
		} `json:"create_request"`
	}
	_ = json.Unmarshal([]byte(r.Body), &body)
	return body.CreateRequest.StartRevision
}

func TestEtcdOfDebian(t *testing.T) {
	t.Parallel()
	testEtcd(t, program(t, "etcd"))
}

func TestEtcd(t *testing.T) {
	t.Parallel()
	testEtcd(t, built(t, "etcd"))
}

func testEtcd(t *testing.T, program string) {
	t.Helper()
	server := startEtcd(t, program)
	page := open(t)
	keys := func(_ *testing.T, topic string) *source {
		return &source{
			server: server, path: "/v3/watch", setting: watch(topic, nil),
			begun:   harness.Args{"Keepalives": 1}, // the line that says created
			publish: func(n int) { put(t, server, topic, n) },
			numbers: putNumbers,
			text:    func(n int) string { return base64.StdEncoding.EncodeToString(valued(n)) },
			cursor:  startRevision,
			sent: func(r record) string {
				list := events(r)
				return fmt.Sprint(list[len(list)-1].KV.Revision + 1)
			},
		}
	}
	goesOn(t, page, keys, cut, finished, torn, silent, restarted, killed)
	t.Run("what is put ahead of the first cursor is a gap", func(t *testing.T) {
		numbers, gaps := cutAhead(t, page, keys(t, "ahead"))
		assert.Equal(t, []int{4}, numbers)
		assert.Equal(t, []string{"no-resume"}, gaps)
	})
	t.Run("a backlog that is torn is sent from where it was", func(t *testing.T) {
		const puts = 1600 // of which etcd sends a thousand at most in one record
		first := revision(t, server)
		fill(t, server, "backlog", puts)
		w := lay(t, server.address)
		w.tearNext(150_000) // within the second record
		r := read(page, w.url+"/v3/watch", watch("backlog", harness.Args{"lastEventId": first}))
		defer r.close()
		put(t, server, "backlog", 0)
		got := r.until(harness.Args{"Errors": 1, "Text": base64.StdEncoding.EncodeToString(valued(0))})
		var revisions []int
		for _, record := range got.Records {
			for _, e := range events(record) {
				revisions = append(revisions, e.KV.Revision)
			}
		}
		after, err := strconv.Atoi(first)
		require.NoError(t, err)
		require.NotEmpty(t, got.Errors)
		assert.Len(t, revisions, puts+1)
		for i, each := range revisions {
			require.Equal(t, after+1+i, each)
		}
		assert.Empty(t, got.Gaps)
	})
	t.Run("revisions that were compacted are a gap", func(t *testing.T) {
		put(t, server, "compacted", 1) // from the first revision on
		r := read(page, server.url()+"/v3/watch", watch("compacted", harness.Args{"lastEventId": "1"}))
		defer r.close()
		first := r.until(harness.Args{"Records": 1})
		require.Len(t, first.Records, 1)
		revision := events(first.Records[0])[0].KV.Revision
		put(t, server, "compacted", 2)
		etcd(t, server, "/v3/kv/compaction", map[string]any{"revision": fmt.Sprint(revision + 1)})
		late := read(page, server.url()+"/v3/watch", watch("compacted", harness.Args{"lastEventId": "1"}))
		defer late.close()
		got := late.until(harness.Args{"Gaps": 1, "Keepalives": 2}) // two watches were created
		assert.Equal(t, []string{"expired"}, got.Gaps)
		put(t, server, "compacted", 3)
		got = late.until(harness.Args{"Records": 1})
		require.Len(t, got.Records, 1)
		assert.Equal(t, []int{3}, putNumbers(got.Records[0]))
		assert.Equal(t, []string{"server"}, got.types())
	})

	t.Run("a token that is none is refused", func(t *testing.T) {
		etcd(t, server, "/v3/auth/user/add", map[string]any{"name": "root", "password": "right"})
		etcd(t, server, "/v3/auth/user/grant", map[string]any{"user": "root", "role": "root"})
		etcd(t, server, "/v3/auth/enable", map[string]any{})
		for token, reason := range map[string]string{"": "user name is empty", "wrong": "invalid auth token"} {
			headers := harness.Args{}
			if token != "" {
				headers["Authorization"] = token
			}
			got := read(page, server.url()+"/v3/watch", watch("refused", harness.Args{"headers": headers})).until(harness.Args{"Over": 1})
			refused(t, got, "server", reason)
			assert.Empty(t, got.Records)
		}
	})
}
