package feed

import (
	"slices"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/retry"
)

// Backfill says where the records are that a stream cannot give back: Gitter and
// Twitter serve them in pages beside the stream.
//
// The stream is opened first and set aside unread, so that nothing can fall between the
// last backfill page and its first record. What both hold is dropped the second time.
type Backfill struct {
	// URL is the address of the backfill pages, JSON arrays or JSON texts. If it is empty
	// the page's own function gives the records, oldest first, in one go.
	URL string
	// After is the parameter that takes the cursor: what comes after it is wanted.
	After string
	// Before is the parameter that takes the oldest ID of the backfill page before, for
	// services that give the newest one first. If it is empty they come oldest first.
	Before string
	// Size is how many records a full backfill page has; one with fewer is the last. If
	// it is 0, which is not known, the last one is the one without records.
	Size int
	// Overlap asks from the lowest ID of so many records before the cursor, for
	// services whose records come slightly out of the order of their IDs.
	Overlap int
}

// A fill is a backfill under way. Its backfill pages, and the records that were held, are attempts
// of their own.
type fill struct {
	contentType string   // of the response that is set aside
	from        string   // backfill pages hold what comes after this cursor
	upTo        string   // and before this one, if the newest come first
	count       int      // records of the present backfill page
	last        string   // the cursor of its last record
	held        [][]byte // records of backfill pages that begin with the newest
	size        int      // of held, with a line end each
	full        bool     // a record was not held for want of room
	replaying   bool     // what was held is being delivered
}

// backfill sets the response aside and asks for the first backfill page.
func (m *Machine) backfill(from, contentType string, now time.Duration) []Action {
	m.fill, m.history.unfilled = &fill{contentType: contentType, from: from}, true
	return append([]Action{{Kind: Park}}, m.requestBackfill(now)...)
}

// requestBackfill asks for the next backfill page.
func (m *Machine) requestBackfill(now time.Duration) []Action {
	f, b := m.fill, m.config.Backfill
	m.attempt++
	f.count, f.last = 0, ""
	if b.URL == "" {
		m.connection.asks = "backfill"
		return m.send(Action{Kind: AskBackfill, Attempt: m.attempt, Request: &Request{Cursor: f.from}}, now)
	}
	url := withQuery(b.URL, b.After, f.from)
	if f.upTo != "" {
		url = withQuery(url, b.Before, f.upTo)
	}
	return m.send(Action{Kind: DialBackfill, Attempt: m.attempt, Request: &Request{URL: url}}, now)
}

// backfillResponse takes the head of a backfill page. A refusal that may pass ends the whole
// connection, to be tried again from the same cursor; one that will not pass leaves the
// gap. No content is a backfill page without records.
func (m *Machine) backfillResponse(h Head, now time.Duration) []Action {
	m.connection.asks = ""
	e := m.config.judge(h)
	switch {
	case e == nil:
		return m.read(framing.Auto, h.ContentType, now)
	case e.retry:
		return m.end(e, now)
	case e.failure.Type == FailNoContent:
		return m.replay(now)
	}
	return append([]Action{m.gap(GapBackfill, m.fill.from, e.what+" when asked for what is missing")}, m.replay(now)...)
}

// backfillEnded takes the end of a backfill page, or of what was held.
func (m *Machine) backfillEnded(cause string, now time.Duration) []Action {
	switch {
	case cause != "":
		return m.end(&ending{
			failure: &Failure{Type: FailNetwork}, class: retry.Network, retry: true,
			what: "the connection was cut (" + veiled(cause) + ") while it read what was missing",
		}, now)
	case m.fill.replaying:
		return m.goLive(now)
	}
	return m.nextBackfill(now)
}

// goLive reads the response that was set aside.
func (m *Machine) goLive(now time.Duration) []Action {
	contentType := m.fill.contentType
	m.fill, m.history.unfilled = nil, false
	m.attempt++
	return append([]Action{{Kind: Unpark, Text: WhyBackfill}}, m.read(m.config.Format, contentType, now)...)
}

// note counts a record of a backfill page.
func (f *fill) note(id []byte) {
	f.count++
	f.last = string(id)
}

// hold keeps a record of a backfill page that begins with the newest, to be delivered in its
// turn when the oldest has come. Above the limit, records that are older still are given up.
func (f *fill) hold(record []byte, limit int) {
	if f.size > limit {
		f.full = true
		return
	}
	f.held = append(f.held, append([]byte(nil), record...))
	f.size += len(record) + 1
}

// nextBackfill takes the end of a backfill page. The next one follows from where it stopped; after
// the last come the records that were held, or the response that was set aside.
func (m *Machine) nextBackfill(now time.Duration) []Action {
	f, b := m.fill, m.config.Backfill
	bound := &f.from
	if b.Before != "" {
		bound = &f.upTo
	}
	more := b.URL != "" && f.count >= b.Size && f.last != "" && f.last != *bound
	*bound = f.last
	switch {
	case f.full || more && f.size > m.config.MaxRecordBytes:
		return append([]Action{m.gap(GapBackfill, f.from, "more is missing than fits into maxRecordBytes")}, m.replay(now)...)
	case more:
		return m.requestBackfill(now)
	}
	return m.replay(now)
}

// replay delivers the records that were held, oldest first, as a body of their own, and
// goes live after that.
func (m *Machine) replay(now time.Duration) []Action {
	f := m.fill
	if len(f.held) == 0 {
		return m.goLive(now)
	}
	text := make([]byte, 0, f.size)
	for i := len(f.held) - 1; i >= 0; i-- {
		text = append(append(text, f.held[i]...), '\n')
	}
	f.held, f.replaying = nil, true
	m.attempt++
	m.body.begin(framing.NewJSON())
	m.phase = reading
	return []Action{{Kind: Replay, Attempt: m.attempt, Text: string(text)}}
}

// noteType notes the type of the stream's last record, which a backfill page's have too: such
// pages do not name any.
func (m *Machine) noteType() {
	for _, row := range slices.Backward(m.body.stream.Rows) {
		if isRecord(row) {
			m.history.eventType = m.body.table.Types.Name(row.Type())
			return
		}
	}
}

// inBackfill reports whether records that come are those of a backfill page.
func (m *Machine) inBackfill() bool { return m.fill != nil && !m.fill.replaying }
