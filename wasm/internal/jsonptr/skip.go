package jsonptr

import "bytes"

// nowhere is the place of what is absent or malformed.
const nowhere = -1

// peek skips white space from json[i] on (RFC 8259 section 2) and returns the byte
// that follows, and its place. Nowhere and at the end it returns 0, which starts no token.
func peek(json []byte, i int) (byte, int) {
	if i < 0 {
		return 0, nowhere
	}
	for ; i < len(json); i++ {
		switch c := json[i]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c, i
		}
	}
	return 0, nowhere
}

// skip is the end of the value that starts at json[i], or nowhere.
func skip(json []byte, i int) int {
	if i < 0 {
		return nowhere
	}
	switch json[i] {
	case '"':
		return stringEnd(json, i)
	case '{', '[':
		return nestedEnd(json, i)
	}
	return scalarEnd(json, i)
}

// stringEnd is the place after the string that starts at json[i]: after the first
// quote with an even number of backslashes before it. No backslash is counted twice,
// since a quote ends each run. Going from quote to quote takes WebAssembly half the time
// of going from byte to byte, 3.4 µs instead of 6.7 µs for a tweet of 2 KB.
func stringEnd(json []byte, i int) int {
	for quote := i + 1; ; quote++ {
		n := bytes.IndexByte(json[quote:], '"')
		if n < 0 {
			return nowhere
		}
		quote += n
		run := quote
		for json[run-1] == '\\' { // stops at the opening quote at the latest
			run--
		}
		if (quote-run)%2 == 0 {
			return quote + 1
		}
	}
}

// nestedEnd is the place after the object or array that starts at json[i]. It
// counts brackets without asking which closes which: to know that would take memory by
// the depth, and for a valid text it makes no difference.
func nestedEnd(json []byte, i int) int {
	for depth := 0; i < len(json); i++ {
		switch json[i] {
		case '"':
			end := stringEnd(json, i)
			if end < 0 {
				return nowhere
			}
			i = end - 1
		case '{', '[':
			depth++
		case '}', ']':
			depth--
			if depth == 0 {
				return i + 1
			}
		}
	}
	return nowhere
}

// scalarEnd is the place after the run of letters, digits and signs at json[i],
// whatever they spell.
func scalarEnd(json []byte, i int) int {
	start := i
	for i < len(json) && inScalar(json[i]) {
		i++
	}
	if i == start {
		return nowhere
	}
	return i
}

func inScalar(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '-' || c == '+' || c == '.'
}
