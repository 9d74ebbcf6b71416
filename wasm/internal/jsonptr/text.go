package jsonptr

import (
	"unicode/utf8"

	"github.com/feedsource/feedsource/wasm/internal/jsontext"
)

// Text is the value raw, as [Pointer.Find] returns it, as text for a header or a
// query: a string without quotes and escapes; a number, true or false exactly as
// written, so that an id of 64 bits stays exact; an object or an array as its JSON
// text. ok is false for null, which says that there is no value, and for a string
// that JSON does not allow.
func Text(raw []byte) (s string, ok bool) {
	var room [64]byte // most cursors fit, and need no memory but their own
	text, ok := AppendText(room[:0], raw)
	return string(text), ok
}

// AppendText appends to dst what [Text] returns. If there is no text, it returns dst as
// it was, and false.
func AppendText(dst, raw []byte) ([]byte, bool) {
	if len(raw) == 0 {
		return dst, false
	}
	last := raw[len(raw)-1]
	switch raw[0] {
	case '"':
		if len(raw) == 1 || last != '"' {
			return dst, false
		}
		return appendString(dst, raw[1:len(raw)-1])
	case '{':
		if last != '}' {
			return dst, false
		}
	case '[':
		if last != ']' {
			return dst, false
		}
	case 'n':
		return dst, false
	default:
		if !jsontext.IsScalar(raw) {
			return dst, false
		}
	}
	return append(dst, raw...), true
}

// appendString appends the characters that stand between the quotes of a string.
func appendString(dst, s []byte) ([]byte, bool) {
	before := len(dst)
	for len(s) > 0 {
		if n := plain(s); n > 0 {
			dst, s = append(dst, s[:n]...), s[n:]
			continue
		}
		r, n := decode(s)
		if n == 0 {
			return dst[:before], false
		}
		dst, s = utf8.AppendRune(dst, r), s[n:]
	}
	return dst, true
}

// equal reports whether s, the bytes between the quotes of a member's name, means name.
// "\u0069d" is "id": names are compared "code unit by code unit" after unescaping
// (RFC 8259 section 8.3).
func equal(s []byte, name string) bool {
	for len(s) > 0 {
		r, n := decode(s)
		want, m := utf8.DecodeRuneInString(name)
		if n == 0 || m == 0 || r != want {
			return false
		}
		s, name = s[n:], name[m:]
	}
	return name == ""
}
