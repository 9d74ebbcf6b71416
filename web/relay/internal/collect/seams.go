package collect

import (
	"cmp"
	"encoding/json"

	"github.com/feedsource/feedsource/web/relay/internal/record"
	"github.com/feedsource/feedsource/web/relay/internal/store"
)

// A seams knows where what one connection gave meets what another gives, within a term and at its beginning. If the feed cannot go back,
// records may be missing there.
type seams struct {
	noResume bool
	hasBegun bool // there are records, or have been
	isOpen   bool // the term has had a connection
	cursor   string
	gap      *record.Record // to be told ahead of the next record
}

func newSeams(p store.Position, noResume bool) *seams {
	s := &seams{noResume: noResume, hasBegun: p.HasBegun, cursor: p.Cursor}
	if p.IsLost {
		s.gap = Gap("expired", "All records that were kept have aged out, and with them the cursor to go on from.", "")
	} else {
		s.open()
	}
	return s
}

// open begins a connection behind what others gave: that of a new term, or another one within it.
func (s *seams) open() {
	if s.hasBegun && (s.noResume || s.cursor == "") {
		s.gap = Gap("no-resume", "Another connection reads the feed from here on, and the feed cannot go back.", s.cursor)
	}
}

// withGaps are records with a gap ahead of each that comes behind a seam.
func (s *seams) withGaps(taken []record.Record) []record.Record {
	all := make([]record.Record, 0, len(taken)+1)
	for _, r := range taken {
		switch {
		case r.Kind == record.Opened:
			if s.isOpen {
				s.open()
			}
			s.isOpen = true
		case r.Kind.IsRecord():
			if s.gap != nil {
				all = append(all, *s.gap)
			}
			s.gap, s.hasBegun = nil, true
		}
		s.cursor = cmp.Or(r.Cursor, s.cursor)
		all = append(all, r)
	}
	return all
}

// Gap is a record that says that records are missing behind the cursor from.
func Gap(reason, message, from string) *record.Record {
	text, _ := json.Marshal(record.GapDetail{Reason: reason, Message: message, From: from}) // three strings
	return &record.Record{Kind: record.Gap, Type: record.GapType, Cursor: from, Data: text}
}
