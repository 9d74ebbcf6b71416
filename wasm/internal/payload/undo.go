package payload

import "github.com/feedsource/feedsource/wasm/internal/jsonptr"

// Members are where a message keeps its payload and the chain of its encodings.
type Members struct{ Data, Encoding jsonptr.Pointer }

// Undo undoes the encodings of the message in record as far as it can, and rewrites
// the two members in place. A record that lacks one of them, or whose chain is not a
// string, stays as it is.
//
// It works in scratch, whose content means nothing before or after, and returns it, grown
// if necessary, for the next call. It takes the time and the room of a few copies of
// the record, whatever the chain says.
func (m Members) Undo(record, scratch []byte) []byte {
	encoding, ok := m.Encoding.Find(record)
	if !ok {
		return scratch
	}
	data, ok := m.Data.Find(record)
	if !ok {
		return scratch
	}
	chain, ok := jsonptr.AppendText(scratch[:0], encoding)
	// What is left of a chain is its beginning, which fits where the whole chain fits. It
	// may not: a byte that is not UTF-8 becomes three, and a value that is not a string has
	// no room for quotes.
	if !ok || quotedLen(chain) > len(encoding) {
		return chain
	}
	w := work{state{chain: chain}, chain}
	ok = w.parse(data)
	last := w.state
	for ok && w.undo() {
		if w.size <= len(data) {
			last = w.state
		}
	}
	if len(last.chain) < len(chain) {
		last.write(data, encoding)
	}
	return w.scratch
}

// write puts a state into the places of the two members, where it fits.
func (s *state) write(data, encoding []byte) {
	if s.form == characters {
		pad(data, appendQuoted(data[:0], s.text))
	} else {
		pad(data, append(data[:0], s.text...))
	}
	if len(s.chain) > 0 {
		pad(encoding, appendQuoted(encoding[:0], s.chain))
	} else {
		pad(encoding, append(encoding[:0], "null"...))
	}
}

// pad fills the rest of a place, after what was written into it, with spaces.
func pad(place, written []byte) {
	rest := place[len(written):]
	for i := range rest {
		rest[i] = ' '
	}
}
