package upstream

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/web/relay/internal/collect"
	"github.com/feedsource/feedsource/web/relay/internal/config"
	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// An answer that is whole is asked for again by GET, as a page is; by POST it would be made again.
func TestAnswerThatIsWhole(t *testing.T) {
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = io.WriteString(w, "data: {\"a\":1}\n\ndata: [DONE]\n\n")
	}))
	defer host.Close()
	for method, isOver := range map[string]bool{"": false, "GET": false, "POST": true} {
		feed := &config.Feed{URL: config.Secret(host.URL), Method: method, Preset: "openai"}
		if method == "POST" {
			feed.Body = `{"stream":true}`
		}
		var records int
		err := New(feed, slog.New(slog.DiscardHandler), nil).Read(t.Context(), "", func(r record.Record) error {
			if r.Kind.IsRecord() {
				records++
			}
			return nil
		})
		assert.Equal(t, isOver, err == collect.ErrOver, "%s: %v", method, err)
		assert.NotZero(t, records, method)
	}
}
