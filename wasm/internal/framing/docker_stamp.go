package framing

import (
	"encoding/binary"
	"strconv"

	"github.com/feedsource/feedsource/wasm/internal/civil"
)

// stampForm is a date and time of RFC 3339 ahead of its fraction, with 0 for every digit.
const stampForm = "0000-00-00T00:00:00"

const (
	minStamp = len(stampForm + "Z ")
	maxStamp = len(stampForm + ".000000000+00:00 ")
	// usualStamp is that of Docker, which knows no other; Podman gives the local time.
	usualStamp = len(stampForm + ".000000000Z ")
	// fractionDigits are those of nanoseconds.
	fractionDigits = 9
)

// A stamp reads what Docker puts in front of each line of a log that is asked for with
// timestamps=1: a time of RFC 3339 with up to nine digits behind its point, and a space.
type stamp struct {
	id []byte // of the last one, as since= takes it: seconds since 1970, and nine digits
	// Most lines come in the same second as the one before.
	clock   [len(stampForm)]byte // of the last stamp, without its fraction
	local   int64                // the seconds that clock says
	seconds int64                // those that id says
}

// cut reads the stamp that line begins with, and says how long it is; 0 if there is none.
func (s *stamp) cut(line []byte) int {
	if len(line) < minStamp || !s.read(line[:len(stampForm)]) {
		return 0
	}
	if len(line) >= usualStamp && isNanoseconds(line[len(stampForm):]) {
		s.set(s.local, line[len(stampForm)+1:][:fractionDigits])
		return usualStamp
	}
	at, digits, ok := len(stampForm), 0, true
	if line[at] == '.' {
		at++
		for digits < fractionDigits && at+digits < len(line) && isDigit(line[at+digits]) {
			digits++
		}
		ok = digits > 0
	}
	offset, n := zone(line[at+digits:])
	end := at + digits + n
	if !ok || n == 0 || end == len(line) || line[end] != ' ' {
		return 0
	}
	s.set(s.local-offset, line[at:at+digits])
	return end + 1
}

// read takes a date and time without a fraction.
func (s *stamp) read(clock []byte) (ok bool) {
	if string(clock) == string(s.clock[:]) {
		return true
	}
	seconds, ok := secondsOf(clock)
	if ok {
		s.local = seconds
		copy(s.clock[:], clock)
	}
	return ok
}

// isNanoseconds reports whether text begins with a point, nine digits, Z and a space. A digit has 3
// in its upper half, also if 6 is added to it.
func isNanoseconds(text []byte) bool {
	const upper, digits, six = 0xf0f0f0f0f0f0f0f0, 0x3030303030303030, 0x0606060606060606
	eight := binary.LittleEndian.Uint64(text[1:])
	return eight&upper == digits && (eight+six)&upper == digits && isDigit(text[9]) && text[0] == '.' && text[10] == 'Z' && text[11] == ' '
}

// secondsOf reads a text of stampForm, as seconds since 1970. Docker knows no leap seconds.
func secondsOf(text []byte) (seconds int64, ok bool) {
	var fields [6]int64
	at := 0
	for i, c := range text {
		switch form := stampForm[i]; {
		case form == '0' && isDigit(c):
			fields[at] = fields[at]*10 + int64(c-'0')
		case form == '0' || form != c:
			return 0, false
		default:
			at++
		}
	}
	year, month, day, hour, minute, second := fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]
	if month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59 {
		return 0, false
	}
	days := civil.Days(year, month, day)
	return days*86400 + hour*3600 + minute*60 + second, days < civil.Days(year, month+1, 1)
}

// set makes the id.
func (s *stamp) set(seconds int64, fraction []byte) {
	if seconds != s.seconds || len(s.id) == 0 {
		s.id = append(strconv.AppendInt(s.id[:0], seconds, 10), ".000000000"...)
		s.seconds = seconds
	}
	digits := s.id[len(s.id)-fractionDigits:]
	n := copy(digits, fraction)
	copy(digits[n:], "000000000")
}

// zone reads Z or ±hh:mm, and says how far ahead of UTC that is in seconds, and how long it is; 0 if
// it is neither.
func zone(text []byte) (seconds int64, n int) {
	const form = "+00:00"
	switch {
	case len(text) > 0 && text[0] == 'Z':
		return 0, 1
	case len(text) < len(form), text[3] != ':', !isDigit(text[1]), !isDigit(text[2]), !isDigit(text[4]), !isDigit(text[5]):
		return 0, 0
	}
	hours, minutes := twoDigits(text[1:]), twoDigits(text[4:])
	seconds = hours*3600 + minutes*60
	switch {
	case hours > 23 || minutes > 59:
	case text[0] == '+':
		return seconds, len(form)
	case text[0] == '-':
		return -seconds, len(form)
	}
	return 0, 0
}

// twoDigits is the number that text begins with, of two digits.
func twoDigits(text []byte) int64 { return int64(text[0]-'0')*10 + int64(text[1]-'0') }

func isDigit(c byte) bool { return c-'0' < 10 }
