package feed

import (
	"slices"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/retry"
	"github.com/feedsource/feedsource/wasm/internal/sse"
)

// A body is the present one, and its way through a framer. The table outlives it: the
// cursor is in there.
type body struct {
	table  *framing.Table
	framer framing.Framer
	stream *framing.Stream
	torn   bool // it ended within a record
	room   []byte
	head   []byte         // its first bytes, as long as no record has come of it
	format framing.Format // that the page named, or its type; Auto if its first bytes decide
	judged bool           // whether it has that format
	json   bool           // the payloads of its records of bytes are JSON texts
}

// begin makes room for another body.
func (b *body) begin(framer framing.Framer) {
	b.framer, b.torn, b.judged, b.head = framer, false, false, b.head[:0]
	b.stream = framing.NewStream(framer, b.table)
	if s, ok := framer.(*sniffer); ok && s.named.IsBytes() {
		b.stream.Expect(framerOf(s.named, s.from, s.events).(framing.BytesFramer))
	}
}

// Reserve makes room for n bytes of the body of an attempt. It is nil for an
// attempt that was given up, whose bytes have nowhere to go.
func (m *Machine) Reserve(attempt, n int) []byte {
	if attempt != m.attempt || !m.phase.hasBody() {
		return nil
	}
	m.body.room = m.body.stream.Reserve(n)
	return m.body.room
}

// Commit frames the n bytes that were written where Reserve said. The rows are in
// Stream until the next Reserve.
func (m *Machine) Commit(n int, now time.Duration) []Action {
	if m.phase != explaining {
		m.history.heard, m.history.withheld = now, 0
	}
	if m.live != nil {
		m.live.Byte(now)
	}
	b := &m.body
	if (!m.connection.delivered || !b.judged) && len(b.head) < maxExcerptBytes {
		b.head = append(b.head, b.room[:min(n, len(b.room), maxExcerptBytes-len(b.head))]...)
	}
	b.stream.Commit(n)
	return append(m.mistrust(), m.take(now)...)
}

// mistrust warns of a format that cannot be right, since the first lines look like another
// one, whether the page named it or auto goes by the content type.
func (m *Machine) mistrust() []Action {
	b := &m.body
	if b.judged || m.phase != reading || m.fill != nil || m.history.mistrusted || m.config.Strict || b.format == framing.Auto || isText(b.format) || b.format.IsBytes() {
		return nil
	}
	switch found(b.framer).(type) {
	case nil, *explanation: // by its type it is something else, or may be
		return nil
	}
	looks, ok := misnamed(b.format, b.head)
	if b.judged = ok; looks == "" {
		return nil
	}
	m.history.mistrusted = true
	why := ""
	if m.config.Format == framing.Auto {
		why = ", which is its type"
	}
	return []Action{m.warning("format", "this looks like "+string(looks)+", and is read as "+string(b.format)+why+"; it begins with "+quote(opening(b.head)))}
}

// Finish takes the end of the body's bytes, clean or cut: what was left over becomes
// rows if it proves itself complete. ok is false for an attempt that was given up.
func (m *Machine) Finish(attempt int, clean bool, now time.Duration) (actions []Action, ok bool) {
	if attempt != m.attempt || !m.phase.hasBody() {
		return nil, false
	}
	if p, ok := found(m.body.framer).(*sse.Parser); ok && !m.config.Strict && (m.config.marksEnd() || !m.asksAgain()) {
		p.Whole = m.config.whole
	}
	m.body.stream.End(clean && m.phase == reading) // a body that was cut because it was silent may end as if it were clean
	actions = m.take(now)
	framer, ok := found(m.body.framer).(interface{ Torn() bool })
	m.body.torn = slices.ContainsFunc(m.body.stream.Rows, isTorn) || ok && framer.Torn()
	return actions, true
}

// take looks into a batch, and notes whether the page gets a record of it.
func (m *Machine) take(now time.Duration) []Action {
	m.sifter.duplicates = 0
	if m.phase == explaining {
		return m.listen(now)
	}
	if m.fill != nil {
		m.body.table.Retype(m.history.eventType)
	}
	actions := m.examine(now)
	if m.fill == nil && m.config.Backfill != nil {
		m.noteType()
	}
	if m.phase.hasBody() {
		c := &m.connection
		c.delivered = c.delivered || slices.ContainsFunc(m.body.stream.Rows, isRecord)
		c.repeated = c.repeated || m.sifter.duplicates > 0
		m.history.told = m.history.told && !c.delivered
		actions = append(actions, m.identify(now)...)
	}
	if v := m.verdict(); v != nil && m.phase == reading && m.fill == nil {
		return append(actions, m.obeyVerdict(v, now)...) // the server may keep the connection
	}
	return actions
}

func isRecord(row framing.Row) bool { return row.Kind() == framing.Data }

func isTorn(row framing.Row) bool {
	return row.Kind() == framing.Malformed && framing.Reason(row.Aux) == framing.Truncated
}

func isFramed(row framing.Row) bool { return row.Kind() != framing.Malformed }

// Duplicates is how many records the last Commit or Finish dropped.
func (m *Machine) Duplicates() int { return m.sifter.duplicates }

// Stream is the body under way, with the rows of the last Commit or Finish.
func (m *Machine) Stream() *framing.Stream { return m.body.stream }

// learn takes what the bytes say about the connection.
func (m *Machine) learn() {
	c := &m.connection
	c.worked = c.worked || slices.ContainsFunc(m.body.stream.Rows, isFramed)
	if p, ok := found(m.body.framer).(*sse.Parser); ok {
		if ms, ok := p.Retry(); ok {
			ms = min(ms, int64(retry.MaxDelay/time.Millisecond))
			m.retries.policy = m.config.hinted(time.Duration(ms) * time.Millisecond)
		}
	}
}
