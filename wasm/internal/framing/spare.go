package framing

// The buffers that are worth keeping: a smaller one is made soon, a larger one is too much
// to hold for a record that may never come.
const spareLimit = 16 << 20

// A Spare is one large buffer that a body left behind, for the next stream that needs one.
// The buffer of a record of 4 MiB is made anew seven times while it grows, and each time
// cleared and copied; with the last body's buffer at hand, reading such a record took 0.8
// times as long. WebAssembly memory never shrinks: keeping the buffer costs the page nothing.
type Spare struct{ buf []byte }

// take gives the buffer away if it has room for n bytes; else it makes one.
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
