package framing

// Varint frames delimited messages of Protocol Buffers: a base-128 varint with the number of
// bytes, then those bytes (writeDelimitedTo of the Java library, protodelim of the Go library). A
// message of no bytes is a record: all its fields have their defaults.
type Varint struct {
	openEnded
	n     uint64 // what the bytes of the length say so far, then how long the message is
	shift int    // of the next byte of the length
	open  bool   // the length is known, and its message has not come as a whole
}

const (
	lengthBits = 7    // of a byte of a length
	moreLength = 0x80 // another one follows
	// The tenth byte has the last of 64 bits.
	lastShift, lastByte = 9 * lengthBits, 1
)

// NewVarint frames messages of Protocol Buffers, each behind its length.
func NewVarint() *Varint { return &Varint{} }

// Head implements [BytesFramer].
func (v *Varint) Head() Head { return 0 }

// Frame implements [Framer].
func (v *Varint) Frame(buf []byte, from int, t *Table) (keep, end int) {
	start := 0
	for v.verdict == nil {
		switch {
		case v.skip > 0:
			if from, v.skip = pass(buf, from, v.skip); v.skip > 0 {
				return from, from
			}
		case v.open:
			if v.n > uint64(len(buf)-start) {
				return start, len(buf)
			}
			t.AddBytes(0, start, int(v.n))
			from = start + int(v.n)
			v.n, v.open = 0, false
		default:
			if v.shift == 0 {
				start = v.take(buf, start, t)
				from = start
			}
			next, ok := v.length(buf, start, from, t)
			if !ok {
				return start, len(buf)
			}
			from = next
		}
		start = from
	}
	return len(buf), len(buf)
}

// take adds the messages of less than 128 bytes that are all in buf, up to any other. With a call
// for each, small ones took five times as long in WebAssembly.
func (v *Varint) take(buf []byte, start int, t *Table) (next int) {
	most, id := min(t.Limit(), moreLength-1), t.IDs.current()
	for {
		rows, n := t.room(), 0
		for n < len(rows) && start < len(buf) {
			size := int(buf[start])
			if size > most || size >= len(buf)-start {
				break
			}
			rows[n] = Row{Tag: bytesFlag | int32(Data), Off: int32(start + 1), Len: int32(size), Aux: id}
			start += 1 + size
			n++
		}
		if !t.tookBytes(n) {
			return start
		}
	}
}

// length takes the length that begins at buf[start], if the rest of it is in buf[from:].
func (v *Varint) length(buf []byte, start, from int, t *Table) (next int, ok bool) {
	for i := from; i < len(buf); i++ {
		c := buf[i]
		switch v.n |= uint64(c&^moreLength) << v.shift; {
		case v.shift == lastShift && c > lastByte:
			t.Reject(BadLength, start, i+1-start)
			v.lose("a length is over 64 bits, so that nobody can tell where the next message begins")
		case c&moreLength != 0:
			v.shift += lengthBits
			continue
		case v.n > uint64(t.Limit()):
			t.Reject(LengthTooLarge, start, i+1-start)
			v.n, v.skip = 0, v.n
		default:
			v.open = true
		}
		v.shift = 0
		return i + 1, true
	}
	return 0, false
}

// End implements [Framer].
func (v *Varint) End(buf []byte, keep int, _ bool, t *Table) {
	if v.open || keep < len(buf) {
		t.Reject(Truncated, keep, len(buf)-keep)
	}
}
