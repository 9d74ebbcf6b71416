package feed

import (
	"strconv"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// Dedupe recognizes records that were delivered before by members of theirs.
type Dedupe struct {
	// Keys are the members that together identify a record; none is no deduplication.
	Keys []Member
	// ByID says that the id of an event identifies it, in place of members: an id field of its
	// own, or what Config.ID finds.
	ByID bool
	// Window is how many records are remembered; 0 is DefaultWindow.
	Window int
}

func (d Dedupe) on() bool { return d.ByID || len(d.Keys) > 0 }

// DefaultWindow is how many records are remembered if the page does not say. A server
// that takes a cursor inclusively, or one that replays the last minute, repeats fewer.
const DefaultWindow = 1000

// maxKeyBytes bounds what is remembered of one record, and with the window the memory:
// a record with a longer key is never taken for a duplicate.
const maxKeyBytes = 1024

// A memory holds the keys of the last records, oldest out first, and the hashes of the
// cursors that came with them.
type memory struct {
	keys  map[string]uint64
	order []string // a ring
	next  int
}

// remember reports whether key was known already, and if so whether with another cursor;
// and it remembers both.
func (s *memory) remember(key []byte, cursor uint64, window int) (known, moved bool) {
	if last, ok := s.keys[string(key)]; ok {
		if moved = last != cursor; moved {
			s.keys[string(key)] = cursor
		}
		return true, moved
	}
	if s.keys == nil {
		s.keys = map[string]uint64{}
	}
	k := string(key)
	s.keys[k] = cursor
	if len(s.order) < window {
		s.order = append(s.order, k)
		return false, true
	}
	delete(s.keys, s.order[s.next])
	s.order[s.next] = k
	s.next = (s.next + 1) % window
	return false, true
}

// duplicate reports whether a record was delivered before, and if so, whether it came with
// another cursor then. A record that lacks a member of the key, as control messages do,
// is no duplicate.
func (m *Machine) duplicate(row framing.Row) (known, moved bool) {
	if !m.config.Dedupe.on() {
		return false, true
	}
	key := m.sifter.key[:0]
	if m.config.Dedupe.ByID {
		if key = append(key, m.ownID(row)...); len(key) == 0 {
			return false, true
		}
		if m.body.format == framing.DockerFmt {
			key = m.numbered(key, row)
		}
	}
	for _, pointer := range m.config.Dedupe.Keys {
		part := m.member(pointer, row)
		if part == nil {
			return false, true
		}
		key = append(append(key, part...), 0)
	}
	m.sifter.key = key
	if len(key) > maxKeyBytes {
		return false, true
	}
	return m.sifter.memory.remember(key, hashed(m.cursor(row)), m.config.Dedupe.Window)
}

// A piece is the last record of a stream of Docker's, and how many came right before with its stamp.
type piece struct {
	stamp string
	n     int
}

// numbered is a stamp of Docker's with the stream of its record and the number of it there: stdout and
// stderr can have one stamp, and so do the pieces of a long line, which come again from the first when
// a connection goes on with it.
func (m *Machine) numbered(key []byte, row framing.Row) []byte {
	c := &m.connection
	for len(c.pieces) <= row.Type() {
		c.pieces = append(c.pieces, piece{})
	}
	last := &c.pieces[row.Type()]
	if last.stamp == string(key) {
		last.n++
	} else {
		*last = piece{stamp: string(key)}
	}
	key = strconv.AppendInt(append(key, byte(row.Type())), int64(last.n), 10)
	// Of an earlier feed the stamp alone is known: its record is the first that has it.
	if keys := m.sifter.memory.keys; keys != nil {
		if cursor, ok := keys[last.stamp]; ok {
			delete(keys, last.stamp)
			keys[string(key)] = cursor
		}
	}
	return key
}

// ownID is the id that a record has of its own; nil if the one in force is of an earlier record.
func (m *Machine) ownID(row framing.Row) []byte {
	switch {
	case len(m.config.ID) > 0:
		return m.cursor(row)
	case m.sifter.ownID:
		return m.body.table.IDs.At(int(row.Aux))
	}
	return nil
}

// named are the rows of the batch that have an id of their own: a field of an event stream, or a
// stamp of Docker's.
func (m *Machine) named() []int {
	if p, ok := found(m.body.framer).(interface{ Named() []int }); ok {
		return p.Named()
	}
	return nil
}

// hashed is FNV-1a of 64 bits.
func hashed(text []byte) uint64 {
	hash := uint64(14695981039346656037)
	for _, c := range text {
		hash = (hash ^ uint64(c)) * 1099511628211
	}
	return hash
}
