package feed

import (
	"strconv"
	"strings"
	"time"
)

// A Failure is why a connection ended, in a form that the page can show and act on.
type Failure struct {
	// Type is a word for programs; the constants below.
	Type string
	// Message is a sentence for people: what was done, what was seen, what is next.
	Message string
	// Status is the response's status, 0 when there was no response.
	Status int
	// Body is the beginning of the body of a response that was refused.
	Body string
	// Attempt counts the requests since the last record arrived, from 1.
	Attempt int
	// RetryIn is the wait before the next attempt; meaningless when Final.
	RetryIn time.Duration
	// Cause is what the engine's developers need to know, if anything.
	Cause string
	// Final says that the feed is closed and will not try again.
	Final bool
}

// The failure types.
const (
	FailNetwork     = "network"      // no response: refused, unreachable, blocked by CORS, or cut in the body
	FailStatus      = "status"       // a status that is not a feed
	FailNoContent   = "no-content"   // 204 or 205: the server asks not to reconnect
	FailContentType = "content-type" // strict class: not text/event-stream
	FailOpaque      = "opaque"       // mode no-cors hides the body
	FailRequest     = "request"      // the request could not be made: headers or body function failed
	FailEnd         = "end"          // the body ended
	FailComplete    = "complete"     // the body ended and said that it was complete; not an error
	FailEngine      = "engine"       // the engine failed on this feed
)

// describe writes the message: where, what happened, and what follows.
func (f *Failure) describe(where, what string) {
	var b strings.Builder
	b.WriteString(where)
	b.WriteString(": ")
	b.WriteString(what)
	switch {
	case f.Type == FailComplete:
		b.WriteString(".")
	case f.Final:
		b.WriteString("; the feed is closed.")
	default:
		b.WriteString("; trying again in ")
		b.WriteString(seconds(f.RetryIn))
		b.WriteString(".")
	}
	f.Message = b.String()
}

func seconds(d time.Duration) string {
	return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + " s"
}

// quote shortens what a server said to a length that fits a message.
func quote(s string) string {
	const longest = 80
	if len(s) > longest {
		s = strings.ToValidUTF8(s[:longest], "") + "…"
	}
	return strconv.Quote(s)
}

// judge tells what a response means: nil for a feed, else the failure, and whether
// another attempt is worth while.
//
// Strict is the standard: "if res's status is not 200, or if res's Content-Type is
// not text/event-stream, then fail the connection" (WHATWG HTML section 9.2.2). A
// FeedSource goes by what a status promises: 408, 425, 429 and 5xx may pass, the
// others say that asking again is no use (RFC 9110 section 15, RFC 6585, RFC 8470).
func (c Config) judge(h Head) (f *Failure, what string, again bool) {
	answer := "the server answered " + strconv.Itoa(h.Status)
	if h.StatusText != "" {
		answer += " " + h.StatusText
	}
	fail := func(kind string) *Failure { return &Failure{Type: kind, Status: h.Status} }
	switch {
	case h.Opaque:
		return fail(FailOpaque), "the response is opaque, because the request's mode is no-cors or a redirect was not followed", false
	case h.Status == 204 || h.Status == 205:
		return fail(FailNoContent), answer + ", which asks not to reconnect", false
	case c.Strict && h.Status != 200, h.Status < 200 || h.Status > 299:
		passing := h.Status == 408 || h.Status == 425 || h.Status == 429 || h.Status >= 500
		return fail(FailStatus), answer, passing && !c.Strict
	case c.Strict && essence(h.ContentType) != "text/event-stream":
		return fail(FailContentType), answer + " with the type " + quote(h.ContentType) + " instead of text/event-stream", false
	}
	return nil, "", false
}
