//go:build !js

package feedsource

// Format is the name of a format: how a body is cut into records.
type Format string

// The formats of text. Auto goes by the content type, then by the first bytes.
const (
	FormatAuto      Format = "auto"
	FormatSSE       Format = "sse"
	FormatNDJSON    Format = "ndjson"
	FormatJSONCR    Format = "json-cr"
	FormatJSONCRLF  Format = "json-crlf"
	FormatLength    Format = "length"
	FormatJSON      Format = "json"
	FormatJSONSeq   Format = "json-seq"
	FormatJSONArray Format = "json-array"
	FormatLines     Format = "lines"
	FormatText      Format = "text"
)

// The formats of bytes.
const (
	FormatVarint         Format = "varint"
	FormatU8             Format = "u8"
	FormatU16BE          Format = "u16be"
	FormatU16LE          Format = "u16le"
	FormatU32BE          Format = "u32be"
	FormatU32LE          Format = "u32le"
	FormatU64BE          Format = "u64be"
	FormatU64LE          Format = "u64le"
	FormatEnvelope       Format = "envelope"
	FormatDocker         Format = "docker"
	FormatAWSEventStream Format = "aws-eventstream"
	FormatMultipart      Format = "multipart"
	FormatCBORSeq        Format = "cbor-seq"
	FormatMsgpack        Format = "msgpack"
	FormatMessage        Format = "message" // of a WebSocket, whose messages are texts or bytes
)

// Payload is what the payloads of records of bytes are.
type Payload string

// PayloadJSON: they are JSON texts.
const PayloadJSON Payload = "json"

// Transport is by what a feed comes.
type Transport string

// By what feeds come.
const (
	TransportHTTP      Transport = "http"
	TransportWebSocket Transport = "websocket"
)

// CursorKind is what a cursor is.
type CursorKind string

// The kinds of cursors.
const (
	CursorID    CursorKind = "id"    // the record's own
	CursorCount CursorKind = "count" // the number of records so far, malformed ones too
)

// Replay is what a server does with a request that comes again.
type Replay string

// ReplaySkip: it begins anew, and what came already is skipped.
const ReplaySkip Replay = "skip"

// SignalWord is what a feed does about a record.
type SignalWord string

// What a feed does about a record that meets a rule.
const (
	SignalEnd       SignalWord = "end"       // closes, because the answer is complete; a body that ends without it is incomplete
	SignalLast      SignalWord = "last"      // the answer is complete when the body ends
	SignalRefresh   SignalWord = "refresh"   // connects at once, if a function gives new headers or another URL; else closes
	SignalRotate    SignalWord = "rotate"    // connects at once
	SignalRetry     SignalWord = "retry"     // waits as after a 5xx
	SignalStop      SignalWord = "stop"      // closes
	SignalGap       SignalWord = "gap"       // forgets the cursor, tells a gap and begins anew
	SignalWarning   SignalWord = "warning"   // tells a warning
	SignalKeepalive SignalWord = "keepalive" // takes the record for a sign of life, and not for a record
	SignalBookmark  SignalWord = "bookmark"  // does the same, but takes its cursor
	SignalReady     SignalWord = "ready"     // takes the record for the answer to Greet; Subscribe is sent
)

// ErrorType is what a failure is about.
type ErrorType string

