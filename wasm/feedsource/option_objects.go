//go:build !js

package feedsource

import (
	"context"
	"iter"
	"time"
)

// Resume is how the cursor goes back to the server, and outlives the process.
type Resume struct {
	// Off: the cursor does not go back. It is the browser's false.
	Off bool
	// Page: one's own HeadersFunc or URLFunc carries it. It is the browser's 'page'.
	Page bool

	// Header takes the cursor; empty is Last-Event-ID.
	Header string
	// NoHeader: no header takes it, so that without Query, Body or URL the cursor is kept and not sent. It is the
	// browser's header: false.
	NoHeader bool
	// Query is the query parameter that takes the cursor instead. If the URL has it already (and not as now or
	// latest), that is the initial cursor.
	Query string
	// Body is a JSON pointer to the member of the request's body that takes the cursor instead, or "/" and the name of
	// a form's field.
	Body string
	// As is what the server takes for the cursor: a template such as "entries={id}:1:", where {id+1} is the next whole
	// number.
	As string
	// AsFunc makes it of the cursor instead.
	AsFunc func(ctx context.Context, cursor string) (string, error)
	// Cursor is what the cursor is: [CursorCount] is the number of records so far, empty or [CursorID] the record's own.
	Cursor CursorKind
	// URL is that of another request, which goes on with the answer, so that a POST is not sent twice. {from}, {id} and
	// {count} in it are replaced.
	URL string
	// URLFunc gives it instead.
	URLFunc func(ctx context.Context, state State) (string, error)
	// Method is the method of that other request; empty is GET with URL, else the feed's own.
	Method string
	// From is what to remember of the first answer, for URL.
	From *From
	// Replay is [ReplaySkip] if the server can only begin anew, and what came already is to be skipped.
	Replay Replay

	// Persist keeps the cursor beyond the process: see [FileStore]. It is written once a second at most, and when the
	// feed ends.
	Persist CursorStore
	// Key is the key in that store; empty is the URL without its query, which may hold secrets.
	Key string
}

// From is what to remember of a first answer: one of both.
type From struct {
	// Header is the name of a header, such as Location.
	Header string
	// Record is a JSON pointer to a member of the first record that has it.
	Record string
}

// Dedupe is what identifies a record, and how long it is remembered.
type Dedupe struct {
	// Off: nothing is dropped, whatever the preset says.
	Off bool
	// Key are JSON pointers that together identify a record. A record that lacks one is always delivered.
	Key []string
	// ByID takes the id that an event has of its own instead, and LastEventID for one that has come. It is the
	// browser's key: 'id'.
	ByID bool
	// Window is how many records are remembered, of up to 1 KiB each; 0 is 1000.
	Window int
}

// Gap is what is known of the server's memory. After a loss the feed goes on, and a [GapEvent] tells.
type Gap struct {
	// Off: nothing is known, whatever the preset says.
	Off bool
	// Window is after how long a break the server cannot give back all that was missed; 0 is not known.
	Window time.Duration
	// Header is a response header that holds the cursor just before the first event. Another one than was sent means
	// that records were left out.
	Header string
	// Stop closes the feed after a loss, instead of going on.
	Stop bool
}

// Backfill is the address of the records that a stream cannot give back, page by page, or a function that gives them. The
// stream is opened first, and held until they are delivered.
type Backfill struct {
	// Off: nowhere, whatever the preset says.
	Off bool
	// URL has the pages: JSON arrays or JSON texts, asked for by GET with the feed's headers.
	URL string
	// After is the query parameter that takes the cursor: what comes after it is wanted.
	After string
	// Before is for services whose pages begin with the newest record: the parameter that takes the oldest id so far.
	Before string
	// Size is how many records a full page has; 0: the last page is the one without records.
	Size int
	// Overlap asks from the lowest of so many cursors, where records are slightly out of the order of their ids.
	Overlap int
	// Func gives the records after a cursor instead, oldest first, each a JSON text. An error ends the attempt, and is
	// tried again.
	Func func(ctx context.Context, from string) iter.Seq2[[]byte, error]
}

