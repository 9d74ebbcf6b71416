package framing

import "slices"

// Kind says what a row stands for. js/src/link/contract.ts has the same numbers.
type Kind int32

const (
	// Data is a record for the page.
	Data Kind = iota
	// KeepAlive is a record without content: a blank line, or white space.
	KeepAlive
	// Malformed is a record that could not be read; Row.Aux holds the Reason.
	Malformed
	// Comment is a comment of an event stream; its text is the row's bytes.
	Comment
	// Sign is a record that says nothing but that the connection lives, by what a page knows
	// of it.
	Sign
	// Bookmark is a Sign that has a cursor, which is behind all records before it.
	Bookmark
)

// Reason says why a record is Malformed. The words for them are in [Reason.Word].
type Reason int32

const (
	// TooLarge is a record longer than the limit. The row covers its first bytes.
	TooLarge Reason = iota
	// NotJSON is a record that cannot be JSON, by its brackets or its first and last byte; of a
	// sequence, one that is no JSON as a whole.
	NotJSON
	// Truncated is a record that the body's end, or the next record's start, cut off.
	Truncated
	// BadLength is a line that should hold a length and does not.
	BadLength
	// LengthTooLarge is a length beyond the record limit.
	LengthTooLarge
	// NotArray is a body that should be one JSON array and is not.
	NotArray
	// BadChecksum is a frame whose checksum is not that of its bytes.
	BadChecksum
	// BadFrame is a frame that its format does not know.
	BadFrame
	// TooDeep is a value that is nested deeper than anybody means it to be.
	TooDeep
	// BadEncoding is a payload whose encoding could not be undone.
	BadEncoding
)

var reasonWords = [...]string{
	TooLarge: "too-large", NotJSON: "not-json", Truncated: "truncated", BadLength: "bad-length",
	LengthTooLarge: "length-too-large", NotArray: "not-array", BadChecksum: "bad-checksum",
	BadFrame: "bad-frame", TooDeep: "too-deep", BadEncoding: "bad-encoding",
}

// Word is the reason's name in the public API: the type word of a malformed event.
func (r Reason) Word() string { return reasonWords[r] }

// Words lists the words of all reasons in the order of their numbers.
func Words() []string { return reasonWords[:] }

// A Row is one record's place. It is four int32s without a pointer, because JavaScript
// reads rows as an Int32Array straight out of linear memory.
type Row struct {
	// Tag is the Kind in its low 7 bits, bytesFlag if the record is one of bytes, and the slot of
	// the event type above them.
	Tag int32
	// Off and Len are bytes in the buffer that was framed.
	Off, Len int32
	// Aux is the slot of the last event ID in force, or the Reason (Malformed).
	Aux int32
}

// bytesFlag is set in the tag of a record that is bytes and not text.
const bytesFlag = 0x80

// Kind is the row's kind without the type slot.
func (r Row) Kind() Kind { return Kind(r.Tag & 0x7f) }

// Retag makes the row one of another kind, of no type.
func (r *Row) Retag(k Kind) { r.Tag = r.Tag&bytesFlag | int32(k) }

// IsBytes reports whether the record is bytes, and not text.
func (r Row) IsBytes() bool { return r.Tag&bytesFlag != 0 }

// Type is the slot of the row's event type in [Table.Types].
func (r Row) Type() int { return int(r.Tag >> 8) }

// maxRejectedBytes is how much a row shows of a record over the limit: enough to see what
// a server is sending. The rest is dropped as it arrives.
const maxRejectedBytes = 1024

// A Table holds the rows of one batch and the names that they refer to.
type Table struct {
	Rows  []Row
	Types Names  // event types; slot 0 is "message"
	IDs   IDs    // last event IDs; slot 0 was in force when the batch began
	Spare *Spare // where streams leave and find large buffers; nil if nowhere
	Head  Head   // what of a record of bytes is a header, ahead of its payload
	limit int

	rejected int
	cut      bool // a row that was shortened may end within a character
	bytes    bool // a record of the batch is bytes
}

// NewTable returns a table that reports records above limit bytes as TooLarge.
func NewTable(limit int) *Table {
	return &Table{limit: limit, Types: newNames("message")}
}

// Reset forgets the last batch. The last event ID stays in force.
func (t *Table) Reset() {
	t.Rows, t.rejected, t.cut, t.bytes = t.Rows[:0], 0, false, false
	t.IDs.reset()
}

// Limit is the largest record in bytes.
func (t *Table) Limit() int { return t.limit }

