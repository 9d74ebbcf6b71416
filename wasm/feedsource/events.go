//go:build !js

package feedsource

import (
	"net/http"
	"time"
)

// Event is what a feed tells: an [*OpenEvent], a [*Record], an [*Error], a [*KeepAliveEvent], a [*MalformedEvent], a
// [*GapEvent], a [*StallEvent], a [*LagEvent] or a [*WarningEvent].
type Event interface{ isEvent() }

// OpenEvent tells that a response was accepted as a feed.
type OpenEvent struct {
	URL    string // where it came from, behind redirects
	Status int
	Header http.Header
}

// KeepAliveEvent tells that something came that is no record.
type KeepAliveEvent struct {
	Kind        KeepAliveKind
	Data        []byte // of a comment its text, of a signal the record
	LastEventID string

	isBookmark bool // what comes ahead of it need not be held any more
}

// MalformedEvent tells of bytes that could not be read as a record. The records around them still arrive.
type MalformedEvent struct {
	Reason      MalformedReason
	Data        []byte // the bytes as they came; the first KiB if the record is over MaxRecordBytes
	Offset      int64  // where in the body they begin; -1 if Validate found it
	LastEventID string // the cursor in force where they came
	Err         error  // what Validate gave; nil for other reasons
}

// GapEvent tells that records are missing that the server cannot give back.
type GapEvent struct {
	Reason  GapReason
	From    string    // the last event ID before what is missing
	Since   time.Time // when bytes last came before it; zero if never
	Message string    // what happened, in a sentence
}

// StallEvent tells that the connection has been silent for too long, and is cut.
type StallEvent struct {
	Silent  time.Duration // how long nothing came
	Limit   time.Duration // how long nothing may come
	Message string        // what happened, in a sentence
}

// LagEvent tells that the feed is behind by more than Lag.Warn, by twice as much as last time, or no longer by half of it.
type LagEvent struct {
	Lag     time.Duration // how far behind the feed is, whatever the clocks say
	Offset  time.Duration // the difference of the clocks and the lag together
	Trend   time.Duration // how much the lag grows in a second
	Message string        // what happened, in a sentence
}

// WarningEvent tells that the feed works, but not as the program or the server would have it.
type WarningEvent struct {
	Reason  WarningReason
	Message string // what happened, in a sentence
	Code    string // for WarnServer: the member that the rule compared
	Data    string // for WarnServer: the record
}

func (*OpenEvent) isEvent()      {}
func (*Record) isEvent()         {}
func (*Error) isEvent()          {}
func (*KeepAliveEvent) isEvent() {}
func (*MalformedEvent) isEvent() {}
func (*GapEvent) isEvent()       {}
func (*StallEvent) isEvent()     {}
func (*LagEvent) isEvent()       {}
func (*WarningEvent) isEvent()   {}

// reached is what a feed tells itself: behind a batch, the cursor that is in force there.
type reached string

func (reached) isEvent() {}
