package framing

import "github.com/feedsource/feedsource/wasm/internal/jsontext"

// A form is how JSON texts follow one another in a body.
type form int

const (
	concatenated form = iota // back to back, or with any white space between
	sequence                 // RFC 7464: RS, text, LF
	array                    // elements of one top-level array
)

const rs = 0x1e // the record separator of RFC 7464, section 2.1

// state is what the scanner expects next.
type state int

const (
	between  state = iota // no record is open
	scalar                // in a number, true, false or null
	nested                // in an object or array, outside strings
	quoted                // in a string
	broken                // in a record that cannot be JSON, up to where the next may start
	before                // before the first RS, or the '[' of an array
	closing               // behind a sequence's text: its LF is to come
	finished              // after a sequence's element or an array's ']'
)

// JSON frames JSON texts by depth: brackets outside strings are counted, nothing
// is parsed but the elements of a sequence, which are checked when they are whole. It carries its state from chunk to chunk, so that each byte is looked
// at once however finely a record is cut.
//
// JSON does not say how to go on after an error, so this is ours: an opening
// bracket where no value may stand, or a raw line end in a string, means that a
// record was cut off. The next record starts at the next line whose first byte is
// '{' or '[' (in a sequence: at the next RS), which no pretty-printed inner line
// is. All bytes up to there are one Malformed record.
type JSON struct {
	form     form
	state    state
	start    int  // where the open record starts in buf
	size     int  // of a text that is closing
	depth    int  // open brackets, not counting the one of a top-level array
	escaped  bool // the last byte of a string was a backslash
	skipping bool // the open record was reported as too large
	ended    bool // the ']' of a top-level array was seen
	prev     byte // last byte that was not white space in a nested value
	last     byte // last byte seen
	content  bool // the present line holds a value
	why      Reason
	scratch  []byte
}

// NewJSON frames JSON texts that are concatenated or separated by white space or
// commas. It reads NDJSON and CR and CRLF feeds as well, and all three documents
// of Gitter, which disagree on the delimiter.
func NewJSON() *JSON { return &JSON{form: concatenated, last: '\n'} }

// NewJSONSeq frames a JSON text sequence (RFC 7464, application/json-seq).
func NewJSONSeq() *JSON { return &JSON{form: sequence, state: before} }

// NewJSONArray frames the elements of one top-level array as they complete.
func NewJSONArray() *JSON { return &JSON{form: array, state: before} }

// Finite implements [Judge]. An array has an end marker; the other forms have none.
func (j *JSON) Finite() bool { return j.form == array }

// Verdict implements [Judge]: an array is complete when its ']' has come. What follows is no
// part of it.
func (j *JSON) Verdict() *Verdict {
	if !j.ended {
		return nil
	}
	return &Verdict{Outcome: Completed, Message: "the array is complete"}
}

// Frame implements [Framer].
func (j *JSON) Frame(buf []byte, from int, t *Table) (keep, end int) {
	for i := from; i < len(buf); {
		if j.state == nested || j.state == quoted && j.depth > 0 && !j.escaped {
			if i = j.rush(buf, i); i == len(buf) {
				break
			}
		}
		switch j.state {
		case quoted:
			i = j.inString(buf, i, t)
		case nested:
			i = j.inValue(buf, i, t)
		case scalar:
			i = j.inScalar(buf, i, t)
		case closing:
			i = j.inClosing(buf, i, t)
		case broken:
			i = j.inBroken(buf, i, t)
		default:
			i = j.outside(buf, i, t)
		}
	}
	if len(buf) > from {
		j.last = buf[len(buf)-1]
	}
	if !j.open() || j.skipping {
		return len(buf), len(buf)
	}
	if held := len(buf) - j.start; t.Exceeds(held) {
		// The scan goes on, so that the record's own end is found; only its bytes
		// are no longer kept.
		t.Reject(TooLarge, j.start, held)
		j.skipping = true
		return len(buf), len(buf)
	}
	keep, j.start = j.start, 0
	return keep, len(buf)
}

// open reports whether a record is under way.
func (j *JSON) open() bool {
	return j.state == scalar || j.state == nested || j.state == quoted || j.state == closing || j.state == broken
}

// End implements [Framer]. RFC 7464 section 2.4 gives the rule for all forms: a
// number or a literal that nothing follows may be half of one.
func (j *JSON) End(buf []byte, keep int, _ bool, t *Table) {
	switch {
	case j.state == closing:
		j.start = keep
		j.deliver(buf, len(buf), t)
	case j.state == broken:
		j.reject(buf, keep, len(buf), j.why, t)
	case j.open():
		j.reject(buf, keep, len(buf), Truncated, t)
	}
}

// byteBefore is the byte before buf[i], also when it came with an earlier chunk.
func (j *JSON) byteBefore(buf []byte, i int) byte {
	if i > 0 {
		return buf[i-1]
	}
	return j.last
}

// close ends the open record just before buf[stop]. An element of a sequence is no record
// if anything but white space follows (RFC 7464 section 2.1), which its LF shows.
func (j *JSON) close(buf []byte, stop int, t *Table) {
	if j.size = stop - j.start; j.form == sequence {
		j.state = closing
		return
	}
	j.deliver(buf, stop, t)
}

// deliver takes a text whose bytes are known up to buf[stop]. The white space that an element of a
// sequence may have behind it is held with it, and counts for the limit.
func (j *JSON) deliver(buf []byte, stop int, t *Table) {
	switch {
	case j.skipping:
	case stop-j.start > t.Limit():
		t.Reject(TooLarge, j.start, stop-j.start)
	case j.form == sequence && !j.valid(buf[j.start:j.start+j.size]):
		t.Reject(NotJSON, j.start, j.size)
	default:
		t.Add(Data, j.start, j.size)
	}
	j.idle()
}

// valid reports whether an element is one JSON text. Its sequence is told of any that is not
// (RFC 7464 section 2.1), where other forms leave that to who parses.
func (j *JSON) valid(text []byte) (ok bool) {
	j.scratch, ok = jsontext.Valid(text, j.scratch)
	return ok
}

// reject ends the open record just before buf[stop] as malformed.
func (j *JSON) reject(buf []byte, start, stop int, why Reason, t *Table) {
	if !j.skipping {
		if stop-start <= t.Limit() {
			_, stop = trim(buf, start, stop)
		}
		t.Reject(why, start, stop-start)
	}
	j.idle()
}

func (j *JSON) idle() {
	j.state, j.depth, j.skipping, j.escaped, j.content = between, 0, false, false, true
	if j.form == sequence {
		j.state = finished
	}
}