// Add appends a record that covers n bytes from off.
func (t *Table) Add(kind Kind, off, n int) {
	if n > t.limit {
		t.Reject(TooLarge, off, n)
		return
	}
	t.Rows = append(t.Rows, Row{Tag: int32(kind), Off: int32(off), Len: int32(n), Aux: t.IDs.current()})
}

// AddTyped appends a data record of the event type in slot.
func (t *Table) AddTyped(slot, off, n int) {
	t.Rows = append(t.Rows, Row{Tag: int32(slot)<<8 | int32(Data), Off: int32(off), Len: int32(n), Aux: t.IDs.current()})
}

// AddBytes appends a record of bytes, of the event type in slot, that covers n bytes from off:
// its header, if [Table.Head] says that it has one, and its payload.
func (t *Table) AddBytes(slot, off, n int) {
	if n > t.limit {
		t.Reject(TooLarge, off, n)
		return
	}
	t.bytes = true
	t.Rows = append(t.Rows, Row{Tag: int32(slot)<<8 | bytesFlag | int32(Data), Off: int32(off), Len: int32(n), Aux: t.IDs.current()})
}

// HasBytes reports whether a record of the batch is bytes.
func (t *Table) HasBytes() bool { return t.bytes }

// Retype makes the records of the batch events of a type.
func (t *Table) Retype(name string) {
	slot := t.Types.Slot([]byte(name))
	for i := range t.Rows {
		if t.Rows[i].Kind() == Data {
			t.Rows[i].Tag = int32(slot)<<8 | t.Rows[i].Tag&0xff
		}
	}
}

// Mark appends a keep-alive of the event type in slot: an event without data.
func (t *Table) Mark(slot, off int) {
	t.Rows = append(t.Rows, Row{Tag: int32(slot)<<8 | int32(KeepAlive), Off: int32(off), Aux: t.IDs.current()})
}

// room is where more rows may be written, after those there are. It has room for 64 at
// least, so that a loop that fills it is worth its call. Inlined there, it would cost the engine
// 1 KB gzip.
//
//go:noinline
func (t *Table) room() []Row {
	t.Rows = slices.Grow(t.Rows, 64)
	return t.Rows[len(t.Rows):cap(t.Rows)]
}

// took adds n rows that were written into room, and reports whether room is full.
func (t *Table) took(n int) (full bool) {
	t.Rows = t.Rows[:len(t.Rows)+n]
	return len(t.Rows) == cap(t.Rows)
}

// tookBytes is took for records of bytes.
func (t *Table) tookBytes(n int) (full bool) {
	t.bytes = t.bytes || n > 0
	return t.took(n)
}

// Reject appends a malformed record; one over the limit is shown by its first bytes. Inlined at
// its many calls, which are seldom reached, it would cost the engine 6 KB gzip.
//
//go:noinline
func (t *Table) Reject(why Reason, off, n int) {
	if n > t.limit {
		why, n, t.cut = TooLarge, min(t.limit, maxRejectedBytes), true
	}
	t.rejected++
	t.Rows = append(t.Rows, Row{Tag: int32(Malformed), Off: int32(off), Len: int32(n), Aux: int32(why)})
}

// refuse makes a record that was added a malformed one.
func (t *Table) refuse(i int, why Reason) {
	t.rejected++
	t.Rows[i].Tag, t.Rows[i].Aux = int32(Malformed), int32(why)
}

// Rejected is how many malformed records were added.
func (t *Table) Rejected() int { return t.rejected }

// Identify brings id, if not empty, into force at row i, and gives the row the ID that is
// then in force: for formats whose IDs are members of their records.
func (t *Table) Identify(i int, id []byte) {
	if len(id) > 0 {
		t.IDs.Set(id)
	}
	t.Rows[i].Aux = t.IDs.current()
}

// mend shortens rejected rows that end within a character of buf: JavaScript decodes all
// the bytes from the first row to the last at once.
func (t *Table) mend(buf []byte) {
	for i := range t.Rows {
		row := &t.Rows[i]
		if row.Kind() != Malformed || Reason(row.Aux) != TooLarge {
			continue
		}
		row.Len -= int32(Unfinished(buf[row.Off : row.Off+row.Len]))
	}
}

// Exceeds reports whether an unfinished record that holds n bytes is over the limit
// for certain. It may hold one byte of its delimiter (the CR of a CRLF): a record
// of exactly the limit must pass however it is cut.
func (t *Table) Exceeds(n int) bool { return n > t.limit+1 }
