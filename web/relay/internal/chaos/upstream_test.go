package chaos

import (
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync/atomic"
	"testing"
	"time"
)

// An upstream is a log of numbers that grows, as an event stream that goes on behind any id; or, as /live, from now on alone.
type upstream struct {
	*httptest.Server
	end   atomic.Int64 // the last number, once it is known
	begun time.Time
	pace  time.Duration // between two numbers
	open  atomic.Int32
}

func newUpstream(t *testing.T, pace time.Duration) *upstream {
	u := &upstream{begun: time.Now(), pace: pace}
	u.end.Store(math.MaxInt64)
	u.Server = httptest.NewServer(u)
	t.Cleanup(u.Close)
	t.Cleanup(u.CloseClientConnections)
	return u
}

// head is how many numbers there are by now.
func (u *upstream) head() int { return int(min(u.end.Load(), int64(time.Since(u.begun)/u.pace))) }

// finish has the log end at least at a number.
func (u *upstream) finish(least int) (last int) {
	last = max(least, u.head()+100)
	u.end.Store(int64(last))
	return last
}

func (u *upstream) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	u.open.Add(1)
	defer u.open.Add(-1)
	w.Header().Set("Content-Type", "text/event-stream")
	at, _ := strconv.Atoi(r.Header.Get("Last-Event-ID"))
	if r.URL.Path == "/live" {
		at = u.head()
	}
	for r.Context().Err() == nil {
		for head := u.head(); at < head; {
			at++
			fmt.Fprintf(w, "id: %d\ndata: {\"n\":%d}\n\n", at, at)
		}
		if http.NewResponseController(w).Flush() != nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}
