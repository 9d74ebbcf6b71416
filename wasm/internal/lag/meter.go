package lag

import (
	"math"
	"time"
)

// Config is what the page asks for.
type Config struct {
	// Warn is the lag, in whole milliseconds, above which an event is due. If it is under
	// one, no event ever is.
	Warn time.Duration
}

// A Meter measures one feed, over all of its connections. It does not grow.
type Meter struct {
	clock    clock
	bucket   bucket
	baseline baseline
	trend    trend
	alarm    alarm

	// Of the last bucket that was judged:
	newest int64 // the time of its message
	judged int64 // when it was judged
	offset int64
	lag    int64
}

// New makes the meter of a feed that has brought nothing yet.
func New(c Config) *Meter {
	return &Meter{baseline: newBaseline(), alarm: alarm{warn: c.Warn.Milliseconds()}}
}

// Note takes a message that was sent and has arrived at these times, in milliseconds
// since 1970, each by its own clock, and reports whether an event is due. Messages come
// in the order of their arrival. Times that [Time] does not read are ignored.
func (m *Meter) Note(sent, now int64) (due bool) {
	if min(sent, now) < earliest || max(sent, now) >= latest {
		return false
	}
	at := m.clock.advance(now)
	if !m.bucket.add(mark{now - sent, sent}, at) {
		return false
	}
	quick := m.bucket.second
	m.bucket = bucket{}
	return m.judge(quick, at)
}

// longestReplay is in milliseconds. Messages that have been older than others before them
// for longer than that are those of a clock that was set back.
const longestReplay = 10 * 60_000

// judge takes the message that stands for a bucket.
func (m *Meter) judge(quick mark, at int64) (due bool) {
	if quick.sent < m.newest {
		if at-m.judged < longestReplay {
			return false
		}
		m.baseline, m.trend = newBaseline(), trend{}
	}
	m.newest, m.judged = quick.sent, at
	m.offset = quick.offset
	m.lag = quick.offset - m.baseline.add(quick.offset, at)
	m.trend.add(quick.offset, at)
	return m.alarm.judge(m.lag, at)
}

// Lag is how much longer messages take than the quickest did lately; never negative. It
// is that of the last bucket that was judged, 0 before the first.
func (m *Meter) Lag() time.Duration { return duration(m.lag) }

// Offset is the lag without the correction for clocks that differ: the arrival of
// messages, by the page's clock, minus their times, by the server's. It is the whole
// delay if both clocks are right, and negative if the server's is far ahead.
func (m *Meter) Offset() time.Duration { return duration(m.offset) }

// Trend is the milliseconds of lag that are gained each second, negative for a feed that
// catches up, over the last 12 buckets: a minute of a busy feed. It is 0 while fewer
// than 3 are known.
func (m *Meter) Trend() float64 { return m.trend.slope() * 1000 }

func duration(ms int64) time.Duration {
	const most = math.MaxInt64 / int64(time.Millisecond)
	return time.Duration(min(max(ms, -most), most)) * time.Millisecond
}

// A clock goes on as the page's does, in milliseconds, but stands still when that is set
// back.
type clock struct{ page, own int64 }

func (k *clock) advance(now int64) int64 {
	k.own += max(now-k.page, 0)
	k.page = now
	return k.own
}
