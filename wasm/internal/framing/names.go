package framing

import "bytes"

// maxNames and maxNameBytes bound the event types remembered for one feed. A feed
// usually has a handful; for one that never stops inventing types the list starts anew.
const (
	maxNames     = 256
	maxNameBytes = 64 << 10
)

// Names gives each event type a small number, its slot, so that a row can carry it and
// JavaScript makes one string per type, not one per event.
type Names struct {
	slots  map[string]int
	joined []byte // the names in slot order, each followed by LF, which no name can hold
	last   []byte
	slot   int
	epoch  int
	first  string
}

func newNames(first string) Names {
	n := Names{first: first}
	n.clear()
	return n
}

func (n *Names) clear() {
	if cap(n.joined) > maxNameBytes {
		n.joined = nil
	}
	n.slots, n.joined, n.last, n.slot = map[string]int{}, n.joined[:0], nil, 0
	n.add(n.first)
}

func (n *Names) add(name string) int {
	slot := len(n.slots)
	n.slots[name] = slot
	n.joined = append(append(n.joined, name...), '\n')
	return slot
}

// Slot is the number of name; the empty name is slot 0. A run of one type, the
// usual case, costs one comparison.
func (n *Names) Slot(name []byte) int {
	if len(name) == 0 {
		return 0
	}
	if bytes.Equal(name, n.last) {
		return n.slot
	}
	slot, known := n.slots[string(name)]
	if !known {
		slot = n.add(string(name))
	}
	n.last, n.slot = append(n.last[:0], name...), slot
	return slot
}

// Is reports whether slot is that of name.
func (n *Names) Is(slot int, name string) bool {
	known, ok := n.slots[name]
	return ok && known == slot
}

// Name is the name in a slot; empty if there is none.
func (n *Names) Name(slot int) string {
	for name, known := range n.slots {
		if known == slot {
			return name
		}
	}
	return ""
}

// Trim starts the list anew when it is full. Slots given out before become void, so
// it is called between batches; the epoch changes with it.
func (n *Names) Trim() {
	if len(n.slots) > maxNames || len(n.joined) > maxNameBytes {
		n.epoch++
		n.clear()
	}
}

// Joined is every name in slot order, each followed by LF.
func (n *Names) Joined() []byte { return n.joined }

// Count is how many names there are.
func (n *Names) Count() int { return len(n.slots) }

// Epoch changes when earlier slots became void.
func (n *Names) Epoch() int { return n.epoch }

// IDs lists the last event IDs of one batch in the order in which they came into force.
type IDs struct {
	joined []byte // each ID followed by LF, which no ID can hold
	starts []int
}

// Set brings id into force.
func (l *IDs) Set(id []byte) {
	if string(id) == string(l.Current()) {
		return
	}
	if len(l.starts) == 0 {
		l.push(nil)
	}
	l.push(id)
}

// take is Set for an id of the usual kind, and false for any other: the first, one of more
// than maxBytes, and one that is not valid.
func (l *IDs) take(id []byte, maxBytes int) bool {
	if len(l.starts) == 0 || len(id) > maxBytes || bytes.IndexByte(id, 0) >= 0 {
		return false
	}
	l.Set(id)
	return true
}

func (l *IDs) push(id []byte) {
	l.starts = append(l.starts, len(l.joined))
	l.joined = append(append(l.joined, id...), '\n')
}

func (l *IDs) current() int32 { return int32(max(len(l.starts)-1, 0)) }

// Current is the ID in force, "" when there is none.
func (l *IDs) Current() []byte { return l.At(int(l.current())) }

// At is the ID in slot i.
func (l *IDs) At(i int) []byte {
	if i >= len(l.starts) {
		return nil
	}
	end := len(l.joined)
	if i+1 < len(l.starts) {
		end = l.starts[i+1]
	}
	return l.joined[l.starts[i] : end-1]
}

// Cut forgets the IDs behind the one in slot i, which is in force again.
func (l *IDs) Cut(i int) {
	if i+1 < len(l.starts) {
		l.joined, l.starts = l.joined[:l.starts[i+1]], l.starts[:i+1]
	}
}

// Joined is every ID in slot order, each followed by LF; empty when the batch
// began with no ID and brought none.
func (l *IDs) Joined() []byte { return l.joined }

func (l *IDs) reset() {
	if len(l.starts) == 0 {
		return
	}
	n := copy(l.joined, l.Current())
	l.joined, l.starts = append(l.joined[:n], '\n'), append(l.starts[:0], 0)
}
