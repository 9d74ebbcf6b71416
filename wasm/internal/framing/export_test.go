package framing

// Held is the unfinished record's place in the buffer.
func (s *Stream) Held() (keep, end int) { return s.keep, s.end }
