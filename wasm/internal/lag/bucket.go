package lag

const (
	span = 5000 // milliseconds that a bucket spans at least
	// minMessages is how many messages a bucket holds at least. If one in five is slow, four
	// of the five are in one bucket of 150.
	minMessages = 5
)

// A mark is one message: its offset, which is its arrival minus its time, and its time.
type mark struct{ offset, sent int64 }

// A bucket gathers messages that arrive one after the other.
type bucket struct {
	count            int
	start            int64
	quickest, second mark
}

// add takes a message, and reports whether the bucket is full with it.
func (b *bucket) add(m mark, at int64) (full bool) {
	switch {
	case b.count == 0:
		b.quickest, b.start = m, at
	case m.offset < b.quickest.offset:
		b.quickest, b.second = m, b.quickest
	case b.count == 1 || m.offset < b.second.offset:
		b.second = m
	}
	b.count++
	return b.count >= minMessages && at-b.start >= span
}
