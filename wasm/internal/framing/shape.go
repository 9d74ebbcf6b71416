package framing

import "encoding/binary"

// A Shape is what nearly every record of a feed looks like: a beginning, an end and a
// delimiter. Records of the shape are taken in one tight loop (shape_wasm.s), and
// everything else is left to the framer.
//
// For a record of 65 bytes, two searches and four calls of Go took as long as all that the
// fastest JavaScript parser does with it; the loop takes a quarter of that.
type Shape struct {
	prefix, mask uint64 // what a record begins with: one to eight bytes, little-endian
	skip         int    // how many of these are not content
	last         int    // the last byte of the content; 0 if it may be any
	first        int    // the first byte of the delimiter: LF or CR
	second       int    // its second byte; 0 if it has only one
}

// NewShape returns a shape. prefix is one to eight bytes, of which the first skip are not
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

// Take adds the records of the shape that begin at buf[start], one after the other, up
// to the first that is not of the shape, has LF or CR in it, is over the limit, or is
// unfinished. buf[start:from] is known to hold neither LF nor CR. It returns where the
// first record that it left begins, and where the search for LF and CR goes on.
func (s *Shape) Take(buf []byte, start, from int, t *Table) (next, seen int) {
	for {
		n, next, seen := s.take(buf, start, from, t.room(), t.limit, t.IDs.current())
		if !t.took(n) {
			return next, seen
		}
		start, from = next, seen
	}
}

// walk does the same as take in Go: for where there is no assembly, and to test that against.
func (s *Shape) walk(buf []byte, start, from int, rows []Row, limit int, aux int32) (n, next, seen int) {
	for n < len(rows) {
		if len(buf)-start < 8 || (binary.LittleEndian.Uint64(buf[start:])^s.prefix)&s.mask != 0 {
			break
		}
		for from < len(buf) && !isLineEnd(buf[from]) {
			from++
		}
		after := from + 1
		if s.second != 0 {
			after++
		}
		if after > len(buf) || int(buf[from]) != s.first || s.second != 0 && int(buf[from+1]) != s.second ||
			s.last != 0 && int(buf[from-1]) != s.last || from-start > limit {
			break
		}
		rows[n] = Row{Off: int32(start + s.skip), Len: int32(from - start - s.skip), Aux: aux}
		n++
		start, from = after, after
	}
	return n, start, from
}
