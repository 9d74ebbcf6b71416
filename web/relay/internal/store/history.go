package store

import (
	"crypto/sha256"
	"slices"

	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// A history is what a feed has given last, in order, by which it is known when it comes again. Two things make it come: a server
// that sends its newest records to whoever connects, whatever cursor it was asked for; and records without a cursor of their own, which
// stand under that of the one before, and of which that cursor says nothing. JetStream knows ids too, but for minutes alone, and the
// newest records of a quiet feed are of yesterday.
type history struct {
	list []given
	next int // of the list, if upstream is sending it again; else its length

	cursor string  // the newest
	under  []given // it, from the first on; nil if that are too many
	isFull bool
	again  []given // of under, what may come again now
	atRun  bool    // the first of again is the first under the cursor, which may be left out
}

// given is a record as it is known again.
type given struct {
	cursor string
	sum    [sha256.Size]byte
}

// How far back a history goes.
const (
	historyRecords = 1000
	historyUnder   = 10_000 // of one cursor
)

func isGiven(r record.Record) bool {
	return r.Cursor != "" && (r.Kind == record.Text || r.Kind == record.Bytes)
}

// came says of a record whether it has come before. If it has not, it is the newest.
func (h *history) came(r record.Record) bool {
	if !isGiven(r) {
		return false
	}
	one := given{r.Cursor, sha256.Sum256(r.Data)}
	if h.isAgain(one) || h.isListed(one) {
		return true
	}
	h.add(one)
	return false
}

func (h *history) isAgain(one given) bool {
	if one.cursor != h.cursor {
		h.again = nil
	}
	for len(h.again) > 0 {
		isSame, isFirst := one == h.again[0], h.atRun
		h.again, h.atRun = h.again[1:], false
		if isSame {
			return true
		}
		if !isFirst {
			h.again = nil
		}
	}
	return false
}

// isListed goes on in the list, or begins somewhere in it; but under the newest cursor there may well come another that is the same.
func (h *history) isListed(one given) bool {
	if h.next < len(h.list) && h.list[h.next] == one {
		h.next++
		return true
	}
	if h.next == len(h.list) && one.cursor == h.cursor {
		return false
	}
	i := slices.Index(h.list, one)
	if i < 0 {
		return false
	}
	h.next = i + 1
	return true
}

func (h *history) add(one given) {
	h.list = append(h.list, one)
	h.list = h.list[max(0, len(h.list)-historyRecords):]
	h.next = len(h.list)
	if one.cursor != h.cursor {
		h.move(one.cursor)
	}
	if len(h.under) == historyUnder {
		h.under, h.isFull = nil, true
	}
	if !h.isFull {
		h.under = append(h.under, one)
	}
}

// move makes a cursor the newest, under which nothing stands yet.
func (h *history) move(cursor string) { h.cursor, h.under, h.isFull, h.again = cursor, nil, false, nil }

// expect says that upstream is asked for what follows on the newest cursor.
func (h *history) expect() { h.again, h.atRun = h.under, true }
