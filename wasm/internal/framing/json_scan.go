package framing

import (
	"bytes"

	"github.com/feedsource/feedsource/wasm/internal/jsontext"
)

// The methods here are the scanner's states. Each starts at buf[i], goes on while
// its state lasts and returns where the next one takes over.

// outside is between records: white space, commas, and the brackets of a
// top-level array. A line that holds nothing is a keep-alive.
func (j *JSON) outside(buf []byte, i int, t *Table) int {
	if j.ended {
		return len(buf) // what follows the array is no part of it
	}
	for ; i < len(buf); i++ {
		switch c := buf[i]; {
		case isLineEnd(c):
			j.lineEnd(c, j.byteBefore(buf, i), i, t)
		case c == ' ' || c == '\t':
		case c == rs && j.form == sequence:
			j.separate(i, t)
		case j.form == array && j.bracket(c):
			if j.ended {
				return len(buf)
			}
		case c == ',' && j.state == between && j.form != sequence:
			j.content = true
		default:
			return j.begin(c, i)
		}
	}
	return i
}

// lineEnd counts a blank line as a keep-alive; the LF of a CRLF ends nothing more.
func (j *JSON) lineEnd(c, byteBefore byte, i int, t *Table) {
	if c == '\n' && byteBefore == '\r' {
		return
	}
	if !j.content && j.form != sequence {
		t.Add(KeepAlive, i, 0)
	}
	j.content = false
}

// separate takes an RS. "Multiple consecutive RS octets do not denote empty
// sequence elements" (RFC 7464 section 2.3): they are a keep-alive.
func (j *JSON) separate(i int, t *Table) {
	if j.state == between {
		t.Add(KeepAlive, i, 0)
	}
	j.state = between
}

// bracket takes the brackets of a top-level array.
func (j *JSON) bracket(c byte) bool {
	switch {
	case c == '[' && j.state == before:
		j.state, j.content = between, true
		return true
	case c == ']' && j.state == between:
		j.state, j.content, j.ended = finished, true, true
		return true
	}
	return false
}

// begin opens a record with its first byte c at buf[i].
func (j *JSON) begin(c byte, i int) int {
	j.start, j.prev = i, 0
	switch {
	case j.state == before && j.form == array:
		j.fail(NotArray)
	case j.state != between:
		j.fail(NotJSON)
	case c == '{' || c == '[':
		j.state = nested
		return i
	case c == '"':
		j.state = quoted
	case c == '-' || c >= '0' && c <= '9' || c == 't' || c == 'f' || c == 'n':
		j.state = scalar
	default:
		j.fail(NotJSON)
	}
	return i + 1
}

// fail makes the open record a malformed one that goes on to the next safe start.
func (j *JSON) fail(why Reason) { j.state, j.why = broken, why }

// rush scans an object or array as far as there is nothing unusual about it.
func (j *JSON) rush(buf []byte, i int) int {
	inString := 0
	if j.state == quoted {
		inString = 1
	}
	i, depth, prev, inString := nest(buf, i, j.depth, int(j.prev), inString)
	j.depth, j.prev, j.state = depth, byte(prev), nested
	if inString != 0 {
		j.state = quoted
	}
	return i
}

// inValue counts brackets. '{' and '[' may only follow an opening '[', a colon or
// a comma; anywhere else they show that what came before was cut off.
func (j *JSON) inValue(buf []byte, i int, t *Table) int {
	for ; i < len(buf); i++ {
		switch c := buf[i]; c {
		case ' ', '\n', '\r', '\t':
			continue
		case '"':
			j.state = quoted
			return i + 1
		case '{', '[':
			if j.depth > 0 && j.prev != ':' && j.prev != ',' && j.prev != '[' {
				j.fail(NotJSON)
				return i
			}
			j.depth++
			j.prev = c
		case '}', ']':
			j.depth--
			if j.depth == 0 {
				j.close(buf, i+1, t)
				return i + 1
			}
			j.prev = c
		case rs:
			j.fail(Truncated)
			return i
		default:
			j.prev = c
		}
	}
	return i
}

// inString looks for the closing quote. A raw line end cannot stand in a JSON
// string (RFC 8259 section 7), so it means that the record was cut off.
func (j *JSON) inString(buf []byte, i int, t *Table) int {
	for ; i < len(buf); i++ {
		switch c := buf[i]; {
		case isLineEnd(c):
			j.fail(NotJSON)
			return i
		case c == rs:
			j.fail(Truncated)
			return i
		case j.escaped:
			j.escaped = false
		case c == '\\':
			j.escaped = true
		case c == '"':
			if j.depth == 0 {
				j.close(buf, i+1, t)
			} else {
				j.state, j.prev = nested, c
			}
			return i + 1
		}
	}
	return i
}

// inScalar looks for the end of a number or a literal.
func (j *JSON) inScalar(buf []byte, i int, t *Table) int {
	for ; i < len(buf); i++ {
		switch buf[i] {
		case rs:
			j.fail(Truncated) // RFC 7464 section 2.4: no white space followed
			return i
		case ' ', '\n', '\r', '\t', ',', ']', '{', '[', '"':
			// One over the limit is not looked at: its bytes may be gone.
			if !j.skipping && i-j.start <= t.Limit() && !jsontext.IsScalar(buf[j.start:i]) {
				j.fail(NotJSON)
				return i
			}
			j.close(buf, i, t)
			return i
		}
	}
	return i
}

// inClosing looks for the LF behind a sequence's text. The next RS ends it as well: some
// write no LF.
func (j *JSON) inClosing(buf []byte, i int, t *Table) int {
	for ; i < len(buf); i++ {
		switch buf[i] {
		case ' ', '\t', '\r':
		case '\n':
			j.deliver(buf, i, t)
			return i + 1
		case rs:
			j.deliver(buf, i, t)
			return i
		default:
			j.fail(NotJSON)
			return i
		}
	}
	return i
}

// inBroken looks for the next byte at which a record may start for certain.
func (j *JSON) inBroken(buf []byte, i int, t *Table) int {
	if j.form == sequence {
		n := bytes.IndexByte(buf[i:], rs)
		if n < 0 {
			return len(buf)
		}
		j.reject(buf, j.start, i+n, j.why, t)
		return i + n
	}
	for ; i < len(buf); i++ {
		if c := buf[i]; (c == '{' || c == '[') && isLineEnd(j.byteBefore(buf, i)) && j.recovers() {
			j.reject(buf, j.start, i, j.why, t)
			return i
		}
	}
	return i
}

// recovers reports whether records may follow a broken one: not where the body was
// never an array.
func (j *JSON) recovers() bool { return j.why != NotArray }
