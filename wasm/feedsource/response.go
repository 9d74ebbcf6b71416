//go:build !js

package feedsource

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/feed"
)

// unanswered tells the machine why an exchange has no response.
func (f *Feed) unanswered(x *exchange, why feed.Why, err error) {
	f.enter(func(now time.Duration) []feed.Action {
		if !x.isOver { // else it says no more than that
			x.cause = err
		}
		return f.machine.Unanswered(x.attempt, now, why, err.Error())
	})
}

// responded tells the machine of a response, and reads its body if that is wanted.
func (f *Feed) responded(x *exchange, response *http.Response) {
	body, err := f.bodyOf(response)
	if err != nil {
		_ = response.Body.Close()
		f.unanswered(x, feed.Invalid, err)
		return
	}
	defer func() { _ = body.Close() }()
	f.enter(func(now time.Duration) []feed.Action {
		if x.isOver || !f.machine.Current(x.attempt) {
			x.isOver = true
			return nil
		}
		x.response, x.body = response, body
		return f.machine.Response(x.attempt, now, f.headOf(response, now))
	})
	f.read(x)
}

// headOf is what a response says before its body.
func (f *Feed) headOf(r *http.Response, now time.Duration) feed.Head {
	h := feed.Head{
		Status: r.StatusCode, StatusText: strings.TrimSpace(strings.TrimPrefix(r.Status, fmt.Sprint(r.StatusCode))),
		ContentType: r.Header.Get("Content-Type"), RetryAfter: r.Header.Get("Retry-After"),
		RateLimitReset: r.Header.Get("X-Rate-Limit-Reset"), Wall: now.Milliseconds(),
		GRPCStatus: r.Header.Get("Grpc-Status"), GRPCMessage: r.Header.Get("Grpc-Message"),
	}
	if r.Request != nil && r.Request.URL != nil {
		h.URL = r.Request.URL.String()
	}
	if g := f.options.Gap; g != nil && g.Header != "" {
		h.Resumed = r.Header.Get(g.Header)
	}
	if from := f.options.Resume; from != nil && from.From != nil && from.From.Header != "" {
		h.From = r.Header.Get(from.From.Header)
	}
	return h
}

// bodyOf is the body of a response with its compression undone.
func (f *Feed) bodyOf(r *http.Response) (io.ReadCloser, error) {
	body := r.Body
	switch coding := strings.ToLower(r.Header.Get("Content-Encoding")); coding {
	case "", "identity":
	case "gzip", "x-gzip":
		body = &unzipped{body: body}
	default:
		return nil, fmt.Errorf("the body is compressed by %s, for which the program asked, and which is not undone", coding)
	}
	limit := cmp.Or(f.options.MaxRecordBytes, feed.DefaultMaxRecordBytes)
	if f.options.FixedFormat == nil && hasEnvelopes(f.options.Format, r.Header.Get("Content-Type")) {
		return newEnvelopes(body, limit), nil
	}
	return body, nil
}
