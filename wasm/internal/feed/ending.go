package feed

import (
	"strconv"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/retry"
)

// An ending is what is known of an attempt that is over, before it is decided what
// comes next.
type ending struct {
	failure *Failure
	what    string      // the middle of the message
	class   retry.Class // whose curve counts
	again   bool        // another attempt is worth while
	after   time.Duration
	asked   bool // the server asked to wait for after
	prompt  bool // the next attempt follows at once, the first time in a row
	open    bool // the request is still open and must be aborted
}

// judge tells what a response means; nil is a feed.
//
// Strict is the standard: "if res's status is not 200, or if res's Content-Type is
// not text/event-stream, then fail the connection" (WHATWG HTML section 9.2.2). A
// FeedSource goes by what a status promises: 408, 425, 429 and 5xx may pass, as may
// Twitter's 420; the others say that asking again is no use (RFC 9110 section 15, RFC
// 6585, RFC 8470).
func (c Config) judge(h Head) *ending {
	answer := "the server answered " + strconv.Itoa(h.Status)
	if h.StatusText != "" {
		answer += " " + plain(h.StatusText)
	}
	end := func(kind, what string) *ending {
		return &ending{failure: &Failure{Type: kind, Status: h.Status}, what: what, open: true}
	}
	switch {
	case h.Opaque:
		return end(FailOpaque, "the response is opaque, because the request's mode is no-cors or a redirect was not followed")
	case h.Status == 204 || h.Status == 205:
		return end(FailNoContent, answer+", which asks not to reconnect")
	case c.Strict && h.Status != 200, h.Status < 200 || h.Status > 299:
		e := end(FailStatus, answer)
		if !c.Strict {
			e.passing(h)
		}
		return e
	case c.Strict && framing.Essence(h.ContentType) != "text/event-stream":
		return end(FailContentType, answer+" with the type "+quote(h.ContentType)+" instead of text/event-stream")
	}
	return nil
}

// passing tells whether a status may pass, how fast to ask again, and whether the
// server said when. Retry-After counts on any status; a rate limit may name the
// moment in x-rate-limit-reset instead.
func (e *ending) passing(h Head) {
	switch s := h.Status; {
	case s == 420 || s == 429:
		e.again, e.class = true, retry.RateLimit
		if wait, ok := retry.Reset(h.RateLimitReset, h.Wall); ok {
			e.ask(wait)
		}
	case s == 408 || s == 425 || s >= 500:
		e.again, e.class = true, retry.HTTP
	default:
		return
	}
	if wait, ok := retry.After(h.RetryAfter, h.Wall); ok {
		e.ask(wait)
	}
}

// ask takes the wait that the server asked for. One that is over already is believed
// once in a row: to a page whose clock is fast every date has passed, and it would ask
// again without a pause, for ever.
func (e *ending) ask(wait time.Duration) {
	e.after, e.asked, e.prompt = wait, wait > 0, wait == 0
}
