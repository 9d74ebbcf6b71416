package framing

// A Layout says where a header of fixed size has the length of its record.
type Layout struct {
	// Header is how many bytes the header has; the payload follows.
	Header int
	// Offset is where in the header the length stands, and Width how many bytes it has: 1, 2, 4
	// or 8. It is unsigned, and big-endian but for Little.
	Offset, Width int
	Little        bool
	// CountsFrame says that the length is that of header and payload, and not of the payload.
	CountsFrame bool
}

// Valid reports whether there is such a header.
func (l Layout) Valid() bool {
	switch l.Width {
	case 1, 2, 4, 8:
		return l.Offset >= 0 && l.Offset <= l.Header-l.Width
	}
	return false
}

// layouts are headers that consist of a length.
var layouts = [...]struct {
	name Format
	Layout
}{
	{"u8", Layout{Header: 1, Width: 1}},
	{"u16be", Layout{Header: 2, Width: 2}},
	{"u16le", Layout{Header: 2, Width: 2, Little: true}},
	{"u32be", Layout{Header: 4, Width: 4}},
	{"u32le", Layout{Header: 4, Width: 4, Little: true}},
	{"u64be", Layout{Header: 8, Width: 8}},
	{"u64le", Layout{Header: 8, Width: 8, Little: true}},
}

// LayoutOf is the header that has a name: that of its length's type and byte order, from u8 and
// u16be to u64le. ok is false for any other format.
func LayoutOf(f Format) (l Layout, ok bool) {
	for _, known := range layouts {
		if known.name == f {
			return known.Layout, true
		}
	}
	return Layout{}, false
}

// length is the number that a header has.
func (l *Layout) length(header []byte) (n uint64) {
	digits := header[l.Offset:][:l.Width]
	if l.Little {
		for i := len(digits) - 1; i >= 0; i-- {
			n = n<<8 | uint64(digits[i])
		}
		return n
	}
	for _, digit := range digits {
		n = n<<8 | uint64(digit)
	}
	return n
}

// Fixed frames records that begin with a header of fixed size, which has their length in it. A
// record is both, header and payload.
type Fixed struct {
	openEnded
	layout Layout
	size   int // of the open record with its header; 0 if that has not come
}

// NewFixed frames records behind headers of a layout, which is valid.
func NewFixed(l Layout) *Fixed { return &Fixed{layout: l} }

// Head implements [BytesFramer].
func (f *Fixed) Head() Head { return Head(f.layout.Header) }

// Frame implements [Framer].
func (f *Fixed) Frame(buf []byte, _ int, t *Table) (keep, end int) {
	start := 0
	for f.verdict == nil {
		if f.skip > 0 {
			if start, f.skip = pass(buf, start, f.skip); f.skip > 0 {
				break
			}
		}
		if f.size == 0 {
			start = f.take(buf, start, t)
			if len(buf)-start < f.layout.Header {
				return start, len(buf)
			}
			start = f.header(buf, start, t)
			continue
		}
		if len(buf)-start < f.size {
			return start, len(buf)
		}
		t.AddBytes(0, start, f.size)
		start += f.size
		f.size = 0
	}
	return len(buf), len(buf)
}

// take adds the records that are all in buf, up to one that is not as it should be. With a call for
// each, small records took twice as long in WebAssembly.
func (f *Fixed) take(buf []byte, start int, t *Table) (next int) {
	l, most, id := f.layout, uint64(t.Limit()), t.IDs.current()
	ahead := uint64(l.Header) // of what the length counts
	if l.CountsFrame {
		ahead = 0
	}
	for {
		rows, n := t.room(), 0
		for n < len(rows) && len(buf)-start >= l.Header {
			size := l.length(buf[start:]) + ahead
			if size < uint64(l.Header) || size > most || size > uint64(len(buf)-start) {
				break
			}
			rows[n] = Row{Tag: bytesFlag | int32(Data), Off: int32(start), Len: int32(size), Aux: id}
			start += int(size)
			n++
		}
		if !t.tookBytes(n) {
			return start
		}
	}
}

// header takes the header at buf[start]. It stays in the buffer, unless it is reported without a
// payload.
func (f *Fixed) header(buf []byte, start int, t *Table) (next int) {
	size := f.layout.Header
	n := f.layout.length(buf[start : start+size])
	if f.layout.CountsFrame {
		if n < uint64(size) {
			t.Reject(BadLength, start, size)
			f.lose("a length that counts its header is less than that, so that nobody can tell where the next record begins")
			return start
		}
		n -= uint64(size)
	}
	if size > t.Limit() || n > uint64(t.Limit()-size) {
		t.Reject(LengthTooLarge, start, size)
		f.skip = n
		return start + size
	}
	f.size = size + int(n)
	return start
}

// End implements [Framer].
func (f *Fixed) End(buf []byte, keep int, _ bool, t *Table) {
	if keep < len(buf) {
		t.Reject(Truncated, keep, len(buf)-keep)
	}
}
