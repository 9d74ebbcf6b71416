package framing

// plausible tells by a record's first and last byte whether it can be a JSON text.
// It costs the same for any length; the bytes between are for JSON.parse to judge.
func plausible(rec []byte) bool {
	last := rec[len(rec)-1]
	switch rec[0] {
	case '{':
		return last == '}'
	case '[':
		return last == ']'
	case '"':
		return last == '"' && len(rec) > 1
	}
	return isScalar(rec)
}

// complete tells whether rec is one JSON text that shows its own end: an object,
// an array or a string. "12" may be half of "123".
func complete(rec []byte) bool {
	scan, t := NewJSON(), NewTable(len(rec))
	scan.Frame(rec, 0, t)
	return len(t.Rows) == 1 && !scan.open() && int(t.Rows[0].Len) == len(rec) && t.Rows[0].Kind() == Data
}

// isScalar tells whether rec is a number, true, false or null (RFC 8259 sections 3, 6).
func isScalar(rec []byte) bool {
	switch string(rec) {
	case "true", "false", "null":
		return true
	}
	n := 0
	if n < len(rec) && rec[n] == '-' {
		n++
	}
	lead := n
	n = digits(rec, n)
	if n == lead || rec[lead] == '0' && n > lead+1 {
		return false
	}
	if n < len(rec) && rec[n] == '.' {
		if fraction := digits(rec, n+1); fraction > n+1 {
			n = fraction
		}
	}
	if n < len(rec) && (rec[n] == 'e' || rec[n] == 'E') {
		sign := n + 1
		if sign < len(rec) && (rec[sign] == '+' || rec[sign] == '-') {
			sign++
		}
		if exponent := digits(rec, sign); exponent > sign {
			n = exponent
		}
	}
	return n == len(rec)
}

// digits is the place after the run of digits that starts at n.
func digits(rec []byte, n int) int {
	for n < len(rec) && rec[n] >= '0' && rec[n] <= '9' {
		n++
	}
	return n
}
