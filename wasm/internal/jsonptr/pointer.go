package jsonptr

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Pointer is a compiled JSON pointer. The zero value points to the whole text. It
// does not change and may be used by several goroutines.
type Pointer struct {
	tokens []token
}

// A token is one step down: the member of that name, or the element of that index.
// Only the text decides which of the two (RFC 6901 section 4).
type token struct {
	name  string
	index int // noIndex when name is not an index
}

const (
	noIndex   = -1
	lastIndex = -2
)

// Member points to the member of that name in an object.
func Member(name string) Pointer { return Pointer{[]token{{name, noIndex}}} }

// Parse compiles s: nothing for the whole text, or tokens that each start with "/"
// and in which "~1" stands for "/" and "~0" for "~". An error is a [*SyntaxError].
func Parse(s string) (Pointer, error) {
	if s == "" {
		return Pointer{}, nil
	}
	if s[0] != '/' {
		return Pointer{}, &SyntaxError{s, `it must be empty or start with "/"`}
	}
	if !utf8.ValidString(s) {
		return Pointer{}, &SyntaxError{s, "it is not UTF-8"}
	}
	var p Pointer
	for part := range strings.SplitSeq(s[1:], "/") {
		name, ok := unescapeToken(part)
		if !ok {
			return Pointer{}, &SyntaxError{s, `"~" must be written as "~0", and "~1" stands for "/"`}
		}
		p.tokens = append(p.tokens, token{name, index(name)})
	}
	return p, nil
}

// unescapeToken reads s once, so that "~01" becomes "~1" and not "/" (RFC 6901
// section 4 has the same from its order of two replacements).
func unescapeToken(s string) (string, bool) {
	plain, rest, escaped := strings.Cut(s, "~")
	for escaped {
		switch {
		case strings.HasPrefix(rest, "0"):
			plain += "~"
		case strings.HasPrefix(rest, "1"):
			plain += "/"
		default:
			return "", false
		}
		var more string
		more, rest, escaped = strings.Cut(rest[1:], "~")
		plain += more
	}
	return plain, true
}

// index reads an array index: "digits (see ABNF below; note that leading zeros are
// not allowed)" (RFC 6901 section 4). A number too large for an int is that of an element
// which no text has. So is "-" there, which leaves it to be the last element here.
func index(name string) int {
	if name == "-" {
		return lastIndex
	}
	if name == "" || name[0] == '0' && len(name) > 1 {
		return noIndex
	}
	for i := range len(name) {
		if name[i] < '0' || name[i] > '9' {
			return noIndex
		}
	}
	n, err := strconv.Atoi(name)
	if err != nil {
		return noIndex
	}
	return n
}

// A SyntaxError says why a string is not a JSON pointer.
type SyntaxError struct {
	Pointer string
	Reason  string
}

func (e *SyntaxError) Error() string {
	const maxBytes = 80
	s := e.Pointer
	if len(s) > maxBytes {
		s = strings.ToValidUTF8(s[:maxBytes], "") + "…"
	}
	return strconv.Quote(s) + " is not a JSON pointer: " + e.Reason
}
