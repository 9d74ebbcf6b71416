package framing

import "encoding/binary"

// Events takes the events of an event stream that look as nearly all do: one line of data
// and, in any order, an id and the same type as the event before, each line ended by LF,
// and a blank line. They are taken in one tight loop (events_wasm.s); everything else is
// left to the parser. Without it, events with a type and an id took twice as long to reach
// a page, and three times as long as events of data alone.
type Events struct {
	maxID   int               // an event with a longer id is left
	lead    [longestLead]byte // the line that names the type, with its LF
	leadLen int               // 0 if there is no such line
	tag     int               // of the rows of events that have it

	id part // of the event under way: the loop has no registers left for it
}

// longestLead is a multiple of eight, since lines are compared eight bytes at a time.
const longestLead = 64

// NewEvents takes events with ids of up to maxID bytes.
func NewEvents(maxID int) *Events { return &Events{maxID: maxID} }

// Lead sets the line, with its LF, that events of one type have: such events are taken too,
// and their rows have the type in slot. If the line is too long they are left.
func (e *Events) Lead(line []byte, slot int) {
	e.leadLen, e.tag = 0, slot<<8|int(Data)
	if len(line) <= longestLead {
		e.leadLen = copy(e.lead[:], line)
		clear(e.lead[e.leadLen:])
	}
}

// Take adds the events that begin at buf[start], one after the other, up to the first
// that must be left, or is unfinished. buf[start:from] is known to hold neither LF nor CR.
// It returns where the first event that it left begins, and where the search for LF and CR
// goes on. The first id of all is left, so that there is one to compare others with.
func (e *Events) Take(buf []byte, start, from int, t *Table) (next, seen int) {
	for {
		n, next, seen := e.take(buf, start, from, t.room(), t.limit, &t.IDs)
		if !t.took(n) {
			return next, seen
		}
		start, from = next, seen
	}
}

const (
	dataField = 0x3a61746164 // "data:", little-endian
	idField   = 0x3a6469     // "id:"
)

// walk does the same as take in Go: for where there is no assembly, and to test that against.
func (e *Events) walk(buf []byte, start, from int, rows []Row, limit int, ids *IDs) (n, next, seen int) {
	for n < len(rows) {
		row, end, reached, ok := e.event(buf, start, from, limit)
		if !ok || e.id.to > 0 && !ids.take(e.id.of(buf), e.maxID) {
			return n, start, reached
		}
		row.Aux = ids.current()
		rows[n] = row
		n++
		start, from = end, end
	}
	return n, start, from
}

// A part is buf[from:to].
type part struct{ from, to int }

func (p part) of(buf []byte) []byte { return buf[p.from:p.to] }

// event looks for one event, and returns where it ends; or, if it must be left, where the
// search for the end of its first line goes on.
func (e *Events) event(buf []byte, start, from, limit int) (row Row, end, seen int, ok bool) {
	line, at, hasData := start, from, false
	e.id = part{}
	for line < len(buf) && buf[line] != '\n' {
		if len(buf)-line < 8 {
			return row, 0, from, false
		}
		word, value := binary.LittleEndian.Uint64(buf[line:]), line
		switch {
		case word&0xff_ffff_ffff == dataField && !hasData:
			value += 5
		case word&0xff_ffff == idField:
			value += 3
		case e.leads(buf[line:]):
			row.Tag = int32(e.tag)
			line += e.leadLen
			at = line
			continue
		default:
			return row, 0, from, false
		}
		if buf[value] == ' ' {
			value++
		}
		for at < len(buf) && !isLineEnd(buf[at]) {
			at++
		}
		if at == len(buf) && line == start {
			return row, 0, at, false
		}
		if at == len(buf) || buf[at] != '\n' || at-line > limit {
			return row, 0, from, false
		}
		if value-line >= 5 {
			row.Off, row.Len, hasData = int32(value), int32(at-value), true
		} else {
			e.id = part{value, at}
		}
		line, at = at+1, at+1
	}
	return row, line + 1, from, line < len(buf) && hasData
}

func (e *Events) leads(buf []byte) bool {
	return e.leadLen > 0 && len(buf) >= longestLead && string(buf[:e.leadLen]) == string(e.lead[:e.leadLen])
}
