package jsontext

// Valid reports whether text is one JSON text (RFC 8259 section 2), with white space around
// it or not. What is open is kept in scratch, which it returns for its room.
func Valid(text, scratch []byte) ([]byte, bool) {
	c := checker{text: text, open: scratch}
	ok := c.value(len(scratch))
	return c.open[:len(scratch)], ok
}

// A checker reads a JSON text.
type checker struct {
	text []byte
	at   int    // the place of the next byte
	open []byte // the brackets that must close what is open, after what was in scratch
}

// value reads values until none is open, and reports whether they are valid and nothing
// is left then.
func (c *checker) value(outermost int) bool {
	for {
		switch first := c.peek(); first {
		case '{', '[':
			c.at++
			shut := first + 2 // as ASCII has them
			c.open = append(c.open, shut)
			if c.peek() != shut {
				if shut == '}' && !c.name() {
					return false
				}
				continue
			}
		case '"':
			if !c.quoted() {
				return false
			}
		default:
			if !c.scalar() {
				return false
			}
		}
		for { // what follows a value, up to the next one
			next := c.peek()
			if len(c.open) == outermost {
				return c.at == len(c.text)
			}
			shut := c.open[len(c.open)-1]
			if c.at++; next == ',' {
				if shut == '}' && !c.name() {
					return false
				}
				break
			}
			if next != shut {
				return false
			}
			c.open = c.open[:len(c.open)-1]
		}
	}
}

// name skips the name of a member and its colon.
func (c *checker) name() bool {
	if c.peek() != '"' || !c.quoted() || c.peek() != ':' {
		return false
	}
	c.at++
	return true
}

// quoted skips a string (RFC 8259 section 7).
func (c *checker) quoted() bool {
	s, hex := c.text, 0
	for i := c.at + 1; i < len(s); i++ {
		switch b := s[i]; {
		case hex > 0:
			if hex--; !(b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'f') {
				return false
			}
		case b == '"':
			c.at = i + 1
			return true
		case b < ' ':
			return false
		case b == '\\':
			if i++; i == len(s) {
				return false
			}
			switch s[i] {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			case 'u':
				hex = 4
			default:
				return false
			}
		}
	}
	return false
}

// scalar skips a number or a literal.
func (c *checker) scalar() bool {
	start := c.at
	for c.at < len(c.text) {
		b := c.text[c.at]
		if b == ',' || !(b >= '+' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'z') {
			break
		}
		c.at++
	}
	return IsScalar(c.text[start:c.at])
}

// peek skips white space and returns the byte that follows, 0 at the end. Inlined at its
// calls it would cost the engine 400 bytes gzip.
//
//go:noinline
func (c *checker) peek() byte {
	for ; c.at < len(c.text); c.at++ {
		switch b := c.text[c.at]; b {
		case ' ', '\t', '\n', '\r':
		default:
			return b
		}
	}
	return 0
}
