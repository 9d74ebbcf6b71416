package framing

import "encoding/binary"

// A BytesFramer frames records that are bytes, and not text. Its rows are added by
// [Table.AddBytes].
type BytesFramer interface {
	Framer
	// Head says what of a record is a header.
	Head() Head
}

// Head says what of a record of bytes is a header, ahead of its payload: 0 is nothing, n so many
// bytes. Where it is negative, a record begins with the length of its header, a big-endian uint32
// that a framer writes where it finds four bytes that are no longer needed.
// js/src/link/contract.ts has the same numbers.
type Head int32

const (
	// AmazonHead are the header fields of Amazon's event stream.
	AmazonHead Head = -1
	// MIMEHead are the header fields of a part of a multipart body, with their line ends.
	MIMEHead Head = -2
)

// headLength is the size of the length that a record begins with.
const headLength = 4

// Split cuts a record of bytes into its header and its payload.
func (h Head) Split(record []byte) (header, payload []byte) {
	if h >= 0 {
		return record[:h], record[h:]
	}
	n := headLength + int(binary.BigEndian.Uint32(record))
	return record[headLength:n], record[n:]
}

// An Outcome is what became of a body, as far as its own bytes say.
type Outcome int

const (
	// Completed is a body that said that nothing more follows.
	Completed Outcome = iota
	// Failed is one in which the server said what went wrong.
	Failed
	// Lost is one of which nobody can tell where the next record begins.
	Lost
)

// A Verdict is what a body says of itself as a whole. Nothing behind it is framed.
type Verdict struct {
	Outcome Outcome
	// Code is what the server calls the trouble, and Message what is to be said: its own words, or
	// what was seen.
	Code, Message string
}

// A Judge is a framer whose bodies say how they end.
type Judge interface {
	Framer
	// Verdict is what the body has said; nil if nothing yet.
	Verdict() *Verdict
	// Finite reports whether a body that has not said that it is complete was cut.
	Finite() bool
}
