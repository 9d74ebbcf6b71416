package framing

import (
	"bytes"
	"encoding/binary"
)

const countField = "content-length"

func (m *Multipart) inHead(buf []byte, i int, t *Table) (next int) {
	if n := len(m.block); n > 0 && i == m.head && bytes.HasPrefix(buf[i:], m.block) {
		m.line, m.count = i+n, m.blockCount
		return m.begin(buf, t)
	}
	most := min(maxPartHead, max(t.limit-headLength, 0))
	for {
		if bytes.HasPrefix(buf[m.line:], m.text[1:]) {
			t.Reject(BadFrame, m.head, min(m.line-m.head, maxRejectedBytes))
			m.enterMarkLine()
			return m.line + len(m.text) - 1
		}
		j := bytes.IndexByte(buf[i:], '\n')
		if j < 0 {
			if len(buf)-m.head > most+len(m.text) { // no mark begins where it could count
				m.refuseHead(most, t)
			}
			return len(buf)
		}
		if i += j + 1; i-m.head > most {
			m.refuseHead(most, t)
			m.seen = 1
			return i
		}
		line := buf[m.line:i]
		if m.line = i; len(line) == 1 || len(line) == 2 && line[0] == '\r' {
			m.remember(buf[m.head:i])
			return m.begin(buf, t)
		}
		if m.count < 0 && isField(line, countField) {
			m.count = contentLength(line[len(countField)+1:], t.limit)
		}
	}
}

// refuseHead reports a header block of more bytes than most.
func (m *Multipart) refuseHead(most int, t *Table) {
	why := BadFrame
	if most < maxPartHead {
		why = TooLarge
	}
	t.Reject(why, m.head, min(most, maxRejectedBytes))
	m.state, m.seen = skipped, 0
}

// contentLength is the number in the value of a field; -1 if there is none, or one over most.
func contentLength(value []byte, most int) (n int) {
	if value = trimmed(value); len(value) == 0 {
		return -1
	}
	for _, c := range value {
		if n = n*10 + int(c-'0'); c < '0' || c > '9' || n > most {
			return -1
		}
	}
	return n
}

// remember keeps a header block, which that of the next part is often equal to.
func (m *Multipart) remember(block []byte) {
	if len(block) <= maxRemembered {
		m.block, m.blockCount = append(m.block[:0], block...), m.count
	}
}

// begin ends a header block. The payload begins at m.line, which it returns.
func (m *Multipart) begin(buf []byte, t *Table) (next int) {
	m.state, m.body, m.seen, m.at = partBody, m.line, 1, m.line
	binary.BigEndian.PutUint32(buf[m.head-headLength:], uint32(m.body-m.head))
	if m.body+m.count-m.head+headLength > t.limit {
		m.count = -1 // the part is over the limit, or the count is wrong
	}
	if m.count == 0 {
		m.inCounted(buf, m.body, t)
	}
	return m.line
}

func (m *Multipart) inBody(buf []byte, i int, t *Table) (next int) {
	counted, stop := m.count >= 0, len(buf)
	if counted {
		stop = min(stop, m.body+m.count)
	}
	next, found := m.find(buf, i, stop, m.body)
	if counted && !found && next >= m.body+m.count {
		return m.inCounted(buf, next, t)
	}
	stop = m.at
	if !found {
		if stop = m.certain(buf, next); stop-m.head+headLength <= t.limit {
			return next
		}
	}
	if m.finish(stop, t); found {
		m.enterMarkLine()
	}
	return next
}

// inCounted ends a payload whose count is there, of which buf[:i] was looked at. A mark that has
// begun within it, hyphens and all, is waited for: it shows that the count is wrong.
func (m *Multipart) inCounted(buf []byte, i int, t *Table) (next int) {
	stop := m.body + m.count
	for m.seen > 1 {
		if i == len(buf) {
			return i
		}
		var found bool
		if i, found = m.find(buf, i, i+1, m.body); found {
			m.finish(m.at, t)
			m.enterMarkLine()
			return i
		}
	}
	m.finish(stop, t)
	if i == stop { // a mark may stand here without a line end
		m.seen, m.at = 1, stop
	}
	m.state, m.body = behind, stop
	return i
}

// finish adds the part whose payload ends before buf[stop], or reports it if it is too large.
func (m *Multipart) finish(stop int, t *Table) {
	if start := m.head - headLength; stop-start <= t.limit {
		t.AddBytes(0, start, stop-start)
		return
	}
	m.state = skipped
	t.Reject(TooLarge, m.head, min(max(t.limit+1-headLength, 0), maxRejectedBytes))
}

func (m *Multipart) inBehind(buf []byte, i int, t *Table) (next int) {
	next, found := m.find(buf, i, len(buf), m.body)
	switch {
	case found:
		m.refuseSurplus(buf, m.at, t)
		m.enterMarkLine()
	case m.certain(buf, next)-m.body > min(t.limit, maxRejectedBytes):
		m.refuseSurplus(buf, len(buf), t)
		m.state = skipped
	}
	return next
}

// refuseSurplus reports what lies between a payload that was counted and buf[stop], unless it is
// white space.
func (m *Multipart) refuseSurplus(buf []byte, stop int, t *Table) {
	n := min(stop-m.body, min(t.limit, maxRejectedBytes))
	if len(trimmed(buf[m.body:m.body+n])) > 0 {
		t.Reject(BadLength, m.body, n)
	}
}
