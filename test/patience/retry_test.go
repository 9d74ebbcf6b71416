package patience

import (
	"io"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

func TestMain(m *testing.M) { harness.Main(m) }

// An answerer gives every request the same answer, and notes when it came.
type answerer struct {
	status            int
	retryAfter, event string
	mu                sync.Mutex
	times             []time.Time
}

func (a *answerer) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	a.mu.Lock()
	a.times = append(a.times, time.Now())
	a.mu.Unlock()
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "Retry-After")
	h.Set("Content-Type", "text/event-stream")
	if a.retryAfter != "" {
		h.Set("Retry-After", a.retryAfter)
	}
	w.WriteHeader(a.status)
	_, _ = io.WriteString(w, a.event)
}

// gaps are the times between requests.
func (a *answerer) gaps() (list []time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := 1; i < len(a.times); i++ {
		list = append(list, a.times[i].Sub(a.times[i-1]))
	}
	return list
}

// Seven seconds with servers in trouble: none is hammered, none is forgotten.
func TestServersInTroubleAreNotHammered(t *testing.T) {
	t.Parallel()
	site := harness.NewSite(t)
	page := harness.Open(t, site.URL+"/module.html")
	closes := &answerer{status: 200, event: "data: x\n\n"}
	fails := &answerer{status: 500}
	waits := &answerer{status: 503, retryAfter: "3"}
	var urls []string
	for _, a := range []*answerer{closes, fails, waits} {
		urls = append(urls, harness.Serve(t, a))
	}
	harness.Call[any](page, "retry.js", "readInTrouble", harness.Args{"urls": urls, "ms": 7000})

	gaps := closes.gaps()
	assert.GreaterOrEqual(t, len(gaps), 1, "at least two requests")
	assert.LessOrEqual(t, len(gaps), 6, "at most seven")
	for i, gap := range gaps {
		assert.GreaterOrEqual(t, gap, 490*time.Millisecond<<i, "gaps of 1 s, 2 s, 4 s …, half of each by chance: %v", gaps)
	}
	assert.LessOrEqual(t, len(fails.gaps()), 2, "at most three requests")
	require.NotEmpty(t, waits.gaps())
	for _, gap := range waits.gaps() {
		assert.GreaterOrEqual(t, gap, 3*time.Second, "no sooner than the server said")
	}
}
