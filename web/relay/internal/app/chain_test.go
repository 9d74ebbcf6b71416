package app

import (
	"bufio"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A relay can read another. What the first is told of a gap reaches the readers of the second, whatever types they ask for.
func TestRelayOfARelay(t *testing.T) {
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = fmt.Fprintf(w, "id: 1\ndata: one\n\nid: 2\ndata: %s\n\nid: 3\ndata: three\n\n", strings.Repeat("x", 2000))
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}))
	defer host.Close()
	defer host.CloseClientConnections()
	first, _, _ := start(t, load(t, fmt.Sprintf("folder = %q\n[feeds.room]\nurl = %q\nformat = \"sse\"\nmaxRecordBytes = 1000\n", t.TempDir(), host.URL)))
	ready(t, first)
	second, _, _ := start(t, load(t, fmt.Sprintf("folder = %q\n[feeds.room]\nurl = %q\npreset = \"relay\"\n", t.TempDir(), first.URL()+"/feeds/room?after=oldest")))
	ready(t, second)
	const gap = `{"reason":"malformed","message":"A record could not be read (too-large).","from":"1"}`
	for query, want := range map[string][]string{"?after=oldest": {"one", gap, "three"}, "?after=oldest&filter=none": {gap}} {
		var got []string
		for lines := bufio.NewScanner(get(t, second.URL()+"/feeds/room"+query).Body); len(got) < len(want); {
			require.True(t, lines.Scan(), "the body ended behind %v: %v", got, lines.Err())
			if data, found := strings.CutPrefix(lines.Text(), "data: "); found {
				got = append(got, data)
			}
		}
		assert.Equal(t, want, got, query)
	}
}
