package feed

import (
	"time"

	"github.com/feedsource/feedsource/wasm/internal/retry"
)

// Gap is what is known of a server's memory, and what to do when it does not reach back
// far enough.
type Gap struct {
	// Window is how long the server can give back what was missed; 0 if that is not known.
	Window time.Duration
	// Header names the header of a response that holds the ID just before its first
	// event (Mercure, "Reconciliation"): another than the one sent means a loss.
	Header string
	// Stop ends the feed at a gap. Otherwise it goes on with what the server gives.
	Stop bool
}

// A history is what the connections so far have left to be made good.
type history struct {
	connected  bool          // a response was accepted, now or before
	heard      time.Duration // when bytes of the feed last came
	unfilled   bool          // a backfill was begun and has not come to its end
	expired    string        // the cursor that expired; records after it are missing
	told       bool          // of a gap, and no record has come since: one loss is told once
	identified bool          // a cursor has come, or was given
	own        bool          // none has come: what the page's URL holds counts, as it is
	unnoticed  bool          // a connection was lost before that, of a feed that may have none
	count      int           // records so far
	eventType  string        // of the last one that the stream gave; empty if that is not noted
	withheld   int           // connections in a row that were cut since a head came alone; at suspicious, it was told
	mistrusted bool          // the page has been told that its format seems wrong
	whole      bool          // a record said that the answer is whole when its body ends
	lost       loss
	recent     recent
}

// A loss is where the page was when a connection was lost.
type loss struct {
	id    string
	since time.Duration
}

const uncursored = "the connection was lost before its first cursor came"

// missed returns why the response to the present request leaves records out; an empty
// reason if it does not, as far as anybody can know. What may show later is noted.
func (m *Machine) missed(h Head, now time.Duration) (reason, message string) {
	id, past := m.LastEventID(), &m.history
	g, r := m.config.Gap, m.config.Resume
	switch {
	case past.expired != "" && id == "":
		return GapExpired, "the feed began anew"
	case past.unfilled:
		return GapBackfill, "what was missing has not been read to its end"
	case r.Page, r.Skips, m.first.goesOn && r.From.wanted():
	case id == "":
		lost := past.connected && !past.told && !r.Off && !m.config.Strict && !m.finite()
		if lost && (past.identified || len(m.config.ID) > 0 || r.named()) {
			return GapNoResume, uncursored
		}
		past.unnoticed = past.unnoticed || lost
	case r.Off:
		if past.connected || m.config.Backfill != nil {
			return GapNoResume, "this feed cannot go on where it was cut"
		}
	case m.route.bare && r.Query == "":
		return GapNoResume, "the server does not let this page send the cursor"
	case h.Resumed != "" && h.Resumed != id:
		return GapUnknown, "the server went on after " + quote(h.Resumed) + ", not after " + quote(id)
	case g.Window > 0 && past.heard > 0 && now-past.heard > g.Window:
		return GapWindow, "the break lasted " + seconds(now-past.heard) + ", and the server keeps " + seconds(g.Window)
	}
	return "", ""
}

// accept takes a response that is a feed: what it leaves out is filled in from
// elsewhere, or reported, or ends the feed.
func (m *Machine) accept(h Head, now time.Duration) []Action {
	from, reported := m.backfillStart(), m.history.expired != ""
	reason, message := m.missed(h, now)
	fills := reason != "" && m.config.Backfill != nil
	var gap []Action
	if reason != "" && !fills {
		gap = []Action{m.gap(reason, from, message)}
	}
	if !fills {
		m.history.expired = ""
	}
	if gap != nil && m.config.Gap.Stop {
		return append(gap, m.stop(message, now)...)
	}
	m.connection.accepted, m.connection.since = true, now
	m.history.connected, m.retries.refreshed = true, false
	actions := append([]Action{{Kind: TellOpen, Attempt: m.attempt}}, append(m.begin(h), m.prove()...)...)
	if fills {
		return append(actions, m.backfill(from, h.ContentType, now)...)
	}
	if !reported {
		actions = append(actions, gap...)
	}
	return append(actions, m.read(m.config.Format, h.ContentType, now)...)
}

// identify notes that the feed has cursors, which nobody knows of an event stream before the
// first. What was lost until then cannot come again.
func (m *Machine) identify(now time.Duration) []Action {
	past := &m.history
	if past.identified || len(m.body.table.IDs.Current()) == 0 {
		return nil
	}
	late := past.unnoticed
	past.identified, past.unnoticed = true, false
	if !late {
		return nil
	}
	actions := []Action{m.gap(GapNoResume, "", uncursored)}
	if m.config.Gap.Stop {
		actions = append(actions, m.stop(uncursored, now)...)
	}
	return actions
}

// stop ends the feed, whose page does not want it to go on behind a gap.
func (m *Machine) stop(what string, now time.Duration) []Action {
	return m.end(&ending{failure: &Failure{Type: FailGap}, stillOpen: true, what: what}, now)
}

// expired ends an attempt because the server does not know the cursor any more. To send
// it again would fail every time, so the feed begins anew without it.
func (m *Machine) expired(e *ending, now time.Duration) []Action {
	id := m.LastEventID()
	if id == "" || m.config.Resume.Skips {
		return m.end(e, now)
	}
	e.retry, e.retryAtOnceFirst, e.class = !m.config.Gap.Stop, true, retry.HTTP
	gap := m.gap(GapExpired, id, "the cursor "+quote(id)+" has expired")
	m.history.expired, m.history.count, m.first.from, m.route.spent = id, 0, "", m.config.Resume.Own
	m.body.table.IDs.Set(nil)
	actions := m.end(e, now)
	if m.config.Backfill != nil && e.retry {
		return actions
	}
	return append([]Action{gap}, actions...)
}
