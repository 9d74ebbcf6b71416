package payload

import "github.com/feedsource/feedsource/wasm/internal/jsonptr"

// valid reports whether text is one JSON text (RFC 8259 section 2). Counting brackets, as
// framing does, is not enough: what replaces a string in a record must not make the whole
// record invalid. It keeps the open brackets and the present string in scratch, which it
// returns for its room.
func valid(text, scratch []byte) ([]byte, bool) {
	c := checker{text: text, open: scratch}
	ok := c.value(len(scratch))
	return c.open[:len(scratch)], ok
}

// A checker reads a JSON text.
type checker struct {
	text []byte // what is left of it
	open []byte // the brackets that must close what is open, after what was in scratch
}

// value reads values until none is open, and reports whether they are valid and nothing
// is left then.
func (c *checker) value(outermost int) bool {
	for {
		switch first := c.peek(); {
		case first == '{' || first == '[':
			c.text = c.text[1:]
			shut := first + 2 // as ASCII has them
			c.open = append(c.open, shut)
			if c.peek() != shut {
				if shut == '}' && !c.name() {
					return false
				}
				continue
			}
		case !c.scalar():
			return false
		}
		more, ok := c.afterValue(outermost)
		if !more || !ok {
			return ok
		}
	}
}

// afterValue reads what follows a value, up to the next one.
func (c *checker) afterValue(outermost int) (more, ok bool) {
	for len(c.open) > outermost {
		shut := c.open[len(c.open)-1]
		switch c.peek() {
		case ',':
			c.text = c.text[1:]
			return true, shut != '}' || c.name()
		case shut:
			c.text = c.text[1:]
			c.open = c.open[:len(c.open)-1]
		default:
			return false, false
		}
	}
	return false, c.peek() == 0 && len(c.text) == 0
}

// name skips the name of a member and its colon.
func (c *checker) name() bool {
	if c.peek() != '"' || !c.scalar() || c.peek() != ':' {
		return false
	}
	c.text = c.text[1:]
	return true
}

// scalar skips a value that is neither an object nor an array. jsonptr knows the grammar:
// that of numbers and literals to find them, that of strings to unquote them.
func (c *checker) scalar() bool {
	raw, ok := jsonptr.Pointer{}.Find(c.text)
	if !ok {
		return false
	}
	if raw[0] == '"' {
		grown, ok := jsonptr.AppendText(c.open, raw)
		if !ok {
			return false
		}
		c.open = grown[:len(c.open)]
	}
	c.text = c.text[len(raw):]
	return true
}

// peek skips white space and returns the byte that follows, 0 at the end.
func (c *checker) peek() byte {
	for len(c.text) > 0 {
		switch first := c.text[0]; first {
		case ' ', '\t', '\n', '\r':
			c.text = c.text[1:]
		default:
			return first
		}
	}
	return 0
}