// Decode is where a record holds what is encoded.
type Decode struct {
	// Off: nothing is undone, whatever the preset says.
	Off bool
	// Data is a JSON pointer to what is encoded, and Encoding one to the chain of encodings, such as json/utf-8/base64,
	// which is undone from right to left.
	Data, Encoding string
	// Base64 is, instead of both, a JSON pointer to the member that holds the record in base64.
	Base64 string
}

// Lag is where the time of a record is, and when that is too long ago.
type Lag struct {
	// Off: lag is not measured, whatever the preset says.
	Off bool
	// Time is a JSON pointer to the time of a record, or the name of a header field: ISO 8601, Unix time in seconds to
	// nanoseconds, or created_at as Twitter writes it.
	Time string
	// Warn has a [LagEvent] told when the feed is so far behind, each time that this has doubled, and once when it
	// is back under half; 0 tells none.
	Warn time.Duration
}

// Reconnect is how a feed connects again.
type Reconnect struct {
	// Off stops at the first failure or end. It is the browser's false.
	Off bool
	// MaxAttempts stops after so many failures in a row; 0 is without end.
	MaxAttempts int
	// MaxElapsed stops when the next attempt would come later than this after the first failure of a row; 0 is without
	// end.
	MaxElapsed time.Duration
	// AnyMethod sends a request again whatever its method, and not only GET and HEAD; nil is false.
	AnyMethod *bool
	// Delay is asked about every failure, which holds what the feed would do (RetryIn, Final). It gives the wait, or
	// [AsProposed] or [Stop].
	Delay func(failure *Error) time.Duration
}

// What Reconnect.Delay can give besides a wait.
const (
	AsProposed time.Duration = -1 // what the feed would do
	Stop       time.Duration = -2 // nothing more: the feed is closed
)

// Keepalive is how long a connection may be silent. Any byte is a sign of life, whatever it is part of. Time in which the
// program does not read is not held against the server.
type Keepalive struct {
	// Off: no silence is too long, whatever the preset says.
	Off bool
	// Timeout is the longest silence; 0 learns it from the feed: three beats of a keep-alive that comes regularly, or six
	// times the longest gap if none does, but at least 30 s.
	Timeout time.Duration
	// Connect is the longest wait for a response, and for a function that the request needs; 0 is Timeout, or 30 s where
	// that is learned.
	Connect time.Duration
	// Ping is what a silent WebSocket sends, once in a silence, so that the server answers. It is sent when half of Timeout
	// is over, which is 60 s then if it is 0.
	Ping Words
	// Pong is what the answer is, which is not a record; At empty is its whole text. Nil: an answer is a record.
	Pong *Condition
}

// Signal is a rule for what a record says about the connection.
type Signal struct {
	// Type is the type of event that the record is; empty is any.
	Type string
	// At is a JSON pointer to the member that is compared, or the name of a header field; empty is the whole text.
	At string
	// Is is what that may be, numbers and truth values as they are written; nil is anything but null, false and an empty
	// text.
	Is []string
	// Range is two numbers between which it lies, these included, instead of Is.
	Range *[2]float64
	// And is what another member must be as well.
	And *Condition
	// Then is what the feed does.
	Then SignalWord
	// Deliver: false keeps the record from loops; nil is true.
	Deliver *bool
	// Says is what the message of a failure or warning says instead of the server's words.
	Says string
	// Close makes the rule one for the close codes of a WebSocket (1000 to 4999) from one to another, and not for records.
	// It goes with Then and Says alone.
	Close *[2]int
	// Reply is what a WebSocket sends back to the record.
	Reply Words
}

// Condition is what a member of a record must be.
type Condition struct {
	// At is a JSON pointer to the member, or the name of a header field; empty is the whole text.
	At string
	// Is is what it may be; nil is anything but null, false and an empty text.
	Is []string
}

// FixedFormat is a format of frames that begin with a header of always the same size, with a length in it.
type FixedFormat struct {
	// Bytes is how many bytes the length has: 1, 2, 4 or 8.
	Bytes int
	// LittleEndian is the byte order of the length; false is big-endian.
	LittleEndian bool
	// Offset is where in the header the length stands, in bytes from 0.
	Offset int
	// CountsFrame says that the length counts the header too, and not only what follows it.
	CountsFrame bool
	// Header is how many bytes the header has, up to 1024; 0: it ends with the length.
	Header int
}
