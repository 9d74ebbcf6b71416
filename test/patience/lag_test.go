package patience

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// A server that sends in time for a while and then falls behind: three tenths of a second
// of news for each second. Its clock is an hour off, which nobody can know.
func fallingBehind(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Content-Type", "application/x-ndjson")
	start := time.Now()
	for n := 0; r.Context().Err() == nil; n++ {
		news := time.Since(start)
		if steady := 12 * time.Second; news > steady {
			news = steady + (news-steady)*3/10
		}
		_, _ = fmt.Fprintf(w, "{\"n\":%d,\"sent\":%q}\n", n, start.Add(news-time.Hour).UTC().Format(time.RFC3339Nano))
		w.(http.Flusher).Flush()
		time.Sleep(100 * time.Millisecond)
	}
}

func TestFeedThatFallsBehindIsTold(t *testing.T) {
	t.Parallel()
	site := harness.NewSite(t)
	page := harness.OpenFor(t, site.URL+"/module.html", 3*time.Minute)
	got := harness.Call[struct {
		Steady, Lag, Offset, Trend, After float64
		Message                           string
	}](page, "lag.js", "firstLag", harness.Args{"url": harness.Serve(t, http.HandlerFunc(fallingBehind))})
	assert.Greater(t, got.Steady, 12_000.0, "not while it is in time")
	assert.Greater(t, got.Lag, 3000.0)
	assert.GreaterOrEqual(t, got.After, got.Lag)
	assert.Greater(t, got.Offset, 3_600_000.0)
	assert.Greater(t, got.Trend, 100.0, "it gains 700 ms a second")
	assert.Regexp(t, `: the feed is \d+\.\d s behind\.$`, got.Message)
}
