package framing

import (
	"bytes"
	"slices"
)

// mimeField is the value of the first field of a name, in lower case, in a header block, without
// the white space around it. A line that begins with white space goes on with the one before
// (RFC 9112 section 5.2, "obs-fold"); the two are joined by a space.
func mimeField(block []byte, name string) (value []byte, ok bool) {
	for len(block) > 0 {
		var line []byte
		if line, block = cutLine(block); !isField(line, name) {
			continue
		}
		value = trimmed(line[len(name)+1:])
		folded := false
		for len(block) > 0 && (block[0] == ' ' || block[0] == '\t') {
			if line, block = cutLine(block); !folded {
				value, folded = slices.Clone(value), true // the block stays as it is
			}
			value = append(append(value, ' '), trimmed(line)...)
		}
		return value, true
	}
	return nil, false
}

// trimmed is text without the white space around it.
func trimmed(text []byte) []byte {
	a, b := trim(text, 0, len(text))
	return text[a:b]
}

// cutLine cuts a block behind its first LF; line is what stands before.
func cutLine(block []byte) (line, rest []byte) {
	if i := bytes.IndexByte(block, '\n'); i >= 0 {
		return block[:i], block[i+1:]
	}
	return block, nil
}

// isField reports whether a line begins a field of that name, which is in lower case.
func isField(line []byte, name string) bool {
	if len(line) <= len(name) || line[len(name)] != ':' {
		return false
	}
	for i := range len(name) {
		c := line[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		if c != name[i] {
			return false
		}
	}
	return true
}