// What a failure is about.
const (
	FailNetwork     ErrorType = "network"      // there is no response, or the connection was cut
	FailStatus      ErrorType = "status"       // the server answered with a status that is not a feed
	FailContentType ErrorType = "content-type" // the server answered with something else: a web page, JSON for an event stream
	FailNoContent   ErrorType = "no-content"   // 204 or 205, by which the server asks not to come back
	FailRequest     ErrorType = "request"      // a function of one's own failed, or the request cannot be made
	FailStall       ErrorType = "stall"        // the connection was silent for too long and has been cut
	FailServer      ErrorType = "server"       // the server said in the stream what is wrong: Code and Body hold it
	FailGap         ErrorType = "gap"          // records are missing, and Gap.Stop closes the feed then
	FailEnd         ErrorType = "end"          // the server ended the body
	FailIncomplete  ErrorType = "incomplete"   // the body ended ahead of its end marker
	FailComplete    ErrorType = "complete"     // the answer is whole; this ends loops without an error
	FailFraming     ErrorType = "framing"      // nobody can tell any more where the next record begins
	FailMalformed   ErrorType = "malformed"    // the record is not JSON; Record.Decode gives this
	FailSend        ErrorType = "send"         // a message was not sent by a WebSocket; Feed.Send gives this
	FailEngine      ErrorType = "engine"       // the engine failed on this feed, which is a bug
)

// GapReason is why records are missing.
type GapReason string

// Why records are missing.
const (
	GapWindow   GapReason = "window"     // the break was longer than the server keeps records (Gap.Window)
	GapExpired  GapReason = "expired"    // the server does not know the cursor any more (410, or a signal)
	GapUnknown  GapReason = "unknown-id" // the server went on elsewhere than asked (Gap.Header)
	GapNoResume GapReason = "no-resume"  // the feed cannot go back
	GapBackfill GapReason = "backfill"   // what was missing could not be read
	GapDiverged GapReason = "diverged"   // an answer that began anew (Resume.Replay) is another one
)

// WarningReason is what is not as it should be.
type WarningReason string

// What is not as it should be.
const (
	WarnServer   WarningReason = "server"   // the server said so in the stream (a signal), with Code and Data
	WarnResume   WarningReason = "resume"   // the first answer lacks what Resume.From names, or it is not taken
	WarnPersist  WarningReason = "persist"  // the store held something else than a cursor, or could not keep one
	WarnFormat   WarningReason = "format"   // the format that was named cannot be right
	WarnBuffered WarningReason = "buffered" // heads of responses come, and nothing else, as behind a proxy that holds them back
)

// MalformedReason is what is wrong with bytes that are no record.
type MalformedReason string

// What is wrong with bytes that are no record.
const (
	MalformedTooLarge       MalformedReason = "too-large"
	MalformedNotJSON        MalformedReason = "not-json"
	MalformedTruncated      MalformedReason = "truncated"
	MalformedBadLength      MalformedReason = "bad-length"
	MalformedLengthTooLarge MalformedReason = "length-too-large"
	MalformedNotArray       MalformedReason = "not-array"
	MalformedBadChecksum    MalformedReason = "bad-checksum"
	MalformedBadFrame       MalformedReason = "bad-frame"
	MalformedTooDeep        MalformedReason = "too-deep"
	MalformedBadEncoding    MalformedReason = "bad-encoding"
	MalformedSchema         MalformedReason = "schema" // Validate gave an error
)

// KeepAliveKind is what a sign of life is.
type KeepAliveKind string

// What a sign of life is.
const (
	KeepAliveBlank   KeepAliveKind = "blank"   // a record without content
	KeepAliveComment KeepAliveKind = "comment" // a comment of an event stream
	KeepAliveSignal  KeepAliveKind = "signal"  // a record that Signals take for a sign of life, or keep from loops
)

// Liveness is how alive a connection is.
type Liveness string

// How alive a connection is.
const (
	Fresh   Liveness = "fresh"   // it is open, and as lively as usual
	Quiet   Liveness = "quiet"   // it is open, and a beat is missing (Keepalive)
	Stalled Liveness = "stalled" // it was cut for its silence, and is not open again
	Dead    Liveness = "dead"    // there is none: not yet, not at present, or not any more
)

// ReadyState is where a feed is in its life, as a loop has come to know it.
type ReadyState int

// The ready states. The numbers are those of the EventSource interface.
const (
	StateConnecting ReadyState = iota // without a connection, which it is to have
	StateOpen                         // its response has been accepted
	StateClosed                       // it connects no more
)
