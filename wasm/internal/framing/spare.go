package framing

// Buffers over shrinkAbove bytes, and up to spareLimit, are worth keeping: a smaller one is
// soon made, and a larger one is too much to hold for a record that may never come.
const spareLimit = 16 << 20

// A Spare is one large buffer that a body no longer needs, for the next stream that does.
// The buffer of a record of 4 MiB is made anew seven times while it grows, and each time
// cleared and copied; with the last body's buffer at hand, reading such a record took 0.8
// times as long. WebAssembly memory never shrinks, so that keeping the buffer costs nothing.
type Spare struct{ buf []byte }

// take gives the buffer away if it has room for n bytes; otherwise it makes one.
func (s *Spare) take(n int) []byte {
	if s == nil || n < shrinkAbove || n > cap(s.buf) {
		return make([]byte, n)
	}
	buf := s.buf
	s.buf = nil
	return buf
}

// give keeps buf if it is the better one to have.
func (s *Spare) give(buf []byte) {
	if s != nil && cap(buf) > max(shrinkAbove, cap(s.buf)) && cap(buf) <= spareLimit {
		s.buf = buf[:cap(buf)]
	}
}
