//go:build !js

package feedsource

import (
	"context"
	"net/http"
)

// Options are what a feed is made with. All are optional. They are the options of the browser's package
// by the same names, but for those that only a web page has use for; its docs/options.md says more of each.
//
// A member that is zero was not given: the preset's counts, and without one the default.
type Options struct {
	// Preset is the name of a service that is known: see [Presets]. The options of the preset are taken
	// where there are none of one's own; of those that are structs, one's own members replace the preset's.
	Preset string

	// Client sends the requests; nil is one that is shared by all feeds. Its Timeout must be 0, because it
	// would cut the stream: Keepalive bounds silence. Whatever it is, a redirect to another origin is followed
	// without Headers and without a Referer.
	Client *http.Client
	// Headers go with every request, those as well that browsers do not let a page set.
	Headers http.Header
	// HeadersFunc is asked for the headers of every request, beside Headers, so that a token can be fresh. After
	// a 401 it is asked once more before that is believed.
	HeadersFunc func(ctx context.Context, state State) (http.Header, error)
	// URLFunc is asked for the URL of every request; the url of [Open] is empty then.
	URLFunc func(ctx context.Context, state State) (string, error)
	// Method is the method of the request; empty is GET. A request that is not GET or HEAD is sent once,
	// unless Reconnect.AnyMethod or Resume.URL say otherwise.
	Method string
	// Body is the body of the request. Its type is the header Content-Type, which is left to Headers.
	Body []byte

	// Format says how the body is cut into records; empty is [FormatAuto].
	Format Format
	// FixedFormat is a format of frames that begin with a header of always the same size, instead of Format.
	FixedFormat *FixedFormat
	// Payload is [PayloadJSON] if records of a format of bytes are JSON texts, into which options can look. Empty goes
	// by the content type.
	Payload Payload
	// Decode undoes the encodings that a record names.
	Decode *Decode
	// MaxRecordBytes is the longest record, up to 2^30; 0 is 16 MiB. A longer one is a [MalformedEvent], and memory
	// stays bounded.
	MaxRecordBytes int
	// Validate looks at each record ahead of its delivery. One for which it gives an error becomes a
	// [MalformedEvent] of reason schema. It is the browser's option schema.
	Validate func(*Record) error

	// ID are JSON pointers (RFC 6901) to the cursor of a record, such as /id_str: the first that a record has counts.
	// What does not begin with "/" is the name of a field of the record's header. Without, the cursor is the id field
	// of an event stream.
	ID []string
	// LastEventID is the cursor of the first request, to go on where an earlier feed stopped.
	LastEventID string
	// Resume says how the cursor goes back to the server, and where it is kept; nil sends it in the header
	// Last-Event-ID.
	Resume *Resume
	// Dedupe drops records that came before; nil drops none.
	Dedupe *Dedupe
	// Hold holds records until the bookmark behind them has come ([SignalBookmark]). If the connection is lost in
	// between, they are dropped, because they come again. Nil is false.
	Hold *bool
	// Gap is what is known of the server's memory.
	Gap *Gap
	// Backfill says where the records are that the stream cannot give back.
	Backfill *Backfill

	// Reconnect says how often and how long to try again; nil is without end.
	Reconnect *Reconnect
	// Keepalive cuts a connection that has gone silent, and connects again; nil does not.
	Keepalive *Keepalive
	// Signals are rules for records that say something about the connection. The first rule that a record meets
	// counts. A list that is empty and not nil is none, whatever the preset says.
	Signals []Signal
	// Lag tells how far behind the feed is, in [Stats] and by a [LagEvent].
	Lag *Lag

	// Transport is by what the feed comes: [TransportWebSocket] reads an http URL by a WebSocket. Empty goes by the URL: a
	// WebSocket for wss and ws, else HTTP.
	Transport Transport
	// Protocols are the subprotocols that a WebSocket offers. The one that the server chose is the header
	// Sec-WebSocket-Protocol of the [OpenEvent].
	Protocols []string
	// Greet is what a WebSocket sends first, on every connection, ahead of what [Feed.Send] has waiting.
	Greet Words
	// Subscribe is what a WebSocket sends when the server has answered Greet, as a signal with [SignalReady] tells.
	Subscribe Words

	// Random gives numbers in [0, 1), for the jitter of waits; nil is math/rand. It is called by one goroutine at a
	// time, and must not use the feed.
	Random func() float64
}

// State is what is known of a feed when a request of it is made.
type State struct {
	// Attempt is the number of the attempt, from 1.
	Attempt int
	// LastEventID is the cursor so far; empty if there is none.
	LastEventID string
	// Count is how many records there have been.
	Count int
	// From is what Resume.From found in the first answer; empty if nothing.
	From string
	// Header is that of the first answer; nil before there is one.
	Header http.Header
}
