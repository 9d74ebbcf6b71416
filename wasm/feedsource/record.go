//go:build !js

package feedsource

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// Record is what a feed delivers: an event of an event stream, a JSON text, a line, the payload of a frame.
type Record struct {
	// Type is what the server calls the event; message where it does not say, and in formats that have no types.
	Type string
	// Data is the record as it came: its bytes, of an event stream the data lines joined with LF. It may be kept and changed.
	// Records of one chunk share an array of 64 KiB or so, all of which stays as long as one of them: of a few that are
	// kept for long, keep bytes.Clone(Data) and not the record.
	Data []byte
	// IsBytes says that the format is one of bytes, and not of text.
	IsBytes bool
	// LastEventID is the cursor in force at the record; empty in formats that have none.
	LastEventID string
	// Header are the bytes ahead of the payload, in formats of bytes that have a header with more than a length in it.
	Header []byte
	// Origin is the origin that the record was read from.
	Origin string
	// ReceivedAt is when the chunk that completed the record was read.
	ReceivedAt time.Time

	head framing.Head
}

// Field is a field of the record's header as text, in formats that have some: aws-eventstream, and multipart, where names are in any
// case. ok is false if there is none.
func (r *Record) Field(name string) (value string, ok bool) {
	text, ok := r.head.Field(r.Header, name)
	return string(text), ok
}

// Decode reads the record as JSON into v, as [json.Unmarshal] does.
//
// If that cannot be, the error is an [*Error] of type malformed, whose cause is what json said. The feed goes on.
func (r *Record) Decode(v any) error {
	err := json.Unmarshal(r.Data, v)
	if err == nil {
		return nil
	}
	const shown = 80
	beginning := strconv.Quote(string(r.Data[:min(len(r.Data), shown)]))
	return &Error{
		Type: FailMalformed, Cause: err,
		Message: fmt.Sprintf("A record beginning %s cannot be decoded (%v); the feed goes on.", beginning, err),
	}
}
