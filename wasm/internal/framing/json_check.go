package framing

import "github.com/feedsource/feedsource/wasm/internal/jsontext"

// plausible reports by a record's first and last byte whether it can be a JSON text.
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
	return jsontext.IsScalar(rec)
}

// Complete reports whether rec is one JSON text that shows its own end: an object,
// an array or a string. "12" may be half of "123".
func Complete(rec []byte) bool {
	scan, t := NewJSON(), NewTable(len(rec))
	scan.Frame(rec, 0, t)
	return len(t.Rows) == 1 && !scan.open() && int(t.Rows[0].Len) == len(rec) && t.Rows[0].Kind() == Data
}
