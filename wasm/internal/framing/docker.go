package framing

import (
	"encoding/binary"
	"math/bits"
	"strings"
	"unicode/utf8"
)

// The streams of a container, by the first byte of a frame.
const (
	systemerr = 3 // what went wrong, by the daemon itself
	streams   = 3 // those of the container
	// A header is the stream, three bytes of zero, and the length of the payload.
	dockerHeader, dockerLengthAt = 8, 4
)

// streamNames are the event types.
var streamNames = [streams]string{"stdin", "stdout", "stderr"}

// Docker frames what a container without a TTY wrote, as attach and logs of the Docker Engine API
// ("Stream format") and Podman give it: a header of eight bytes, and what one write brought. A
// record is that text, and its type the stream.
//
// A write is not a line, and may end within a character. The bytes of such a one are held back,
// and go in front of the same stream's next record, where the header or the stamp leaves room for
// them. What never becomes a character is delivered as it is.
type Docker struct {
	openEnded
	stamped bool
	stamp   stamp
	named   []int

	stream int // of the open frame
	size   int // of its payload
	open   bool

	held  [streams]piece
	slots [streams]int // of the types, as far as they are known,
	epoch int          // in this epoch of them

	// room is how many bytes are kept ahead of the open frame, for End to make records of what is
	// held.
	room int
}

// A piece is the beginning of a character.
type piece struct {
	bytes [utf8.UTFMax - 1]byte
	n     int
}

// NewDocker frames the output of a container. If it is stamped, as logs are that were asked for
// with timestamps=1, the stamp of each record is its ID, as since= takes it, and not content.
func NewDocker(stamped bool) *Docker { return &Docker{stamped: stamped} }

// Head implements [BytesFramer].
func (d *Docker) Head() Head { return 0 }

// Named returns which rows of the batch have an ID of their own.
func (d *Docker) Named() []int { return d.named }

// Frame implements [Framer].
func (d *Docker) Frame(buf []byte, from int, t *Table) (keep, end int) {
	d.named = d.named[:0]
	d.refresh(t)
	start, ok := d.room, true
	for ok && d.verdict == nil {
		switch {
		case d.skip > 0:
			start, d.skip = pass(buf, start, d.skip)
			ok = d.skip == 0
		case !d.open:
			if !d.stamped {
				start = d.take(buf, start, t)
			}
			start, ok = d.header(buf, start, from, t)
		case len(buf)-start < dockerHeader+d.size:
			ok = false
		default:
			start = d.payload(buf, start, t)
		}
	}
	if d.verdict != nil {
		return len(buf), len(buf)
	}
	return start - d.makeRoom(), len(buf)
}

// makeRoom says how many bytes to keep ahead of the open frame. There are so many: what is held
// came there.
func (d *Docker) makeRoom() int {
	d.room = 0
	for i := range d.held {
		d.room += d.held[i].n
	}
	return d.room
}

// take adds the records that are all in buf and end with ASCII, up to any other. With calls for
// each, small ones took nine times as long in WebAssembly.
func (d *Docker) take(buf []byte, start int, t *Table) (next int) {
	most, id := t.Limit(), t.IDs.current()
	for {
		rows, n := t.room(), 0
		for n < len(rows) && len(buf)-start >= dockerHeader {
			header := binary.LittleEndian.Uint64(buf[start:])
			stream, off := uint32(header), start+dockerHeader
			size := int(bits.ReverseBytes32(uint32(header >> 32)))
			if stream >= streams || size > most || uint(size-1) >= uint(len(buf)-off) || buf[off+size-1] >= utf8.RuneSelf ||
				d.held[stream].n > 0 || d.slots[stream] == 0 {
				break
			}
			rows[n] = Row{Tag: int32(d.slots[stream])<<8 | bytesFlag | int32(Data), Off: int32(off), Len: int32(size), Aux: id}
			start = off + size
			n++
		}
		if !t.tookBytes(n) {
			return start
		}
	}
}

