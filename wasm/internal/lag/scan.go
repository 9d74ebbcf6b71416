package lag

import "github.com/feedsource/feedsource/wasm/internal/jsontext"

// A scan reads a text from left to right. The first part that is not as it must be
// spoils the scan, and what is read from then on means nothing.
type scan struct {
	rest []byte
	bad  bool
}

// take skips c if it comes next, and reports whether it did. Inlined at its many calls, it and the next two
// would cost the engine 3 KB gzip.
//
//go:noinline
func (s *scan) take(c byte) bool {
	if len(s.rest) == 0 || s.rest[0] != c {
		return false
	}
	s.rest = s.rest[1:]
	return true
}

// must skips c, which must come next.
//
//go:noinline
func (s *scan) must(c byte) {
	if !s.take(c) {
		s.bad = true
	}
}

// number reads n digits that make a number up to limit.
//
//go:noinline
func (s *scan) number(n int, limit int64) (v int64) {
	if jsontext.Digits(s.rest) < n {
		s.bad = true
		return 0
	}
	for _, c := range s.rest[:n] {
		v = v*10 + int64(c-'0')
	}
	s.rest = s.rest[n:]
	if v > limit {
		s.bad = true
	}
	return v
}

// thousandths reads the digits of a fraction, one or more.
func (s *scan) thousandths() (v int64) {
	n := jsontext.Digits(s.rest)
	if n == 0 {
		s.bad = true
	}
	for i := range 3 {
		v *= 10
		if i < n {
			v += int64(s.rest[i] - '0')
		}
	}
	s.rest = s.rest[n:]
	return v
}

// word reads three letters and the space after them.
func (s *scan) word() string {
	const n = 3
	if len(s.rest) <= n || s.rest[n] != ' ' {
		s.bad = true
		return ""
	}
	word := string(s.rest[:n])
	s.rest = s.rest[n+1:]
	return word
}

// offset reads ±hh:mm, ±hhmm or ±hh, in milliseconds.
func (s *scan) offset() int64 {
	west := s.take('-')
	if !west {
		s.must('+')
	}
	ms := s.number(2, 23) * msPerHour
	if s.take(':') || jsontext.Digits(s.rest) > 0 {
		ms += s.number(2, 59) * 60_000
	}
	if west {
		return -ms
	}
	return ms
}
