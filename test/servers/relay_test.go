package servers

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/spawn"
)

// origins are what the relay reads: event streams, each with all that was published to it.
type origins struct {
	mu      sync.Mutex
	records map[string][]string
	changed chan struct{} // closed at the next record
}

func (o *origins) publish(name, data string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.records[name] = append(o.records[name], data)
	close(o.changed)
	o.changed = make(chan struct{})
}

func (o *origins) behind(name string, count int) (records []string, changed <-chan struct{}) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.records[name][count:], o.changed
}

func (o *origins) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	count, _ := strconv.Atoi(r.Header.Get("Last-Event-ID"))
	w.Header().Set("Content-Type", "text/event-stream")
	for {
		records, changed := o.behind(r.URL.Path, count)
		for _, data := range records {
			count++
			fmt.Fprintf(w, "id: %d\ndata: %s\n\n", count, data)
		}
		_ = http.NewResponseController(w).Flush()
		select {
		case <-changed:
		case <-r.Context().Done():
			return
		}
	}
}

// startRelay starts a relay of feeds of these names, and waits until it has read all of them.
func startRelay(t *testing.T, names ...string) (*process, *origins) {
	t.Helper()
	from := &origins{records: map[string][]string{}, changed: make(chan struct{})}
	host := httptest.NewServer(from)
	t.Cleanup(host.Close)
	t.Cleanup(host.CloseClientConnections)
	address, folder := free(t), t.TempDir()
	var text strings.Builder
	fmt.Fprintf(&text, "listen = %q\nfolder = %q\nlease = \"2s\"\n[readers]\norigins = [\"*\"]\nheartbeat = \"1s\"\n", address, folder)
	for _, name := range names {
		fmt.Fprintf(&text, "[feeds.%s]\nurl = %q\nformat = \"sse\"\nmaxRecordBytes = 1000\n", name, host.URL+"/"+name)
	}
	file := filepath.Join(folder, "relay.toml")
	require.NoError(t, os.WriteFile(file, []byte(text.String()), 0o600))
	p := runOn(t, address, harness.Relay(t), "-config", file)
	require.Eventually(t, func() bool { return spawn.Answers(p.url() + "/readyz") }, starting, 10*time.Millisecond, "%s", &p.printed)
	return p, from
}

func TestRelay(t *testing.T) {
	t.Parallel()
	server, from := startRelay(t, "topic1", "topic2", "topic3", "topic4", "topic5", "topic6", "early", "gaps", "old")
	page := open(t)
	relay := setting{init: harness.Args{"preset": "relay"}}
	feed := func(_ *testing.T, name string) *source {
		return &source{
			server: server, path: "/feeds/" + name, setting: relay,
			begun:   harness.Args{"Keepalives": 1}, // which has the position
			publish: func(n int) { from.publish("/"+name, fmt.Sprintf(`{"n":%d}`, n)) },
			numbers: numbered, text: func(n int) string { return fmt.Sprintf(`{"n":%d}`, n) },
			cursor: lastEventID,
		}
	}
	patient := silent
	patient.keepalive = harness.Args{"timeoutMs": 3000} // three beats
	goesOn(t, page, feed, cut, finished, torn, patient, restarted, killed)

	t.Run("what comes ahead of the first record is not lost", func(t *testing.T) {
		numbers, gaps := cutAhead(t, page, feed(t, "early"))
		assert.Equal(t, []int{3, 4}, numbers)
		assert.Empty(t, gaps)
	})
	t.Run("what is missing upstream is a warning, and the feed goes on", func(t *testing.T) {
		s := feed(t, "gaps")
		w := lay(t, server.address)
		r := read(page, w.url+s.path, relay)
		defer r.close()
		r.until(s.begun)
		s.publish(1)
		r.until(harness.Args{"Records": 1})
		from.publish("/gaps", strings.Repeat("x", 2000))
		got := r.until(harness.Args{"Records": 2, "Warnings": 1})
		require.Len(t, got.Records, 2)
		assert.Equal(t, "relay-gap", got.Records[1].Type)
		assert.JSONEq(t, `{"reason":"malformed","message":"A record could not be read (too-large).","from":"1"}`, got.Records[1].Data)
		require.Len(t, got.Warnings, 1)
		assert.Contains(t, got.Warnings[0], `/feeds/gaps: the server said "A record could not be read (too-large)."`)
		behindTheBack(w, s, w.cut)
		got = r.until(harness.Args{"Records": 3})
		assert.Equal(t, []string{`{"n":1}`, got.Records[1].Data, `{"n":3}`}, got.data())
		asked := w.asked()
		assert.Equal(t, got.Records[1].ID, lastEventID(asked[len(asked)-1]))
		assert.Len(t, got.Warnings, 1)
		assert.Empty(t, got.Gaps)
	})
	t.Run("a position that is not kept is a gap", func(t *testing.T) {
		s := feed(t, "old")
		first := read(page, server.url()+s.path, relay)
		first.until(s.begun)
		s.publish(1)
		s.publish(2)
		first.until(harness.Args{"Records": 2})
		first.close()
		gone := setting{init: with(relay.init, harness.Args{"lastEventId": "000000000000.7"})}
		newest := read(page, server.url()+s.path, gone)
		newest.until(harness.Args{"Keepalives": 1})
		s.publish(3)
		for query, r := range map[string]*reader{"": newest, "?after=oldest": read(page, server.url()+s.path+"?after=oldest", gone)} {
			defer r.close()
			want := []string{`{"n":1}`, `{"n":2}`, `{"n":3}`}
			if r == newest {
				want = want[2:]
			}
			got := r.until(harness.Args{"Text": `{"n":3}`})
			assert.Equal(t, want, got.data(), query)
			assert.Equal(t, []string{"expired"}, got.Gaps, query)
			assert.Equal(t, []string{"status"}, got.types(), query)
			assert.Contains(t, got.Errors[0].Message, "is of another life of the stream", query)
			assert.False(t, got.Errors[0].Final, query)
		}
	})
	t.Run("a feed that is none is refused", func(t *testing.T) {
		got := read(page, server.url()+"/feeds/none", relay).until(harness.Args{"Over": 1})
		refused(t, got, "status", "404", "There is no feed of this name here")
	})
}
