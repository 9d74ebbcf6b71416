package framing

import "math"

// Items frames values that show their own end, one behind the other: it counts what belongs to each
// and skips it. Nothing is decoded. State goes from chunk to chunk, so that each byte is looked at
// once however finely a value is cut.
type Items struct {
	openEnded
	heads    *[256]initial
	start    int     // of the open record
	open     bool    // a record is under way
	skipping bool    // it was reported already
	head     initial // of an item whose argument is under way
	width    uint8   // bytes to come of that
	argument uint64  // what it is so far
	skip     uint64  // bytes to come of an item that is skipped
	levels
}

// Head implements [BytesFramer].
func (m *Items) Head() Head { return 0 }

// Frame implements [Framer].
func (m *Items) Frame(buf []byte, from int, t *Table) (keep, end int) {
	m.start = 0
	for i := from; i < len(buf) && m.verdict == nil; {
		switch {
		case m.skip > 0:
			if i, m.skip = pass(buf, i, m.skip); m.skip == 0 {
				m.close(i, t)
			}
		case m.width > 0:
			m.argument = m.argument<<8 | uint64(buf[i])
			i++
			if m.width--; m.width == 0 {
				m.begin(m.head.does, m.argument, i, t)
			}
		default:
			if i = m.run(buf, i, t); i < len(buf) {
				i = m.first(buf, i, t)
			}
		}
	}
	switch held := len(buf) - m.start; {
	case m.verdict != nil, !m.open, m.skipping:
	case held > t.Limit():
		m.reject(TooLarge, len(buf), t)
	default:
		return m.start, len(buf)
	}
	return len(buf), len(buf)
}

// run takes the items from buf[i] that are of the usual kinds.
func (m *Items) run(buf []byte, i int, t *Table) (next int) {
	if !m.open {
		m.start = i
	}
	rows := t.room()
	if m.skipping {
		rows = rows[:1] // for the record that was reported
	}
	n, next := runItems(buf, rows, m, i, t.limit, int(t.IDs.current()))
	switch last := max(n-1, 0); {
	case m.skipping:
		m.skipping = n == 0
	case int(rows[last].Len) > t.limit && n > 0:
		row := rows[last]
		t.tookBytes(last)
		t.Reject(TooLarge, int(row.Off), int(row.Len))
	default:
		t.tookBytes(n)
	}
	return next
}

// first takes the first byte of an item.
func (m *Items) first(buf []byte, i int, t *Table) (next int) {
	if !m.open {
		m.start, m.open = i, true
	}
	h := m.heads[buf[i]]
	i++
	switch kind := m.kind(); {
	case h.does == noItem,
		kind == bytePieces && h.does != bytesOf && h.does != breaks,
		kind == textPieces && h.does != textOf && h.does != breaks:
		m.refuse(i, t)
	case h.width > 0:
		m.head, m.width, m.argument = h, h.width, 0
	default:
		m.begin(h.does, uint64(h.value), i, t)
	}
	return i
}

// begin takes an item whose argument ends ahead of buf[i].
func (m *Items) begin(does effect, argument uint64, i int, t *Table) {
	switch does {
	case skips, bytesOf, textOf:
		m.pass(argument, i, t)
	case skipsOne:
		m.pass(argument+1, i, t)
	case simple:
		if argument < 32 {
			m.refuse(i, t)
			return
		}
		m.close(i, t)
	case arrayOf:
		m.level(counted, argument, i, t)
	case mapOf:
		m.level(counted, argument+min(argument, math.MaxUint64-argument), i, t)
	case tagOf:
		m.level(counted, 1, i, t)
	case breaks:
		if m.stop() {
			m.close(i, t)
			return
		}
		m.refuse(i, t)
	default:
		m.level(endlessArray+levelKind(does-arrayFrom), 0, i, t)
	}
}

// pass takes an item of which n bytes follow.
func (m *Items) pass(n uint64, i int, t *Table) {
	if m.skip = n; n == 0 {
		m.close(i, t)
	}
}

// level opens a level.
func (m *Items) level(kind levelKind, items uint64, i int, t *Table) {
	switch {
	case kind == counted && items == 0:
		m.close(i, t)
	case !m.push(kind, items):
		m.reject(TooDeep, i, t)
		if !m.merge(kind, items) {
			m.lose("a value is nested so deep that nobody can tell where the next one begins")
		}
	}
}

// close takes the end of an item ahead of buf[i].
func (m *Items) close(i int, t *Table) {
	if !m.pop() {
		return
	}
	if !m.skipping {
		t.AddBytes(0, m.start, i-m.start)
	}
	m.open, m.skipping = false, false
}

// refuse takes an item that may not stand there, and whose last byte is ahead of buf[i].
func (m *Items) refuse(i int, t *Table) {
	m.reject(BadFrame, i, t)
	m.lose("there is a byte that no value has at its place, so that nobody can tell where the next one begins")
}

// reject tells of the open record, once.
func (m *Items) reject(why Reason, i int, t *Table) {
	if !m.skipping {
		t.Reject(why, m.start, i-m.start)
	}
	m.skipping = true
}

// End implements [Framer].
func (m *Items) End(buf []byte, keep int, _ bool, t *Table) {
	if keep < len(buf) {
		t.Reject(Truncated, keep, len(buf)-keep)
	}
}