// header takes the header at buf[start], if the rest of it is in buf[from:].
func (d *Docker) header(buf []byte, start, from int, t *Table) (next int, ok bool) {
	for i := max(start, from); i < min(start+dockerLengthAt, len(buf)); i++ {
		if first := i == start; first && buf[i] > systemerr || !first && buf[i] != 0 {
			t.Reject(BadFrame, start, i+1-start)
			d.lose("a frame does not begin with a stream and three bytes of zero; if the container has a TTY, its output is plain text, without frames")
			return start, true
		}
	}
	if len(buf)-start < dockerHeader {
		return start, false
	}
	n, most := uint64(binary.BigEndian.Uint32(buf[start+dockerLengthAt:])), uint64(t.Limit())
	d.stream = int(buf[start])
	switch {
	case d.stream == systemerr:
		n = min(n, most, maxRejectedBytes) // enough to see what went wrong
	case d.stamped:
		most += uint64(maxStamp)
	}
	switch {
	case n > most:
		t.Reject(LengthTooLarge, start, dockerHeader)
		d.skip = n
		return start + dockerHeader, true
	case n == 0 && d.stream != systemerr:
		t.Add(KeepAlive, start+dockerHeader, 0)
		return start + dockerHeader, true
	}
	d.size, d.open = int(n), true
	return start, true
}

// payload takes the open frame, which begins at buf[start] and is all there.
func (d *Docker) payload(buf []byte, start int, t *Table) (next int) {
	off := start + dockerHeader
	next = off + d.size
	if d.open = false; d.stream == systemerr {
		d.fail(buf[off:next])
		return next
	}
	stamp := 0
	if d.stamped {
		stamp = d.stamp.cut(buf[off:next])
		off += stamp
	}
	held := &d.held[d.stream]
	off -= held.n
	copy(buf[off:], held.bytes[:held.n])
	stop := next - Unfinished(buf[off:next])
	held.n = copy(held.bytes[:], buf[stop:next])
	if off == stop && held.n > 0 {
		return next
	}
	if stamp > 0 {
		t.IDs.Set(d.stamp.id)
		if stop-off <= t.Limit() {
			d.named = append(d.named, len(t.Rows))
		}
	}
	t.AddBytes(d.slot(d.stream, t), off, stop-off)
	return next
}

// refresh forgets slots that are void.
func (d *Docker) refresh(t *Table) {
	if epoch := t.Types.Epoch(); epoch != d.epoch {
		d.slots, d.epoch = [streams]int{}, epoch
	}
}

// slot is that of a stream's type.
func (d *Docker) slot(stream int, t *Table) int {
	if d.slots[stream] == 0 {
		d.slots[stream] = t.Types.Slot([]byte(streamNames[stream]))
	}
	return d.slots[stream]
}

// fail takes what the daemon says went wrong. It says it last.
func (d *Docker) fail(text []byte) {
	text = text[:len(text)-Unfinished(text)]
	d.verdict = &Verdict{Outcome: Failed, Code: "systemerr", Message: strings.TrimSpace(string(text))}
}

// End implements [Framer].
func (d *Docker) End(buf []byte, keep int, _ bool, t *Table) {
	d.named = d.named[:0]
	if d.verdict != nil {
		return
	}
	d.refresh(t)
	for i := range d.held {
		if n := copy(buf[keep:], d.held[i].bytes[:d.held[i].n]); n > 0 {
			t.AddBytes(d.slot(i, t), keep, n)
			keep += n
		}
	}
	switch {
	case d.open && d.stream == systemerr:
		d.fail(buf[keep+dockerHeader:])
	case d.open:
		t.Reject(Truncated, keep+dockerHeader, len(buf)-keep-dockerHeader)
	case keep < len(buf):
		t.Reject(Truncated, keep, len(buf)-keep)
	}
}
