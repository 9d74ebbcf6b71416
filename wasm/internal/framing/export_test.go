package framing

// IsScalar gives the tests the check of numbers and literals.
var IsScalar = isScalar

// Held is the unfinished record's place in the buffer.
func (s *Stream) Held() (keep, end int) { return s.keep, s.end }
