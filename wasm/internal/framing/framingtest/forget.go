package framingtest

import "github.com/feedsource/feedsource/wasm/internal/framing"

// Forget wraps a framer so that it pays for looking twice: as soon as the bytes of an
// unfinished record are framed they are overwritten with noise, except for the first
// ones and the last, which show its kind. A framer that scans each byte once does not
// notice.
func Forget(f framing.Framer, noise string) framing.Framer { return &forgetful{f, noise} }

type forgetful struct {
	framing.Framer
	noise string
}

// lead is how many bytes of a record a framer may look at again: "data:" of a line, or the lengths
// of a message and their checksum.
const lead = 12

func (f *forgetful) Frame(buf []byte, from int, t *framing.Table) (keep, end int) {
	keep, end = f.Framer.Frame(buf, from, t)
	for i := max(from-1, keep+lead); i < end-1; i++ {
		buf[i] = f.noise[i%len(f.noise)]
	}
	return keep, end
}

// Send frames text in pieces of size bytes and counts the bytes that were moved to
// make room for them.
func Send(s *framing.Stream, text string, size int) (moved int) {
	for len(text) > 0 {
		n := min(size, len(text))
		old := s.Buffer()
		room := s.Reserve(n)
		if held := s.Buffer(); len(held) > 0 && (len(old) != len(held) || &old[0] != &held[0]) {
			moved += len(held)
		}
		copy(room, text[:n])
		s.Commit(n)
		text = text[n:]
	}
	return moved
}
