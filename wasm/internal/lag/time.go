package lag

import (
	"github.com/feedsource/feedsource/wasm/internal/civil"
	"github.com/feedsource/feedsource/wasm/internal/jsontext"
)

// Time reads the time that a message carries, in milliseconds since 1970. Finer parts
// are cut off. It reads
//
//   - date-times of RFC 3339 and ISO 8601's extended format: 2014-03-25T11:51:32.289Z.
//     A space may replace the T, a comma the point; seconds may be missing. The offset is
//     Z, ±hh:mm, ±hhmm or ±hh; without one it is UTC.
//   - numbers of seconds, milliseconds, microseconds or nanoseconds since 1970, as
//     digits, with a fraction or without: 1395748292, 1395748292289, 1395748292.289.
//     Their size shows which.
//   - Twitter's created_at: Wed Aug 27 13:08:45 +0000 2008.
//
// ok is false for anything else, and for times before 3 March 1973 or after the year 5138:
// between these no number can be of two units. So zero, counters and short ids are not
// taken for times.
func Time(text []byte) (ms int64, ok bool) {
	s := scan{rest: text}
	switch {
	case len(text) > 4 && text[4] == '-':
		ms = s.iso()
	case jsontext.Digits(text) > 0:
		ms = s.unix()
	default:
		ms = s.twitter()
	}
	return ms, !s.bad && len(s.rest) == 0 && ms >= earliest && ms < latest
}

// In these bounds a number of seconds has 9 to 11 digits, and each finer unit three
// more.
const (
	earliest = 1e11 // 1973-03-03T09:46:40Z
	latest   = 1e14 // 5138-11-16T09:46:40Z
)

func (s *scan) unix() int64 {
	const maxDigits = 19 // of nanoseconds; they fit in 64 bits
	n := jsontext.Digits(s.rest)
	if n > maxDigits || s.rest[0] == '0' {
		s.bad = true
		return 0
	}
	var whole uint64
	for _, c := range s.rest[:n] {
		whole = whole*10 + uint64(c-'0')
	}
	s.rest = s.rest[n:]
	var fraction int64
	if s.take('.') {
		fraction = s.thousandths()
	}
	switch {
	case whole < latest/1e3:
		return int64(whole)*1e3 + fraction
	case whole < latest:
		return int64(whole)
	case whole < latest*1e3:
		return int64(whole / 1e3)
	}
	return int64(whole / 1e6)
}

func (s *scan) iso() int64 {
	year := s.number(4, 9999)
	s.must('-')
	month := s.number(2, 12)
	s.must('-')
	date := s.date(year, month, s.number(2, 31))
	if !s.take('T') && !s.take('t') {
		s.must(' ')
	}
	clock := s.clock()
	if len(s.rest) == 0 || s.take('Z') || s.take('z') {
		return date + clock
	}
	return date + clock - s.offset()
}

func (s *scan) twitter() int64 {
	weekday := s.word()
	month, ok := civil.Month(s.word())
	day := s.number(2, 31)
	s.must(' ')
	clock := s.clock()
	s.must(' ')
	offset := s.offset()
	s.must(' ')
	date := s.date(s.number(4, 9999), month, day)
	const names = "ThuFriSatSunMonTueWed" // 1 January 1970 was a Thursday
	if !ok || s.bad || date < 0 || names[date/msPerDay%7*3:][:3] != weekday {
		s.bad = true
	}
	return date + clock - offset
}

const (
	msPerHour = 60 * 60 * 1000
	msPerDay  = 24 * msPerHour
)

// date is the start of a day.
func (s *scan) date(year, month, day int64) int64 {
	if s.bad || month == 0 || day == 0 || civil.Days(year, month, day) >= civil.Days(year, month+1, 1) {
		s.bad = true
		return 0
	}
	return civil.Days(year, month, day) * msPerDay
}

// clock reads hh:mm, hh:mm:ss or hh:mm:ss.fraction. A leap second is the first of the
// next minute.
func (s *scan) clock() int64 {
	hour := s.number(2, 23)
	s.must(':')
	ms := hour*msPerHour + s.number(2, 59)*60_000
	if s.take(':') {
		ms += s.number(2, 60) * 1000
		if s.take('.') || s.take(',') {
			ms += s.thousandths()
		}
	}
	return ms
}
