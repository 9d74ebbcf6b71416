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
	// Code is what the server called the trouble in the stream.
	Code string
	// Body is the beginning of the body of a response that was refused, or of the record
	// that reports the trouble.
	Body string
	// Attempt counts the failures in a row, this one included; a useful connection ends a
	// row.
	Attempt int
	// RetryIn is the wait before the next attempt; meaningless when Final.
	RetryIn time.Duration
	// Cause is for the engine's developers: where it failed.
	Cause string
	// Final says that the feed is closed and will not try again.
	Final bool
}

// The failure types.
const (
	FailNetwork     = "network"      // no response: refused, unreachable, blocked by CORS, or cut in the body
	FailStatus      = "status"       // a status that is not a feed
	FailNoContent   = "no-content"   // 204 or 205: the server asks not to reconnect
	FailContentType = "content-type" // a web page, found by auto; strict class: not text/event-stream
	FailOpaque      = "opaque"       // mode no-cors hides the body
	FailRequest     = "request"      // the request could not be made, or the page's own code failed it
	FailStall       = "stall"        // the connection was silent for too long and has been cut
	FailAway        = "away"         // the page was put into the back/forward cache, or frozen
	FailServer      = "server"       // the server said in the stream what is wrong
	FailGap         = "gap"          // records are missing, and the page wanted the feed to stop then
	FailEnd         = "end"          // the body ended
	FailIncomplete  = "incomplete"   // the body ended before its end marker
	FailComplete    = "complete"     // the body ended and said that it was complete; not an error
	FailFraming     = "framing"      // where the next record begins cannot be told any more
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
	case f.Type == FailAway:
		b.WriteString("; the feed goes on when it is back.")
	case f.RetryIn == 0:
		b.WriteString("; trying again at once.")
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

// plain is quote without the quotes, for a reason phrase: it should be a few words, but
// need not be.
func plain(s string) string {
	s = quote(s)
	return s[1 : len(s)-1]
}

// quote shortens what a server said to a length that fits a message.
func quote(s string) string {
	const maxBytes = 80
	if len(s) > maxBytes {
		s = strings.ToValidUTF8(s[:maxBytes], "") + "…"
	}
	return strconv.Quote(s)
}
