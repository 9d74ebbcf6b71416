// Package record says what the relay keeps and hands on.
package record

import "time"

// Kind is what a record is, besides the text that most are.
type Kind string

// The kinds of a record.
const (
	Text  Kind = ""
	Bytes Kind = "bytes" // of a format of bytes
	Gap   Kind = "gap"   // a note that records are missing; its text is a JSON of GapDetail

	// These are none, and no reader is told.
	Mark   Kind = "mark"   // the upstream cursor has moved without a record
	Opened Kind = "opened" // upstream has been asked for what follows on the cursor
)

// IsRecord says whether there is something to be told to readers.
func (k Kind) IsRecord() bool { return k != Mark && k != Opened }

// GapType is the event type of a gap, and of nothing else: an event of upstream's that is called so is called OtherGapType here.
const (
	GapType      = "relay-gap"
	OtherGapType = "upstream-relay-gap"
)

// A Record is what a feed delivered.
type Record struct {
	Kind   Kind
	Type   string // of the event; "" is "message"
	Cursor string // the upstream cursor in force; "" if there is none
	Data   []byte

	// What the store adds.
	Sequence uint64
	Stored   time.Time
}

// GapDetail is the text of a gap.
type GapDetail struct {
	Reason  string `json:"reason"`         // a word, as of FeedSource's GapDetail
	Message string `json:"message"`        // a sentence
	From    string `json:"from,omitempty"` // the last upstream cursor before what is missing
}
