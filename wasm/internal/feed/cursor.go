package feed

import (
	"bytes"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
)

// Resume is how a cursor goes back to the server. The zero value is the header
// Last-Event-ID, as the EventSource standard has it.
type Resume struct {
	Off    bool
	Header string // a header of another name
	Query  string // a query parameter instead of a header
}

// longestID bounds a cursor: servers refuse longer headers and URLs.
const longestID = 4096

// identify takes the cursor out of every record. One that could not go into a header
// or a query is not taken: a line end in it would even end the header.
func (m *Machine) identify() {
	if m.config.ID == nil {
		return
	}
	for i, row := range m.stream.Rows {
		if row.Kind() != framing.Data {
			continue
		}
		id := m.member(*m.config.ID, row)
		if len(id) > longestID || bytes.ContainsAny(id, "\x00\r\n") {
			id = nil
		}
		m.table.Identify(i, id)
	}
}

// member is a member of a record as text; nil where there is none. It is good until
// the next call.
func (m *Machine) member(p jsonptr.Pointer, row framing.Row) []byte {
	raw, ok := p.Find(m.stream.Buffer()[row.Off : row.Off+row.Len])
	if !ok {
		return nil
	}
	m.text, ok = jsonptr.AppendText(m.text[:0], raw)
	if !ok {
		return nil
	}
	return m.text
}

// request is the Dial of the present attempt, with the cursor where it belongs.
func (m *Machine) request() Action {
	a := Action{Do: Dial, Attempt: m.attempt, URL: m.config.URL}
	id := m.LastEventID()
	switch r := m.config.Resume; {
	case r.Off || id == "":
	case r.Query != "":
		a.URL = withQuery(a.URL, r.Query, id)
	default:
		a.Header, a.LastEventID = r.Header, id
		if a.Header == "" {
			a.Header = "Last-Event-ID"
		}
	}
	return a
}
