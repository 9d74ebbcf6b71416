package feed

import (
	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
	"github.com/feedsource/feedsource/wasm/internal/payload"
)

// unwrap makes a record what a member of it holds in base64, if it has that. It fits where the
// record was: base64 is longer than what it stands for.
func (m *Machine) unwrap(row framing.Row) framing.Row {
	record := m.record(row)
	raw, ok := m.config.Base64.Find(record)
	if !ok || raw[0] != '"' {
		return row
	}
	text, _ := jsonptr.AppendText(m.sifter.undone[:0], raw)
	bytes, ok := payload.AppendBase64(text, text)
	m.sifter.undone = bytes
	if !ok {
		return row
	}
	row.Len -= int32(len(record) - copy(record, bytes[len(text):]))
	return row
}
