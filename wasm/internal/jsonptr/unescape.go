package jsonptr

import "unicode/utf8"

// plain counts the bytes at the start of s that are ASCII and stand for themselves.
func plain(s []byte) int {
	n := 0
	for n < len(s) && s[n] >= ' ' && s[n] < utf8.RuneSelf && s[n] != '"' && s[n] != '\\' {
		n++
	}
	return n
}

// decode reads one character of a string (RFC 8259 section 7) and returns the bytes
// it takes, 0 if it may not stand there. A byte that is not UTF-8, and half of a
// surrogate pair, become U+FFFD, as they do in TextDecoder and encoding/json.
func decode(s []byte) (r rune, n int) {
	switch c := s[0]; {
	case c == '\\':
		return decodeEscape(s)
	case c < ' ' || c == '"':
		return 0, 0
	case c < utf8.RuneSelf:
		return rune(c), 1
	}
	return utf8.DecodeRune(s)
}

// decodeEscape reads the escape that s starts with.
func decodeEscape(s []byte) (r rune, n int) {
	if len(s) < 2 {
		return 0, 0
	}
	switch c := s[1]; c {
	case '"', '\\', '/':
		return rune(c), 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
		return decodeUnits(s)
	}
	return 0, 0
}

// decodeUnits reads \uXXXX, and two of them where they are a pair: "To escape an
// extended character that is not in the Basic Multilingual Plane, the character is
// represented as a 12-character sequence, encoding the UTF-16 surrogate pair."
func decodeUnits(s []byte) (r rune, n int) {
	high, ok := unit(s)
	switch {
	case !ok:
		return 0, 0
	case high < 0xd800 || high > 0xdfff:
		return high, 6
	}
	low, ok := unit(s[6:])
	if high > 0xdbff || !ok || low < 0xdc00 || low > 0xdfff {
		return utf8.RuneError, 6 // what follows is read by itself, whatever it is
	}
	return 0x10000 + (high-0xd800)<<10 + (low - 0xdc00), 12
}

// unit is the code unit of the \uXXXX that s starts with.
func unit(s []byte) (u rune, ok bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	for _, c := range s[2:6] {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		u = u<<4 | rune(c)
	}
	return u, true
}
