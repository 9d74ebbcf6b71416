package feed

import (
	"strconv"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// A sifter is what looking into records needs from one to the next.
type sifter struct {
	memory     memory
	duplicates int    // dropped from the last batch
	text, key  []byte // room for a member and for a key, used anew for every record
	undone     []byte // room to undo an encoding
	ownID      bool   // the record at hand has an id field of its own
}

// signalled is a record that is a signal.
type signalled struct {
	rule *Rule
	code string // the member by which it was recognized
	text string // the record, shortened
}

// maxExcerptBytes is how much of a record, or of an explanation, a failure or a notice shows.
const maxExcerptBytes = 1024

// looks reports whether anything in the configuration is about what records hold.
func (c Config) looks() bool {
	return len(c.ID) > 0 || c.Dedupe.on() || len(c.Signals) > 0 || c.Decode != nil || c.Base64 != nil || c.Lag != nil ||
		c.Resume.Counts || c.formed() || c.Resume.Skips || c.Resume.From.Record != nil
}

// examine looks into the records of a batch as far as the page asked for it: rows that
// are not for the page leave the table, and the others get their cursors.
func (m *Machine) examine(now time.Duration) []Action {
	if s, ok := m.body.framer.(*sniffer); ok {
		if body, ok := s.instead(); ok {
			return m.refuseBody(body, now)
		}
	}
	m.learn()
	if !m.config.looks() && m.fill == nil {
		for _, row := range m.body.stream.Rows {
			m.count(row)
		}
		return nil
	}
	if len(m.config.ID) > 0 || m.config.Resume.Counts {
		m.body.table.IDs.Set(m.body.table.IDs.At(0)) // the members count, and not the fields of an event stream
	}
	s, before := sightings{}, m.first
	kept := m.body.stream.Rows[:0]
	named := m.named()
	for i, row := range m.body.stream.Rows {
		if m.sifter.ownID = len(named) > 0 && named[0] == i; m.sifter.ownID {
			named, m.history.own = named[1:], false
		}
		kept = append(kept, row)
		stays, over := m.look(len(kept)-1, row, &s, now)
		if !stays {
			kept = kept[:len(kept)-1]
		}
		if over {
			break // what follows came by a connection that is over, whether in this chunk or the next
		}
	}
	m.body.stream.Rows = kept
	actions := s.replies
	if s.late {
		actions = append(actions, m.late())
	}
	if s.diverged {
		actions = append(actions, m.divergence())
		if m.config.Gap.Stop {
			return append(actions, m.stop(diverged, now)...)
		}
	}
	if m.first.from != before.from {
		actions = append(actions, m.remember())
	}
	if m.first.dots != before.dots {
		actions = append(actions, m.nameless())
	}
	return append(actions, m.heed(s.signals, now)...)
}

const diverged = "the answer that began anew is another one"

// divergence is the notice that an answer is another one. What the page has had ends where the
// connection was lost.
func (m *Machine) divergence() Action {
	a := m.gap(GapDiverged, m.history.lost.id, diverged)
	a.Notice.Detail["since"], a.Notice.Ahead = m.history.lost.since.Milliseconds(), true
	return a
}

// isShorter ends a feed whose answer began anew and is complete before all that the page has had
// came again.
func (m *Machine) isShorter(e *ending, now time.Duration) []Action {
	m.prefix.skipping = false
	gap := []Action{m.divergence()}
	if m.config.Gap.Stop {
		return append(gap, m.stop(diverged, now)...)
	}
	return append(gap, m.end(e, now)...)
}

// Sightings are what was found in a batch besides its records.
type sightings struct {
	signals  []signalled
	replies  []Action
	late     bool // a record says that the feed is behind
	diverged bool // an answer that began anew turned out to be another one
}

// look looks into row i. It reports whether the row stays in the table, and whether it ends
// the connection.
func (m *Machine) look(i int, row framing.Row, s *sightings, now time.Duration) (stays, over bool) {
	mark := row.Kind() == framing.KeepAlive && row.Type() > 0
	switch {
	case row.Kind() == framing.Malformed && m.prefix.skipping:
		return false, false
	case row.Kind() != framing.Data && !mark:
		m.count(row)
		return true, false
	}
	if !row.IsBytes() || m.isJSON(row) {
		row = m.decode(i, row)
	}
	rule := m.meet(row, s)
	over = rule != nil && rule.ends()
	if mark || over && rule.Then == SignalEnd && m.prefix.skipping && m.config.Gap.Stop {
		return false, over
	}
	m.recognize(row)
	had, differs := m.replayed(row, rule)
	s.diverged = s.diverged || differs
	if had && rule != nil && rule.Then == SignalWarning {
		s.signals = s.signals[:len(s.signals)-1] // the page has been told
	}
	if differs && m.config.Gap.Stop {
		return false, true
	}
	if stays = !had && m.weigh(i, row, rule); stays && m.fill == nil && m.date(row, now) {
		s.late = true
	}
	if over && len(m.config.ID) == 0 && !m.config.Resume.Counts {
		m.body.table.IDs.Cut(int(row.Aux))
	}
	c := &m.connection
	c.delivered = c.delivered || stays && !over && isRecord(m.body.stream.Rows[i])
	return stays, over
}

// decode undoes the encodings of row i, and returns it as it is then.
func (m *Machine) decode(i int, row framing.Row) framing.Row {
	if m.config.Decode != nil {
		m.sifter.undone = m.config.Decode.Undo(m.record(row), m.sifter.undone)
	}
	if m.config.Base64 != nil {
		row = m.unwrap(row)
		m.body.stream.Rows[i] = row
	}
	return row
}

// meet finds the rule that a row meets, if any, and notes what that has to be done about.
func (m *Machine) meet(row framing.Row, s *sightings) *Rule {
	if m.fill != nil && !m.inBackfill() {
		return nil // what a record that was held asked for was done when its backfill page came
	}
	rule, rest, code := m.signal(row, m.config.Signals)
	if rule == nil {
		return nil
	}
	if rule.Then == SignalWarning || rule.ends() {
		word := codeOf(code)
		if word == "" {
			word = codeOf(m.record(row))
		}
		s.signals = append(s.signals, signalled{rule, word, excerpt(m.record(row))})
	}
	if rule.Reply {
		s.replies = append(s.replies, Action{Kind: Say, Rule: m.numberOf(rule)})
	}
	last := rule
	if rule.Then == SignalWarning {
		last, _, _ = m.signal(row, rest)
	}
	m.history.whole = m.history.whole || last != nil && last.Then == SignalLast
	return rule
}

// count counts a record, malformed or not: so does the server. One that was torn comes again.
func (m *Machine) count(row framing.Row) {
	if kind := row.Kind(); m.fill == nil && (kind == framing.Data || kind == framing.Malformed && !isTorn(row)) {
		m.history.count++
	}
}

// replayed reports whether the page has had a record of an answer that began anew, and
// whether the answer turns out to be another one with it.
func (m *Machine) replayed(row framing.Row, rule *Rule) (had, diverged bool) {
	sign := rule.hides()
	if sign || m.fill != nil || !m.config.Resume.Skips || rule != nil && rule.ends() {
		return false, false
	}
	if had, diverged = m.prefix.take(m.record(row)); had {
		m.sifter.duplicates++
	}
	return had, diverged
}

// weigh decides about the record in row i whether it stays in the table, as what, and
// which cursor comes into force with it.
func (m *Machine) weigh(i int, row framing.Row, rule *Rule) (stays bool) {
	sign := rule.hides()
	holds := m.inBackfill() && m.config.Backfill.Before != ""
	switch {
	case !sign:
	case rule.ends():
		return false
	default:
		kind := framing.Sign
		if rule.Then == SignalBookmark {
			kind = framing.Bookmark
		}
		m.body.stream.Rows[i].Retag(kind)
		if rule.Then == SignalKeepAlive || holds {
			return true
		}
	}
	if holds && !sign {
		m.fill.note(m.cursor(row))
		m.fill.hold(m.record(row), m.config.MaxRecordBytes)
		return false
	}
	duplicate, moved := false, true
	if !sign {
		duplicate, moved = m.duplicate(row)
	}
	if duplicate {
		m.sifter.duplicates++
	}
	id := m.cursor(row)
	if m.fill == nil && !sign {
		m.count(row)
		if m.config.Resume.Counts {
			m.history.own = false
			m.body.table.Identify(i, strconv.AppendInt(nil, int64(m.history.count), 10))
		}
	}
	if m.inBackfill() && !sign {
		m.fill.note(id)
	}
	// A record that comes again as it came before, because a server repeats the last ones or
	// a backfill page held it, must not take the cursor back.
	if len(m.config.ID) > 0 && moved && !m.config.Resume.Counts {
		m.history.own = m.history.own && len(id) == 0
		m.body.table.Identify(i, m.highest(id))
		m.history.recent.add(id, m.config.Backfill)
	}
	return !duplicate
}

// heed does what the signals of a batch ask for. The first that ends the connection is
// the last that counts.
func (m *Machine) heed(signals []signalled, now time.Duration) (actions []Action) {
	for _, s := range signals {
		actions = append(actions, m.obey(s, now)...)
		if s.rule.ends() {
			break
		}
	}
	return actions
}

// excerpt is the beginning of a text that may be long, as the page sees it.
func excerpt(text []byte) string {
	if len(text) >= maxExcerptBytes {
		text = text[:maxExcerptBytes]
		text = text[:len(text)-framing.Unfinished(text)]
	}
	return WellFormed(string(text))
}
