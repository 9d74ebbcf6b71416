package feed

import (
	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
)

// Dedupe tells records that were delivered before by members of theirs.
type Dedupe struct {
	// Keys are the members that together identify a record; none is no deduplication.
	Keys []jsonptr.Pointer
	// Window is how many records are remembered; 0 is DefaultWindow.
	Window int
}

// DefaultWindow is how many records are remembered while the page does not say. A
// server that takes a cursor inclusively, or one that replays the last minute, repeats
// fewer.
const DefaultWindow = 1000

// longestKey bounds what is remembered of one record, and with the window the memory:
// a record with a longer key is never taken for a duplicate.
const longestKey = 1024

// A memory holds the keys of the last records, oldest out first.
type memory struct {
	keys  map[string]struct{}
	order []string // a ring
	next  int
}

// seen tells whether key is remembered, and remembers it.
func (s *memory) seen(key []byte, window int) bool {
	if _, ok := s.keys[string(key)]; ok {
		return true
	}
	if s.keys == nil {
		s.keys = map[string]struct{}{}
	}
	k := string(key)
	s.keys[k] = struct{}{}
	if len(s.order) < window {
		s.order = append(s.order, k)
		return false
	}
	delete(s.keys, s.order[s.next])
	s.order[s.next] = k
	s.next = (s.next + 1) % window
	return false
}

// duplicate tells whether a record was delivered before. One that lacks a member of
// the key, as control messages do, is none.
func (m *Machine) duplicate(row framing.Row) bool {
	if len(m.config.Dedupe.Keys) == 0 {
		return false
	}
	m.key = m.key[:0]
	for _, pointer := range m.config.Dedupe.Keys {
		part := m.member(pointer, row)
		if part == nil {
			return false
		}
		m.key = append(append(m.key, part...), 0)
	}
	return len(m.key) <= longestKey && m.seen.seen(m.key, m.config.Dedupe.Window)
}
