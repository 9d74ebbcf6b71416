package payload

// AppendBase64 appends the bytes that s stands for (RFC 4648 sections 4 and 5, either
// alphabet). It returns false if s has other characters, or padding that completes
// nothing. encoding/base64 reads one alphabet at a time, and must know which.
func AppendBase64(dst, s []byte) ([]byte, bool) {
	if len(s)%4 == 0 {
		for range 2 {
			if n := len(s) - 1; n > 0 && s[n] == '=' {
				s = s[:n]
			}
		}
	}
	if len(s)%4 == 1 {
		return dst, false
	}
	var bits uint32
	for i, c := range s {
		v, ok := sextet(c)
		if !ok {
			return dst, false
		}
		bits = bits<<6 | uint32(v)
		// Of four characters the second, third and fourth each complete a byte.
		if n := i % 4; n > 0 {
			dst = append(dst, byte(bits>>(6-2*n)))
		}
	}
	return dst, true
}

// sextet is the six bits that a character stands for.
func sextet(c byte) (v byte, ok bool) {
	switch {
	case c >= 'A' && c <= 'Z':
		return c - 'A', true
	case c >= 'a' && c <= 'z':
		return c - 'a' + 26, true
	case c >= '0' && c <= '9':
		return c - '0' + 52, true
	case c == '+' || c == '-':
		return 62, true
	case c == '/' || c == '_':
		return 63, true
	}
	return 0, false
}
