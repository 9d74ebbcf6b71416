package hooks

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// TestMigration runs what js/docs/migration.md shows, before and after: each must show the same texts, be it that the
// connection is lost in between, and have no connection when it is stopped.
func TestMigration(t *testing.T) {
	site := harness.Serve(t, http.FileServer(http.Dir(build(t, "migration"))))
	news := func(r *rooms) string {
		r.Server.Put("news", []byte("event: news\ndata: {\"text\":\"one\"}\n\nevent: news\ndata: {\"text\":\"two\"}\n\n"))
		return r.URL + "/raw/get/news?type=text/event-stream&hold=1"
	}
	lines := func(r *rooms) string {
		r.Server.Put("lines", []byte("{\"text\":\"one\"}\n{\"text\":\"two\"}\n"))
		return r.URL + "/raw/get/lines?type=application/x-ndjson&hold=1"
	}
	wall := func(r *rooms) string {
		for _, text := range []string{"one", "two"} {
			response, err := http.Post(r.URL+"/espresso/wall?wall=guide", "text/plain", strings.NewReader(text))
			require.NoError(t, err)
			require.NoError(t, response.Body.Close())
		}
		return strings.Replace(r.URL, "http", "ws", 1) + "/espresso/wall?wall=guide&form=json"
	}
	for _, test := range []struct {
		from  string
		pages []string
		feed  func(*rooms) string
		texts []string
	}{
		{"eventsource", []string{"before", "after"}, news, []string{"one", "two"}},
		{"eventsource-package", []string{"before", "after"}, news, []string{"one", "two"}},
		{"fetch-event-source", []string{"before", "compat", "after"}, news, []string{"one", "two"}},
		{"reconnecting-websocket", []string{"before", "after"}, wall, []string{"Welcome to the wall", "one", "two", "hello"}},
		{"fetch-loop", []string{"before", "after"}, lines, []string{"one", "two"}},
	} {
		for _, page := range test.pages {
			t.Run(test.from+" "+page, func(t *testing.T) {
				rooms := newRooms(t)
				p := harness.Open(t, site)
				shown := func() []string { return harness.Await[[]string](p, `return shown;`) }
				name, url := harness.JS(test.from+"-"+page), harness.JS(test.feed(rooms))
				harness.Await[bool](p, fmt.Sprintf(`listen(%s, %s); return true;`, name, url))
				assert.Eventually(t, func() bool { return len(shown()) == len(test.texts) }, 20*time.Second, 20*time.Millisecond)
				assert.Equal(t, test.texts, shown())
				assert.Len(t, rooms.read(), 1)
				harness.Await[bool](p, `stop(); return true;`)
				rooms.assertRead(t)
			})
		}
	}
}
