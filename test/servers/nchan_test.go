package servers

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func startNchan(t *testing.T) *process {
	t.Helper()
	installed(t, "/usr/lib/nginx/modules/ngx_nchan_module.so", "Nchan")
	folder, address := t.TempDir(), free(t)
	conf, err := os.ReadFile("nchan.conf")
	require.NoError(t, err)
	filled := strings.NewReplacer("FOLDER", folder, "ADDRESS", address).Replace(string(conf))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "conf"), []byte(filled), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "users"), []byte("reader:{PLAIN}right\n"), 0o600))
	return runOn(t, address, program(t, "nginx"), "-p", folder, "-c", "conf")
}

// publishTo publishes the records of a test to a channel.
func publishTo(t *testing.T, server *process, channel string) func(int) {
	return func(n int) {
		t.Helper()
		request, err := http.NewRequest(http.MethodPost, server.url()+"/publish/"+channel, bytes.NewReader(fmt.Appendf(nil, `{"n":%d}`, n)))
		require.NoError(t, err)
		request.Header.Set("X-EventSource-Event", "tick")
		r, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		require.NoError(t, r.Body.Close())
		require.Less(t, r.StatusCode, 300)
	}
}

// nextSecond waits until the clock shows another second. An id is a second and a number in
// it, and a channel that was forgotten numbers its seconds anew: what it has in the second
// of a cursor counts as older.
func nextSecond() {
	time.Sleep(time.Until(time.Now().Truncate(time.Second).Add(time.Second)))
}

func TestNchan(t *testing.T) {
	t.Parallel()
	server := startNchan(t)
	page := open(t)
	page.Expect("last-event-id is not allowed by Access-Control-Allow-Headers") // where Nchan answers preflights
	nchan := setting{init: harness.Args{"preset": "nchan"}}
	channel := func(t *testing.T, topic string) *source {
		return &source{
			server: server, path: "/events/" + topic, setting: nchan,
			publish: publishTo(t, server, topic), numbers: numbered, cursor: headerOrQuery(t, "last_event_id"),
		}
	}
	goesOn(t, page, channel, cut, finished, torn, silent)
	goesOn(t, page, func(t *testing.T, topic string) *source {
		s := channel(t, "again"+topic)
		publish := s.publish
		s.publish = func(n int) {
			if n == 3 { // the first of the server's new life
				nextSecond()
			}
			publish(n)
		}
		return s
	}, restarted, killed)

	t.Run("a preflight that lets no cursor pass", func(t *testing.T) {
		w := lay(t, server.address)
		publish := publishTo(t, server, "stock")
		r := read(page, w.url+"/stock/stock", nchan)
		defer r.close()
		publish(1)
		require.Len(t, r.until(harness.Args{"Records": 1}).Records, 1)
		w.cut()
		publish(2)
		got := r.until(harness.Args{"Records": 2, "Warnings": 1})
		assert.Equal(t, []string{`{"n":1}`, `{"n":2}`}, got.data())
		assert.Len(t, got.Warnings, 1)
		asked := w.asked()
		assert.Contains(t, asked[len(asked)-1].Path, "?last_event_id=")
	})
	t.Run("pings are signs of life", func(t *testing.T) {
		r := read(page, server.url()+"/pings/pings", nchan)
		defer r.close()
		got := r.until(harness.Args{"Keepalives": 3})
		assert.Empty(t, got.Records)
		assert.Empty(t, got.Errors)
	})
	t.Run("a channel that is deleted ends, and begins anew", func(t *testing.T) {
		publish := publishTo(t, server, "deleted")
		r := read(page, server.url()+"/events/deleted", nchan)
		defer r.close()
		publish(1)
		r.until(harness.Args{"Records": 1})
		request, err := http.NewRequest(http.MethodDelete, server.url()+"/publish/deleted", nil)
		require.NoError(t, err)
		gone, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		require.NoError(t, gone.Body.Close())
		got := r.until(harness.Args{"Errors": 1})
		assert.Equal(t, []string{"end"}, got.types())
		assert.Equal(t, []string{"410: 410 Gone"}, got.Comments[len(got.Comments)-1:])
		nextSecond()
		publish(2)
		assert.Equal(t, []string{`{"n":1}`, `{"n":2}`}, r.until(harness.Args{"Records": 2}).data())
	})
	t.Run("a subscription that has lasted long enough says so, and goes on", func(t *testing.T) {
		publish := publishTo(t, server, "timed")
		r := read(page, server.url()+"/timed/timed", nchan)
		defer r.close()
		publish(1)
		got := r.until(harness.Args{"Records": 1, "Errors": 1})
		assert.Equal(t, "end", got.Errors[0].Type)
		assert.Contains(t, got.Comments, "408: 408 Request Timeout")
		publish(2)
		assert.Equal(t, []string{`{"n":1}`, `{"n":2}`}, r.until(harness.Args{"Records": 2}).data())
	})
	t.Run("no format is asked for, and an event stream comes", func(t *testing.T) { // Nchan refuses who takes anything
		r := read(page, server.url()+"/events/plain", setting{})
		defer r.close()
		publishTo(t, server, "plain")(1)
		assert.Equal(t, []string{`{"n":1}`}, r.until(harness.Args{"Records": 1}).data())
	})
	t.Run("parts have their cursors in their headers", func(t *testing.T) {
		publish := publishTo(t, server, "parts")
		nextSecond()
		r := read(page, server.url()+"/parts/parts", setting{init: harness.Args{"headers": harness.Args{"Accept": "multipart/mixed"}}})
		defer r.close()
		publish(1)
		publish(2)
		got := r.until(harness.Args{"Records": 2})
		assert.Equal(t, []string{`{"n":1}`, `{"n":2}`}, got.data())
		for i, r := range got.Records {
			assert.Contains(t, r.Fields, fmt.Sprintf("etag: String %d", i)) // the number in a second
		}
	})
	t.Run("a raw stream has no type and no cursor", func(t *testing.T) {
		publish := publishTo(t, server, "raw")
		r := read(page, server.url()+"/raw/raw", setting{})
		defer r.close()
		publish(1)
		publish(2)
		assert.Equal(t, []string{`{"n":1}`, `{"n":2}`}, r.until(harness.Args{"Records": 2}).data())
	})
	t.Run("a password that is wrong is refused", func(t *testing.T) {
		r := read(page, server.url()+"/private/x", setting{init: harness.Args{
			"preset": "nchan", "headers": harness.Args{"Authorization": "Basic cmVhZGVyOndyb25n"},
		}})
		got := r.until(harness.Args{"Over": 1})
		refused(t, got, "status", "401")
	})
}
