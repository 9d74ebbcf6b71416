//go:build !js

package feedsource

import (
	"net/http"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/feed"
)

// Error is why a connection ended, or a record could not be read. In a range over [Feed.Events] it is one of the events; the
// one that is Final is also what [Feed.Records] ends with and [Feed.Err] gives, unless it is of type complete.
type Error struct {
	// Type is what the failure is about, for programs.
	Type ErrorType
	// Message is a sentence that says what was asked, what was seen and what happens next. It holds no secrets: URLs
	// are shortened to their path.
	Message string
	// Status is that of the response; 0 if there was none.
	Status int
	// Header is that of the response; nil if there was none.
	Header http.Header
	// Body is the first KiB of the body of a response that was refused, or of the record that tells of the trouble.
	Body string
	// Code is the word or number that the server has for the trouble.
	Code string
	// Attempt is how many requests have failed in a row, this one included.
	Attempt int
	// RetryIn is the wait until the next attempt; 0 if Final.
	RetryIn time.Duration
	// Final says that the feed is closed and will not try again.
	Final bool
	// Cause is the error of net/http, or of a function of one's own; nil if there is none.
	Cause error
}

// Error is the message.
func (e *Error) Error() string { return e.Message }

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Cause }

// OptionError tells of an option that there is not, that has a value that it cannot have, or that lacks what it needs.
type OptionError struct {
	// Option is its name, such as Resume.Query; url for what Open is called with.
	Option string
	// Message says what it is, and what it can be.
	Message string
}

// Error is the message.
func (e *OptionError) Error() string { return "feedsource: " + e.Message }

// errorOf is a failure of the machine's, about what came of an exchange.
func errorOf(f *feed.Failure, about *exchange) *Error {
	e := &Error{
		Type: ErrorType(f.Type), Message: inGo(f.Message), Status: f.Status, Body: f.Body, Code: f.Code,
		Attempt: f.Attempt, Final: f.Final,
	}
	if !f.Final {
		e.RetryIn = f.RetryIn
	}
	if about != nil {
		e.Cause = about.cause
		if about.response != nil {
			e.Header = about.response.Header
		}
	}
	return e
}
