package payload

import "github.com/feedsource/feedsource/wasm/internal/jsonptr"

// valid tells whether text is one JSON text (RFC 8259 section 2). Counting brackets, as
// framing does, is not enough: what is put into a record in place of a string must not
// make all of the record invalid. The brackets that are open, and the strings that are
// looked at, stand in scratch meanwhile, which is returned for its room.
func valid(text, scratch []byte) ([]byte, bool) {
	c := checker{text: text, open: scratch}
	ok := c.value(len(scratch))
	return c.open[:len(scratch)], ok
}

// A checker goes through a JSON text.
type checker struct {
	text []byte // what is left of it
	open []byte // the brackets that close what is open, behind what was in scratch
}

// value goes through values until none is open, and there must be nothing left then.
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
		more, ok := c.behind(outermost)
		if !more || !ok {
			return ok
		}
	}
}

// behind goes on behind a value, up to the next one.
func (c *checker) behind(outermost int) (more, ok bool) {
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

// name goes past the name of a member and its colon.
func (c *checker) name() bool {
	if c.peek() != '"' || !c.scalar() || c.peek() != ':' {
		return false
	}
	c.text = c.text[1:]
	return true
}

// scalar goes past what is neither an object nor an array. jsonptr knows the grammar:
// of numbers and literals to find them, of strings to take them out of their quotes.
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

// peek goes past white space and returns the byte that stands there, 0 at the end.
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
