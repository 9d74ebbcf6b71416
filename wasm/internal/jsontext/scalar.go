// Package jsontext knows the grammar of JSON. The framers and the pointers, which look at
// texts without parsing them, have that of scalars in common.
package jsontext

// IsScalar reports whether raw is true, false, null (RFC 8259 section 3) or a number.
func IsScalar(raw []byte) bool {
	switch string(raw) {
	case "true", "false", "null":
		return true
	}
	return isNumber(raw)
}

// isNumber follows RFC 8259 section 6:
//
//	number = [ minus ] int [ frac ] [ exp ]
func isNumber(s []byte) bool {
	if len(s) > 0 && s[0] == '-' {
		s = s[1:]
	}
	n := Digits(s)
	if n == 0 || s[0] == '0' && n > 1 {
		return false
	}
	s = s[n:]
	if len(s) > 0 && s[0] == '.' {
		n = Digits(s[1:])
		if n == 0 {
			return false
		}
		s = s[1+n:]
	}
	if len(s) > 0 && s[0]|0x20 == 'e' {
		s = s[1:]
		if len(s) > 0 && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		n = Digits(s)
		return n > 0 && n == len(s)
	}
	return len(s) == 0
}

// Digits counts the digits that s starts with.
func Digits(s []byte) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}
