package live

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// event is a record as an event of an event stream. Its line ends become LF, which is what they are in one.
func event(e *Entry) []byte {
	var b bytes.Buffer
	b.Grow(len(e.Data) + 64)
	b.WriteString("id: " + e.ID().String() + "\n")
	if name := oneLine(e.Type); name != "" && name != "message" {
		b.WriteString("event: " + name + "\n")
	}
	for line := range Lines(Text(&e.Record)) {
		b.WriteString("data: ")
		b.Write(line)
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
	return b.Bytes()
}

// Text is a record as text: one of bytes is a data URL.
func Text(r *record.Record) []byte {
	if !isBytes(r) {
		return r.Data
	}
	return base64.StdEncoding.AppendEncode([]byte("data:application/octet-stream;base64,"), r.Data)
}

func isBytes(r *record.Record) bool { return r.Kind == record.Bytes || !utf8.Valid(r.Data) }

func oneLine(text string) string {
	return strings.NewReplacer("\r", " ", "\n", " ").Replace(strings.ToValidUTF8(text, "\ufffd"))
}

// Lines ends at CR, LF and both together, as event streams do.
func Lines(text []byte) func(yield func([]byte) bool) {
	return func(yield func([]byte) bool) {
		for {
			i := bytes.IndexAny(text, "\r\n")
			if i < 0 {
				yield(text)
				return
			}
			if !yield(text[:i]) {
				return
			}
			if text[i] == '\r' && i+1 < len(text) && text[i+1] == '\n' {
				i++
			}
			text = text[i+1:]
		}
	}
}

// A Line is a record in NDJSON: its text, exactly, or its bytes.
type Line struct {
	ID    string    `json:"id"`
	At    time.Time `json:"at"` // when it was stored
	Type  string    `json:"type"`
	Data  *string   `json:"data,omitempty"`
	Bytes []byte    `json:"base64,omitzero"` // nil of a text
}

func line(e *Entry) []byte {
	l := Line{ID: e.ID().String(), At: e.Stored, Type: e.Type}
	if l.Type == "" {
		l.Type = "message"
	}
	if isBytes(&e.Record) {
		l.Bytes = e.Data
		if l.Bytes == nil {
			l.Bytes = []byte{}
		}
	} else {
		text := string(e.Data)
		l.Data = &text
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(l) // strings, bytes and a time of these centuries
	return b.Bytes()
}
