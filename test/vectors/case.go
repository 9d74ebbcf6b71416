package vectors

import (
	"fmt"
	"strings"
)

// A Case is a body and the records in it, however it is cut.
type Case struct {
	// Group is the heading that the case stands under, and Name tells it from the others
	// there.
	Group, Name string
	// Source is the clause that says so, such as "RFC 7464, section 2.1".
	Source string
	// Format is one of js/docs/formats.md, and ContentType what comes with it; "auto" goes by that.
	Format, ContentType string
	// Limit is the longest record in bytes.
	Limit int
	Body  string
	Want  []Record
}

// A Record is one of a body's, or what stands in the place of one.
type Record struct {
	// Kind is data, bytes, keep-alive, or the reason why it is malformed.
	Kind string
	// At is where in the body the text begins; Anywhere if that is not told.
	At int
	// Text is the record's bytes, behind its header if it has one.
	Text string
	// Head is the header, of a record of bytes.
	Head string
	// Type is the type of event that it is, "" for message, and ID the last event ID in
	// force at it.
	Type, ID string
}

// Anywhere is the place of a record that may be anywhere.
const Anywhere = -1

// The kinds of records that are not malformed.
const (
	Data      = "data"
	Bytes     = "bytes"
	KeepAlive = "keep-alive"
	Comment   = "comment"
)

// DefaultLimit is the limit of a case that names none: enough for every body that is
// not about limits.
const DefaultLimit = 1 << 20

// String is the record in words, without its place.
func (r Record) String() string {
	s := r.Kind
	switch {
	case r.Kind == Bytes:
		if s += fmt.Sprintf(" %q", r.Text); r.Head != "" {
			s += fmt.Sprintf(" head=%q", r.Head)
		}
	case r.Kind != KeepAlive && r.Kind != Comment:
		s += " " + r.Text
	case r.Text != "":
		s += fmt.Sprintf(" %q", r.Text)
	}
	if r.Type != "" {
		s += " type=" + r.Type
	}
	if r.ID != "" {
		s += " id=" + r.ID
	}
	return s
}

// Words are records in words.
func Words(records []Record) []string {
	var list []string
	for _, r := range records {
		list = append(list, r.String())
	}
	return list
}

// Title is the group and the name.
func (c Case) Title() string { return strings.TrimPrefix(c.Group+"/"+c.Name, "/") }
