package feed

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// maxCursorBytes bounds a cursor: servers refuse longer headers and URLs.
const maxCursorBytes = 4096

// cursor is a record's own cursor: the first of the configured members that it has.
// One that could not go into a header or a query is not taken: a line end in it would
// even end the header.
func (m *Machine) cursor(row framing.Row) []byte {
	for _, pointer := range m.config.ID {
		if id := m.member(pointer, row); len(id) > 0 && len(id) <= maxCursorBytes && !bytes.ContainsAny(id, "\x00\r\n") {
			return id
		}
	}
	return nil
}

// WellFormed is s with U+FFFD for what is not UTF-8, as the page sees it (WHATWG Encoding,
// "UTF-8 decode": one for each longest beginning of a character). A server that decodes
// laxly would read C0 8A as a line end.
func WellFormed(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		for r == utf8.RuneError && n < len(s) && !utf8.FullRuneInString(s[:n+1]) {
			n++
		}
		b.WriteRune(r)
		s = s[n:]
	}
	return b.String()
}

// highest is the cursor that counts when one has come: of whole numbers the highest of the
// connection. Kubernetes lists what there is by name, in any order of its versions.
func (m *Machine) highest(id []byte) []byte {
	c := &m.connection
	if !isWhole(id) {
		return id
	}
	if c.highest != nil && lower(string(id), string(c.highest)) {
		return c.highest
	}
	c.highest = append(c.highest[:0], id...)
	return id
}

// isWhole reports whether a cursor is a whole number as services count them up.
func isWhole(id []byte) bool {
	for _, c := range id {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(id) > 0 && (id[0] != '0' || len(id) == 1)
}
