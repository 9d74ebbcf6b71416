package framing

import "github.com/feedsource/feedsource/wasm/internal/jsontext"

// plausible reports by a record's first and last byte whether it can be a JSON text.
// It costs the same for any length, but for a string: a line of a pretty-printed object may
// begin and end with a quote. The bytes between are for JSON.parse to judge.
func plausible(rec []byte) bool {
	last := rec[len(rec)-1]
	switch rec[0] {
	case '{':
		return last == '}'
	case '[':
		return last == ']'
	case '"':
		return last == '"' && isQuoted(rec)
	}
	return jsontext.IsScalar(rec)
}

// isQuoted reports whether a quote that is not escaped ends rec, and none comes before.
func isQuoted(rec []byte) bool {
	for i := 1; i < len(rec); i++ {
		switch rec[i] {
		case '\\':
			i++
		case '"':
			return i == len(rec)-1
		}
	}
	return false
}

// Complete reports whether rec is one JSON text that shows its own end: an object,
// an array or a string. "12" may be half of "123".
func Complete(rec []byte) bool { return Extent(rec) == len(rec) }

// Extent is how long the JSON text is that rec begins with and that shows its own end; 0 if
// there is none, or it is not all there.
func Extent(rec []byte) int {
	t := NewTable(len(rec))
	NewJSON().Frame(rec, 0, t)
	if len(t.Rows) == 0 || t.Rows[0].Kind() != Data || t.Rows[0].Off > 0 {
		return 0
	}
	return int(t.Rows[0].Len)
}
