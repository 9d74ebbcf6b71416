package feed

import (
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/retry"
)

// patience is what a world knows of how long its machine waits.
type patience struct {
	notBefore  time.Duration   // when the wait is over
	opened     time.Duration   // when the present response was accepted
	retryAfter string          // of the last response
	hints      []time.Duration // reconnection times that the server has sent, most of which have arrived
	hot        int             // waits of nothing, one after the other
	prompt     int             // of those in a row of failures, which the server asked for in the stream
}

// wait takes a failure after which the machine will try again, and holds the wait between
// the bounds of its curve. What the page decided is obeyed.
func (w *world) wait(f *Failure) {
	w.notBefore = w.now + f.RetryIn
	require.True(w.t, w.armed && w.timer == w.notBefore, "the timer is not set for it")
	if f.Attempt == 1 {
		w.hot, w.prompt = 0, 0
	}
	switch {
	case f.RetryIn > 0 || w.decided:
		w.hot = 0
	case w.feed.Strict:
		// As Chromium's: a reconnection time of 0 is the server's to ask for; shortest
		// finds one of 0 that it did not.
	case f.Type == FailServer || f.Status == http410:
		w.prompt++
		fallthrough
	default:
		w.hot++
	}
	// Asked again for a new token, for a new connection, or with the cursor elsewhere,
	// and the first time after a cut: each once.
	require.True(w.t, w.hot < 6 && w.prompt <= 1, "the server is asked in a hot loop")
	shortest, longest := time.Duration(0), retry.MaxDelay
	if !w.decided {
		shortest, longest = w.shortest(f), w.longest(f)
	}
	require.True(w.t, f.RetryIn >= shortest && f.RetryIn <= longest, "%s after %s, not %s to %s", f.RetryIn, f.Type, shortest, longest)
}

// shortest is the shortest wait after a failure: half of where its curve begins, or what
// the server asked for.
func (w *world) shortest(f *Failure) time.Duration {
	useful := w.now-w.opened >= usefulAfter
	switch {
	case w.feed.Strict:
		return slices.Min(append(w.hints, DefaultReconnectionTime))
	case f.Status == 429:
		return 30 * second
	case f.Status == 503 && w.retryAfter != "":
		return retryAfter
	case f.Status == 503:
		return 2500 * time.Millisecond
	case f.Type == FailRequest, f.Type == FailEnd && !useful, f.Type == FailIncomplete && !useful:
		return min(500*time.Millisecond, slices.Min(append(w.hinted(), second)))
	}
	return 0
}

// longest is the longest wait after a failure: the cap of its curve, or a tenth more than
// what the server asked for.
func (w *world) longest(f *Failure) time.Duration {
	switch {
	case w.feed.Strict:
		return slices.Max(append(w.hints, DefaultReconnectionTime))
	case f.Status == 429:
		return 16 * time.Minute
	case f.Status == 503 && w.retryAfter != "":
		return retryAfter * 11 / 10
	case f.Type == FailStatus, f.Type == FailServer:
		return max(320*second, slices.Max(append(w.hinted(), 0)))
	case (f.Type == FailNetwork || f.Type == FailStall) && len(w.hints) == 0:
		return 16 * second
	}
	return slices.Max(append(w.hinted(), time.Minute))
}

// hinted are the hints as a FeedSource takes them.
func (w *world) hinted() (list []time.Duration) {
	for _, hint := range w.hints {
		list = append(list, min(max(hint, 250*time.Millisecond), 10*time.Minute))
	}
	return list
}
