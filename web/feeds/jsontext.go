package feeds

import (
	"bytes"
	"encoding/json"
)

// encode gives the compact JSON text of a message. U+2028 stands in it as it
// is, as most services write it; encoding/json escapes it, and no text here
// holds the escape itself. Every value in this package can be encoded, so
// failure is a programming error.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // services send < and & as they are
	if err := e.Encode(v); err != nil {
		panic(err)
	}
	text := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	return bytes.ReplaceAll(text, []byte(`\u2028`), []byte("\u2028"))
}

// spread lays a JSON text out over several lines, which puts LF inside a
// record where JSON allows it: between tokens.
func spread(text []byte) []byte {
	var b bytes.Buffer
	if err := json.Indent(&b, text, "", "  "); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// pad makes a JSON object size bytes long by one more member; an object that
// is too long for that stays as it is.
func pad(text []byte, size int) []byte {
	const head, tail = `,"pad":"`, `"}`
	missing := size - (len(text) - 1) - len(head) - len(tail)
	if missing < 0 {
		return text
	}
	out := make([]byte, 0, size)
	out = append(out, bytes.TrimSuffix(text, []byte("}"))...)
	out = append(out, head...)
	out = append(out, bytes.Repeat([]byte("x"), missing)...)
	return append(out, tail...)
}
