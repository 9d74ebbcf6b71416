package feed

import (
	"strings"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
	"github.com/feedsource/feedsource/wasm/internal/liveness"
	"github.com/feedsource/feedsource/wasm/internal/payload"
	"github.com/feedsource/feedsource/wasm/internal/retry"
)

// DefaultReconnectionTime is the wait of the strict class while the server sets
// none. The standard leaves it to the browser, "probably in the region of a few
// seconds" (WHATWG HTML section 9.2.2); Chromium and WebKit use 3 s.
const DefaultReconnectionTime = 3 * time.Second

// DefaultMaxRecordBytes is the record limit while the page sets none.
const DefaultMaxRecordBytes = 16 << 20

// Config is what the page asks for. The zero value of a field means its default;
// Format and URL have none and are required.
type Config struct {
	// Strict keeps to the EventSource standard: every status but 200 and every type
	// but text/event-stream ends the feed for good.
	Strict bool
	// Format is how the body is framed, one of framing.Formats, for the strict class too.
	Format framing.Format
	// Method is the request's method; empty means GET. Any but GET and HEAD is sent
	// once: to send it again could do again what it did.
	Method string
	// LastEventID is sent with the first request.
	LastEventID string
	// ID points to the cursor in a record, to the first of these that it has; empty is a
	// feed whose records have none.
	ID []jsonptr.Pointer
	// Resume is how the cursor goes back.
	Resume Resume
	// Liveness is when a silent connection is cut; nil is never.
	Liveness *liveness.Config
	// Dedupe drops records that came before.
	Dedupe Dedupe
	// Decode undoes the encodings that a record names; nil leaves records as they are.
	Decode *payload.Members
	// Lag tells how far behind the feed is; nil does not.
	Lag *Lag
	// Signals are the records that say something about the connection; the first rule
	// that a record meets counts.
	Signals []Rule
	// Gap is what is known of the server's memory.
	Gap Gap
	// Backfill says where the records are that the stream cannot give back; nil is
	// nowhere.
	Backfill *Backfill
	// MaxRecordBytes bounds a record, and with it the memory of the feed.
	MaxRecordBytes int
	// Once ends the feed at the first failure or end instead of reconnecting.
	Once bool
	// MaxAttempts ends the feed after so many failures in a row; 0 is without end.
	MaxAttempts int
	// MaxElapsed ends the feed when the next attempt would come later than this after
	// the first failure of a row; 0 is without end.
	MaxElapsed time.Duration
	// AnyMethod lets a request that is not safe be sent again.
	AnyMethod bool
	// FreshHeaders says that the headers come from a function: a 401 makes it be asked
	// once more before it is believed.
	FreshHeaders bool
	// AsksDelay says that the page decides after every failure whether and when to try again.
	AsksDelay bool
	// URL is where requests go.
	URL string
	// Spare is shared by all feeds of an engine; nil if none is kept.
	Spare *framing.Spare
}

func (c Config) withDefaults() Config {
	if c.Method == "" {
		c.Method = "GET"
	}
	if c.MaxRecordBytes <= 0 {
		c.MaxRecordBytes = DefaultMaxRecordBytes
	}
	if c.Backfill != nil && len(c.Dedupe.Keys) == 0 {
		c.Dedupe.Keys = c.ID // pages and stream overlap
	}
	if c.Dedupe.Window <= 0 {
		c.Dedupe.Window = DefaultWindow
	}
	return c
}

// repeatable tells whether the request may be sent again: its method is safe (RFC
// 9110 section 9.2.1), and it goes over a network. A blob: or data: URL answers the
// same for ever, and others are no feeds at all.
func (c Config) repeatable() bool {
	safe := c.Method == "GET" || c.Method == "HEAD" || c.AnyMethod
	return safe && (strings.HasPrefix(c.URL, "http:") || strings.HasPrefix(c.URL, "https:"))
}

// policy is how waits grow. The strict class always waits the reconnection time; the
// standard permits "an exponential backoff delay" besides, which a feed that retries
// what a standard EventSource gives up on cannot do without.
func (c Config) policy() retry.Policy {
	if c.Strict {
		return retry.Constant(DefaultReconnectionTime)
	}
	return retry.Default()
}

// hinted is policy after the server set the reconnection time.
func (c Config) hinted(reconnectionTime time.Duration) retry.Policy {
	if c.Strict {
		return retry.Constant(reconnectionTime)
	}
	return retry.Default().Hinted(reconnectionTime)
}
