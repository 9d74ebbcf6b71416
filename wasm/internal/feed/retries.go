package feed

import (
	"time"

	"github.com/feedsource/feedsource/wasm/internal/retry"
)

// usefulAfter is how long a connection must have lived, with something read from it, to
// count as useful. A server that accepts, sends one event and closes would otherwise be
// asked again at once, for ever: event-source-plus 0.1.15 made 2924 requests in 7 s
// to such a one.
const usefulAfter = 10 * time.Second

// longLife is how long a connection must have lived for its clean end to be a matter of
// course, with or without bytes: servers end quiet ones too, and a change would be seen a
// minute late if that counted as a failure each time.
const longLife = 30 * time.Second

// retries counts what went wrong in a row, and says how long to wait.
type retries struct {
	policy    retry.Policy
	counts    [len(retry.Policy{})]int // by class
	row       int                      // failures in a row, of all classes
	since     time.Duration            // when the row began
	refreshed bool                     // the headers function was asked again for a 401
	atOnce    bool                     // an attempt followed at once, because the server wants another connection
}

// reset forgets the row: the connection was useful.
func (r *retries) reset() { *r = retries{policy: r.policy} }

// wait counts a failure and returns how long to wait. A connection that was useful ends
// the row before it; what the server asked for comes before any curve.
func (r *retries) wait(e *ending, useful bool, now time.Duration, random float64) time.Duration {
	class := e.class
	if useful {
		r.reset()
		if class == retry.End {
			class = retry.Rotation
		}
	}
	if r.row++; r.row == 1 {
		r.since = now
	}
	if e.waitFixed {
		// Up to a tenth more, never less: the server gave many pages the same moment.
		return min(e.wait+time.Duration(random*float64(e.wait)/10).Round(time.Millisecond), retry.MaxDelay)
	}
	if e.retryAtOnceFirst && !r.atOnce {
		r.atOnce = true // a server that says the same every time must not be asked in a hot loop
		return 0
	}
	r.counts[class]++
	return r.policy[class].Delay(r.counts[class], random)
}

// spent reports whether the page's budget does not reach for another attempt.
func (r *retries) spent(c Config, now, wait time.Duration) bool {
	return c.MaxAttempts > 0 && r.row >= c.MaxAttempts ||
		c.MaxElapsed > 0 && now+wait-r.since > c.MaxElapsed
}
