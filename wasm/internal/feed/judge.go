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
	failure     *Failure
	what        string       // the middle of the message
	where       string       // and its beginning: what was asked
	explanation *explanation // what the body of a refused response says about it
	stillOpen   bool         // the request must be aborted
	silent      bool         // the body is no text that a message could quote

	retry            bool          // another attempt is worth while
	class            retry.Class   // the curve that the wait is taken from
	wait             time.Duration // the wait itself, if waitFixed
	waitFixed        bool          // wait counts, and not the curve
	retryAtOnceFirst bool          // no wait, the first time in a row of failures
}

// fixWait sets the wait before the next attempt, whatever the curve says.
func (e *ending) fixWait(wait time.Duration) { e.wait, e.waitFixed = wait, true }

// judge returns what is wrong with a response; nil if it is a feed.
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
		return &ending{failure: &Failure{Type: kind, Status: h.Status}, what: what, stillOpen: true}
	}
	switch {
	case c.WebSocket:
		return nil // one that is refused has no head
	case h.Opaque:
		return end(FailOpaque, "the response is opaque, because the request's mode is no-cors or a redirect was not followed")
	case h.Status == 204 || h.Status == 205:
		return end(FailNoContent, answer+", which asks not to reconnect (a feed without news answers 200)")
	case c.Strict && h.Status != 200, h.Status < 200 || h.Status > 299:
		e := end(FailStatus, answer+advice(h.Status))
		if !c.Strict {
			e.judgeStatus(h)
		}
		return e
	case c.Strict && framing.Essence(h.ContentType) != "text/event-stream":
		return end(FailContentType, answer+" with the type "+quote(h.ContentType)+" instead of text/event-stream")
	}
	return c.binary(h)
}

// advice says where to look after a status that a mistake of the page's own brings.
func advice(status int) string {
	switch status {
	case http401:
		return " (it wants a token)"
	case http403:
		return " (is it the right token?)"
	case http404:
		return askURL
	}
	return ""
}

// askURL is the advice on an answer that is not of a feed.
const askURL = " (is the URL right?)"

// judgeStatus works out whether a status may pass, and how long to wait. Retry-After
// counts on each of those that may; a rate limit may name the moment in
// x-rate-limit-reset instead.
func (e *ending) judgeStatus(h Head) {
	switch s := h.Status; {
	case s == 420 || s == 429:
		e.retry, e.class = true, retry.RateLimit
		if wait, ok := retry.Reset(h.RateLimitReset, h.Wall); ok {
			e.obeyServer(wait)
		}
	case s == 408 || s == 425 || s >= 500:
		e.retry, e.class = true, retry.HTTP
	default:
		return
	}
	if wait, ok := retry.After(h.RetryAfter, h.Wall); ok {
		e.obeyServer(wait)
	}
}

// obeyServer takes the wait that the server asked for. One that is over already is
// believed once in a row: to a page whose clock is fast every date has passed, and it
// would ask again without a pause, for ever.
func (e *ending) obeyServer(wait time.Duration) {
	e.wait, e.waitFixed, e.retryAtOnceFirst = wait, wait > 0, wait == 0
}
