package framing

import "encoding/binary"

// A Shape is what nearly every record of a feed looks like: a beginning, an end and a
// delimiter. Records of the shape are taken in one tight loop (shape_wasm.s), whatever
// else comes is left to the framer.
//
// Two searches and four calls of Go took as long for a record of 65 bytes as all that the
// fastest JavaScript parser does with it; the loop takes a quarter of that.
type Shape struct {
	prefix, mask uint64 // what a record begins with: one to eight bytes, little-endian
	skip         int    // how many of these are not content
	last         int    // the last byte of the content; 0: any
	first        int    // the delimiter: LF or CR
	second       int    // the delimiter's second byte; 0: it has one

	lead    [longestLead]byte // what may stand before the prefix
	leadLen int               // 0: nothing
	tag     int               // of records that it stands before
}

// longestLead is a multiple of eight, since leads are compared eight bytes at a time.
const longestLead = 64

// NewShape gives a shape. prefix is one to eight bytes, of which the first skip are not
// content; last is the content's last byte, 0 for any; delimiter is one or two bytes, the
// first of them LF or CR.
func NewShape(prefix string, skip int, last byte, delimiter string) *Shape {
	var bytes, ones [8]byte
	for i := range copy(bytes[:], prefix) {
		ones[i] = 0xff
	}
	s := &Shape{
		prefix: binary.LittleEndian.Uint64(bytes[:]), mask: binary.LittleEndian.Uint64(ones[:]),
		skip: skip, last: int(last), first: int(delimiter[0]),
	}
	if len(delimiter) > 1 {
		s.second = int(delimiter[1])
	}
	return s
}

// Lead has the shape take, beside records as they are, those that lead stands before: the
// line that names an event's type. It is no part of the record; its rows are of the event
// type in slot. A lead that is too long is none.
func (s *Shape) Lead(lead []byte, slot int) {
	s.leadLen, s.tag = 0, slot<<8|int(Data)
	if len(lead) <= longestLead {
		s.leadLen = copy(s.lead[:], lead)
		clear(s.lead[s.leadLen:])
	}
}

// Take adds the records of the shape that begin at buf[start], one behind the other, up
// to the first that is not of the shape, has LF or CR in it, is over the limit, or is
// unfinished. buf[start:from] is known to hold neither LF nor CR. It returns where the
// first record that it left begins, and from where on LF and CR are to be looked for.
func (s *Shape) Take(buf []byte, start, from int, t *Table) (next, seen int) {
	for {
		n, next, seen := s.take(buf, start, from, t.room(), t.limit, t.IDs.current())
		if !t.took(n) {
			return next, seen
		}
		start, from = next, seen
	}
}

// walk is what take does, in Go: where there is no assembly, and to test that against.
func (s *Shape) walk(buf []byte, start, from int, rows []Row, limit int, aux int32) (n, next, seen int) {
	for n < len(rows) {
		line, tag := start, int(Data)
		if s.leadLen > 0 && len(buf)-start >= longestLead && string(buf[start:start+s.leadLen]) == string(s.lead[:s.leadLen]) {
			line, tag = start+s.leadLen, s.tag
		}
		if len(buf)-line < 8 || (binary.LittleEndian.Uint64(buf[line:])^s.prefix)&s.mask != 0 {
			break
		}
		stop := max(from, line)
		for stop < len(buf) && !isLineEnd(buf[stop]) {
			stop++
		}
		if line == start {
			from = stop
		}
		after := stop + 1
		if s.second != 0 {
			after++
		}
		if after > len(buf) || int(buf[stop]) != s.first || s.second != 0 && int(buf[stop+1]) != s.second ||
			s.last != 0 && int(buf[stop-1]) != s.last || stop-line > limit {
			break
		}
		rows[n] = Row{Tag: int32(tag), Off: int32(line + s.skip), Len: int32(stop - line - s.skip), Aux: aux}
		n++
		start, from = after, after
	}
	return n, start, from
}
