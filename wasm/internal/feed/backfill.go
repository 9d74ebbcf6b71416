package feed

import (
	"time"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/retry"
)

// Backfill says where the records are that a stream cannot give back: Gitter and
// Twitter have them page by page beside the stream.
//
// The stream is opened first and set aside unread, so that nothing can fall between the
// last page and its first record. What both hold is dropped the second time.
type Backfill struct {
	// URL is the address of the pages, JSON arrays or JSON texts. If it is empty the
	// page's own function gives the records, oldest first, in one go.
	URL string
	// After is the parameter that takes the cursor: what comes after it is wanted.
	After string
	// Before is the parameter that takes the oldest ID of the page before, for
	// services that give the newest page first. Empty: pages come oldest first.
	Before string
	// Size is how many records a full page has; one with fewer is the last. 0: not
	// known, and the last page is the one with none.
	Size int
	// Overlap asks from the lowest ID of so many records before the cursor, for
	// services whose records come slightly out of the order of their IDs.
	Overlap int
}

// A fill is a backfill under way. Its pages are attempts of their own.
type fill struct {
	kind  string // the content type of the response that waits
	from  string // pages hold what comes after it
	upTo  string // and before it, if the newest come first
	count int    // records of the present page
	last  string // the cursor of its last record
	held  [][]byte
	size  int  // of held, with a line end each
	full  bool // a record was not held for want of room
	// What was held is being delivered.
	replaying bool
}

// backfill sets the response aside and asks for the first page.
func (m *Machine) backfill(from, kind string, now time.Duration) []Action {
	m.fill, m.unfilled = &fill{kind: kind, from: from}, true
	return append([]Action{{Kind: Park}}, m.page(now)...)
}

// page asks for the next page.
func (m *Machine) page(now time.Duration) []Action {
	f, b := m.fill, m.config.Backfill
	m.attempt++
	m.reading = false
	f.count, f.last = 0, ""
	a := Action{Kind: AskBackfill, Attempt: m.attempt, Cursor: f.from}
	if b.URL != "" {
		a = Action{Kind: DialBackfill, Attempt: m.attempt, URL: withQuery(b.URL, b.After, f.from)}
		if f.upTo != "" {
			a.URL = withQuery(a.URL, b.Before, f.upTo)
		}
	}
	return m.send(a, now)
}

// pageResponse takes the head of a page. A refusal that may pass ends the whole
// connection, to be tried again from the same cursor; one that will not leaves the gap.
// No content is a page without records.
func (m *Machine) pageResponse(h Head, now time.Duration) []Action {
	e := m.config.judge(h)
	switch {
	case e == nil:
		return m.read(framing.Auto, h.ContentType, now)
	case e.again:
		return m.end(e, now)
	case e.failure.Type == FailNoContent:
		return m.replay(now)
	}
	return append([]Action{m.gap(GapBackfill, m.fill.from, e.what+" when asked for what is missing")}, m.replay(now)...)
}

// pageEnded takes the end of a page, or of what was held.
func (m *Machine) pageEnded(cause string, now time.Duration) []Action {
	switch {
	case cause != "":
		return m.end(&ending{
			failure: &Failure{Type: FailNetwork}, class: retry.Network, again: true,
			what: "the connection was cut (" + veiled(cause) + ") while it read what was missing",
		}, now)
	case m.fill.replaying:
		return m.goLive(now)
	}
	return m.turnPage(now)
}

// goLive reads the response that waits.
func (m *Machine) goLive(now time.Duration) []Action {
	kind := m.fill.kind
	m.fill, m.unfilled = nil, false
	m.attempt++
	return append([]Action{{Kind: Unpark}}, m.read(m.config.Format, kind, now)...)
}

// note counts a record of a page.
func (f *fill) note(id []byte) {
	f.count++
	f.last = string(id)
}

// hold keeps a record of a page that begins with the newest, to be delivered in its
// turn when the oldest has come. Above the limit those that are older yet are given up.
func (f *fill) hold(record []byte, limit int) {
	if f.size > limit {
		f.full = true
		return
	}
	f.held = append(f.held, append([]byte(nil), record...))
	f.size += len(record) + 1
}

// turnPage takes the end of a page: another follows, from where it stopped, or what was
// held, or the response that waits.
func (m *Machine) turnPage(now time.Duration) []Action {
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
		return m.page(now)
	}
	return m.replay(now)
}

// replay delivers the records held, oldest first, as a body of their own, and goes live
// after that.
func (m *Machine) replay(now time.Duration) []Action {
	f := m.fill
	if len(f.held) == 0 {
		return m.goLive(now)
	}
	body := make([]byte, 0, f.size)
	for i := len(f.held) - 1; i >= 0; i-- {
		body = append(append(body, f.held[i]...), '\n')
	}
	f.held, f.replaying = nil, true
	m.attempt++
	m.framer = framing.NewJSON()
	m.stream = framing.NewStream(m.framer, m.table)
	m.reading = true
	return []Action{{Kind: Replay, Attempt: m.attempt, Held: string(body)}}
}

// paging tells whether the records of a page are being read.
func (m *Machine) paging() bool { return m.fill != nil && !m.fill.replaying }

// from is the cursor that a backfill starts after.
func (m *Machine) from() string {
	from := m.LastEventID()
	if from == "" {
		return m.lost
	}
	for _, id := range m.recent {
		if lower(id, from) {
			from = id
		}
	}
	return from
}

// lower compares IDs as services count them up: the shorter is lower, and of two as
// long as each other the one that sorts first.
func lower(a, b string) bool {
	if len(a) != len(b) {
		return len(a) < len(b)
	}
	return a < b
}

// remember keeps the cursors of the last records, for Overlap.
func (m *Machine) remember(id []byte) {
	b := m.config.Backfill
	if b == nil || b.Overlap == 0 || len(id) == 0 {
		return
	}
	if len(m.recent) < b.Overlap {
		m.recent = append(m.recent, string(id))
		return
	}
	m.recent[m.next] = string(id)
	m.next = (m.next + 1) % b.Overlap
}
