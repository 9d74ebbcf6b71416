package feed

import (
	"bytes"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
)

// A Member is what of a record an option looks at: a member of its JSON text, or a field of its
// header.
type Member struct {
	jsonptr.Pointer
	Field string // of the header; empty if it is a member
}

// ParseMember compiles a JSON pointer. What cannot be one, since it is not empty and does not begin
// with "/", is the name of a header field.
func ParseMember(s string) (Member, error) {
	if s != "" && s[0] != '/' {
		return Member{Field: s}, nil
	}
	p, err := jsonptr.Parse(s)
	return Member{Pointer: p}, err
}

// member is a member of a record as text; nil where there is none. It is good until
// the next call.
func (m *Machine) member(of Member, row framing.Row) []byte {
	if of.Field != "" {
		return m.field(of.Field, row)
	}
	if row.IsBytes() && !m.isJSON(row) {
		return nil
	}
	raw, ok := of.Find(m.record(row))
	if !ok {
		return nil
	}
	text := &m.sifter.text
	if *text, ok = jsonptr.AppendText((*text)[:0], raw); !ok {
		return nil
	}
	return *text
}

// field is a field of a record's header as text; nil where there is none.
func (m *Machine) field(name string, row framing.Row) []byte {
	if !row.IsBytes() {
		return nil
	}
	header, _ := m.split(row)
	value, _ := m.body.table.Head.Field(header, name)
	return value
}

// isJSON reports whether the payload of a record of bytes is a JSON text, by what the page or the
// content type says of all, or its own header of this one.
func (m *Machine) isJSON(row framing.Row) bool {
	return m.body.json || m.body.table.Head == framing.MIMEHead && bytes.Contains(m.field("content-type", row), []byte("json"))
}

// record is the bytes of a record, behind its header if it has one.
//
//go:noinline
func (m *Machine) record(row framing.Row) []byte {
	_, payload := m.split(row)
	return payload
}

func (m *Machine) split(row framing.Row) (header, payload []byte) {
	record := m.body.stream.Buffer()[row.Off : row.Off+row.Len]
	if !row.IsBytes() {
		return nil, record
	}
	return m.body.table.Head.Split(record)
}
