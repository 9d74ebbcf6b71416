package feed

// recent is a ring of the cursors of the last records, for [Backfill.Overlap].
type recent struct {
	cursors []string
	next    int
}

// add keeps the cursor of a record, if a backfill could ask for it.
func (r *recent) add(cursor []byte, b *Backfill) {
	if b == nil || b.Overlap == 0 || len(cursor) == 0 {
		return
	}
	if len(r.cursors) < b.Overlap {
		r.cursors = append(r.cursors, string(cursor))
		return
	}
	r.cursors[r.next] = string(cursor)
	r.next = (r.next + 1) % b.Overlap
}

// lowest is the lowest of the cursors kept and another.
func (r *recent) lowest(cursor string) string {
	for _, kept := range r.cursors {
		if lower(kept, cursor) {
			cursor = kept
		}
	}
	return cursor
}

// lower compares IDs as services count them up: the shorter is lower, and of two as
// long as each other the one that sorts first.
func lower(a, b string) bool {
	if len(a) != len(b) {
		return len(a) < len(b)
	}
	return a < b
}

// backfillStart is the cursor after which a backfill starts.
func (m *Machine) backfillStart() string {
	cursor := m.LastEventID()
	if cursor == "" {
		return m.history.expired
	}
	return m.history.recent.lowest(cursor)
}
