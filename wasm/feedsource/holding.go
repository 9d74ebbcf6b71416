//go:build !js

package feedsource

import "cmp"

// holding holds records until the bookmark behind them has come, for servers that give a cursor after the records that it is
// behind of: those of a connection that was lost in between come again, and would come twice.
type holding struct {
	limit int // in bytes; above it records are delivered as they come
	held  []Event
	size  int
}

// maxHeld is how much is held where records may have any size.
const maxHeld = 16 << 20

// received takes a batch and gives what is to be delivered.
func (h *holding) received(batch []Event) []Event {
	size := 0
	for _, event := range batch {
		if record, ok := event.(*Record); ok {
			size += len(record.Data)
		}
	}
	end := behindBookmark(batch)
	if h.size+size > cmp.Or(h.limit, maxHeld) {
		end = len(batch)
	}
	if end == 0 {
		h.held, h.size = append(h.held, batch...), h.size+size
		return nil
	}
	ready := append(h.held, batch[:end]...)
	h.held, h.size = nil, 0
	if end < len(batch) {
		h.held, h.size = append(h.held, batch[end:]...), size
	}
	return ready
}

// behindBookmark is where what is behind the last bookmark of a batch begins; 0 if there is none. The cursor of a batch that ends with
// a bookmark is the bookmark's.
func behindBookmark(batch []Event) int {
	for i := len(batch) - 1; i >= 0; i-- {
		if sign, ok := batch[i].(*KeepAliveEvent); ok && sign.isBookmark {
			if i == len(batch)-2 {
				return len(batch)
			}
			return i + 1
		}
	}
	return 0
}

// left is what becomes of what is held when the connection is lost: it will come again, unless this is the end.
func (h *holding) left(isLast bool) (events []Event) {
	if isLast {
		events = h.held
	}
	h.held, h.size = nil, 0
	return events
}
