package lag

// A change is what a bucket asks for.
type change int

const (
	none change = iota
	warning
	relief
)

// agreement is how long, in milliseconds, all buckets must ask for the same. What a
// reconnection brings of the past is mostly read by then.
const agreement = 10_000

// An alarm decides when an event is due.
type alarm struct {
	warn   int64
	warned int64 // the lag at the last warning; 0 if there is none to take back

	asked change
	since int64 // when this was asked for first,
	first int64 // at this lag
}

// judge takes the lag of a bucket, and reports whether an event is due.
func (a *alarm) judge(lag, at int64) (due bool) {
	c := a.change(lag)
	passed := at - a.since
	switch {
	case c != a.asked || a.first-lag > passed/2:
		a.asked, a.since, a.first = c, at, lag
		return false
	case c == none || passed < agreement:
		return false
	case c == warning:
		a.warned = lag
	default:
		a.warned = 0
	}
	a.asked = none
	return true
}

func (a *alarm) change(lag int64) change {
	switch {
	case a.warn <= 0:
	case a.warned == 0 && lag > a.warn, a.warned > 0 && lag >= 2*a.warned:
		return warning
	case a.warned > 0 && 2*lag < a.warn:
		return relief
	}
	return none
}
