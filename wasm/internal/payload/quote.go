package payload

// appendQuoted appends text as a JSON string with as few escapes as possible: "All
// Unicode characters may be placed within the quotation marks, except for the
// characters that MUST be escaped: quotation mark, reverse solidus, and the control
// characters" (RFC 8259 section 7).
func appendQuoted(dst, text []byte) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	for _, c := range text {
		switch letter := escape(c); letter {
		case 0:
			dst = append(dst, c)
		case 'u':
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			dst = append(dst, '\\', letter)
		}
	}
	return append(dst, '"')
}

// quotedLen is how many bytes appendQuoted appends.
func quotedLen(text []byte) int {
	n := len(text) + len(`""`)
	for _, c := range text {
		switch escape(c) {
		case 0:
		case 'u':
			n += len(`u0000`)
		default:
			n++
		}
	}
	return n
}

// escape is the letter after the backslash in c's escape; 0 if c needs none.
func escape(c byte) byte {
	switch c {
	case '"', '\\':
		return c
	case '\b':
		return 'b'
	case '\f':
		return 'f'
	case '\n':
		return 'n'
	case '\r':
		return 'r'
	case '\t':
		return 't'
	}
	if c < ' ' {
		return 'u'
	}
	return 0
}
