package feed

import (
	"strings"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/retry"
)

// DefaultReconnectionTime is the wait before reconnecting while the server sets
// none. The standard leaves it to the browser, "probably in the region of a few
// seconds" (WHATWG HTML section 9.2.2); Chromium and WebKit use 3 s.
const DefaultReconnectionTime = 3 * time.Second

// DefaultMaxRecordBytes is the record limit while the page sets none.
const DefaultMaxRecordBytes = 16 << 20

// Config is what the page asks for. The zero value of a field means its default.
type Config struct {
	// Strict keeps to the EventSource standard: every status but 200 and every type
	// but text/event-stream ends the feed for good.
	Strict bool
	// Format is how the body is framed; empty means framing.Auto.
	Format framing.Format
	// Method is the request's method; empty means GET. Any but GET and HEAD is sent
	// once: to send it again could do again what it did.
	Method string
	// LastEventID is sent with the first request.
	LastEventID string
	// MaxRecordBytes bounds a record, and with it the memory of the feed.
	MaxRecordBytes int
	// Once ends the feed at the first failure or end instead of reconnecting.
	Once bool
	// Where names the feed in messages: its URL without user, query and fragment,
	// which may hold secrets.
	Where string
}

func (c Config) withDefaults() Config {
	if c.Strict {
		c.Format = framing.SSE
	}
	if c.Format == "" {
		c.Format = framing.Auto
	}
	if c.Method == "" {
		c.Method = "GET"
	}
	if c.MaxRecordBytes <= 0 {
		c.MaxRecordBytes = DefaultMaxRecordBytes
	}
	return c
}

// repeatable tells whether the request may be sent again: its method is safe (RFC
// 9110 section 9.2.1), and it goes over a network. A blob: or data: URL answers the
// same for ever, and others are no feeds at all.
func (c Config) repeatable() bool {
	safe := c.Method == "GET" || c.Method == "HEAD"
	return safe && (strings.HasPrefix(c.Where, "http:") || strings.HasPrefix(c.Where, "https:"))
}

// curve is how waits grow. The strict class always waits its reconnection time;
// the standard permits "an exponential backoff delay" besides, which a feed that
// retries what a standard EventSource gives up on cannot do without.
func (c Config) curve(reconnectionTime time.Duration) retry.Curve {
	if c.Strict {
		return retry.Curve{Base: reconnectionTime, Factor: 1}
	}
	return retry.Curve{Base: reconnectionTime, Factor: 2, Cap: time.Minute, Jitter: 0.5}
}

// Accept is the Accept header for a request that carries none.
func (c Config) Accept() string {
	switch c.Format {
	case framing.SSE:
		return "text/event-stream"
	case framing.Auto:
		return "text/event-stream, application/x-ndjson, application/json-seq, application/json;q=0.9, */*;q=0.8"
	case framing.NDJSON:
		return "application/x-ndjson, application/json;q=0.9, */*;q=0.8"
	case framing.JSONSeq:
		return "application/json-seq, application/json;q=0.9, */*;q=0.8"
	case framing.Text:
		return "*/*"
	}
	return "application/json, */*;q=0.8"
}
