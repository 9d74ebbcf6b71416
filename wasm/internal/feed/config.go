package feed

import (
	"time"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
	"github.com/feedsource/feedsource/wasm/internal/liveness"
	"github.com/feedsource/feedsource/wasm/internal/payload"
	"github.com/feedsource/feedsource/wasm/internal/retry"
)

// DefaultReconnectionTime is the wait of the strict class unless the server sets
// another. The standard leaves it to the browser, "probably in the region of a few
// seconds" (WHATWG HTML section 9.2.2); Chromium and WebKit use 3 s.
const DefaultReconnectionTime = 3 * time.Second

// DefaultMaxRecordBytes is the record limit unless the page sets another.
const DefaultMaxRecordBytes = 16 << 20

// Config is what the page asks for. The zero value of a field means its default;
// Format and URL have none and are required.
type Config struct {
	// Strict keeps to the EventSource standard: every status but 200 and every type
	// but text/event-stream ends the feed for good.
	Strict bool
	// Format is how the body is framed, one of framing.Formats, for the strict class too.
	Format framing.Format
	// WebSocket says that the feed is read by a WebSocket, and Pings that the page has something to
	// ask a server with that is silent.
	WebSocket, Pings bool
	// Layout is that of the headers of framing.FixedFmt.
	Layout framing.Layout
	// JSON says that the payloads of records of bytes are JSON texts.
	JSON bool
	// Method is the request's method; empty means GET. A request of another method than
	// GET and HEAD is sent once: to send it again could repeat what it did.
	Method string
	// LastEventID is sent with the first request.
	LastEventID string
	// ID are the members of a record that may be its cursor; the first that it has is. It
	// is empty for a feed whose records have none.
	ID []Member
	// Resume is how the cursor goes back to the server.
	Resume Resume
	// Liveness says when a silent connection is cut; nil is never.
	Liveness *liveness.Config
	// Dedupe drops records that were delivered before.
	Dedupe Dedupe
	// Decode undoes the encodings that a record names; nil leaves records as they are.
	Decode *payload.Members
	// Base64 is the member that holds a record in base64; nil if records are what they are.
	Base64 *jsonptr.Pointer
	// Lag measures how far behind the feed is; nil does not.
	Lag *Lag
	// Signals find the records that say something about the connection; the first rule
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
	// MaxAttempts ends the feed after so many failures in a row; 0 is no limit.
	MaxAttempts int
	// MaxElapsed ends the feed when the next attempt would come later than this after
	// the first failure of a row; 0 is no limit.
	MaxElapsed time.Duration
	// AnyMethod allows a request whose method is not safe to be sent again.
	AnyMethod bool
	// FreshHeaders says that the headers come from a function, which is asked once more
	// before a 401 is believed.
	FreshHeaders bool
	// AsksDelay says that the page decides after every failure whether and when to try again.
	AsksDelay bool
	// URL is where requests go; empty if AsksURL says that the page has a function for that,
	// which is asked for every request.
	URL     string
	AsksURL bool
	// Origin is that of the page; empty if there is no CORS.
	Origin string
	// From begins with what an earlier feed remembered of its answer (Resume.From).
	From string
	// Spare is shared by all feeds of an engine; nil if none is kept.
	Spare *framing.Spare
}

func (c Config) withDefaults() Config {
	if c.Method == "" {
		c.Method = "GET"
	}
	if c.WebSocket && c.Format == framing.Auto {
		c.Format = framing.MessageFmt
	}
	if c.MaxRecordBytes <= 0 {
		c.MaxRecordBytes = DefaultMaxRecordBytes
	}
	if c.Backfill != nil && !c.Dedupe.on() {
		c.Dedupe.Keys = c.ID // backfill pages and stream overlap
	}
	if c.Dedupe.Window <= 0 {
		c.Dedupe.Window = DefaultWindow
	}
	return c
}

// policy is how waits grow. The strict class always waits the reconnection time. The
// standard permits "an exponential backoff delay" as well, and a feed that retries where
// a standard EventSource gives up needs one.
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
