package app

import (
	"cmp"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A bookmark, or an id that stands alone, is where upstream goes on after a restart, although no record has it.
func TestCursorWithoutARecordIsGoneOnFrom(t *testing.T) {
	for name, c := range map[string]struct{ preset, kind, body string }{
		"an id alone": {"", "text/event-stream", "id: 7\ndata: seven\n\nid: 9\n\n"},
		"a bookmark": {"preset = \"kubernetes\"\n", "application/json",
			`{"type":"ADDED","object":{"kind":"Pod","metadata":{"name":"a","resourceVersion":"7"}}}` + "\n" +
				`{"type":"BOOKMARK","object":{"kind":"Pod","metadata":{"resourceVersion":"9"}}}` + "\n"},
	} {
		t.Run(name, func(t *testing.T) {
			asked := make(chan string, 100)
			host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				from := cmp.Or(r.Header.Get("Last-Event-ID"), r.URL.Query().Get("resourceVersion"))
				asked <- from
				w.Header().Set("Content-Type", c.kind)
				if from == "" {
					_, _ = w.Write([]byte(c.body))
				}
				_ = http.NewResponseController(w).Flush()
				<-r.Context().Done()
			}))
			t.Cleanup(host.Close)
			config := load(t, fmt.Sprintf("folder = %q\n[feeds.room]\nurl = %q\n%s", t.TempDir(), host.URL, c.preset))
			a, _, stop := start(t, config)
			require.Eventually(t, func() bool {
				// The beginning of the term, the record, and the mark.
				return strings.Contains(text(t, a.URL()+"/metrics"), `relay_stream_last_sequence{feed="room"} 3`+"\n")
			}, time.Minute, 20*time.Millisecond)
			stop()
			assert.Empty(t, <-asked)
			start(t, config)
			assert.Equal(t, "9", <-asked)
		})
	}
}
