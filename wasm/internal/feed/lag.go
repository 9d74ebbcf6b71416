package feed

import (
	"time"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/lag"
)

// Lag says where records hold the time at which they were sent, which shows how late they
// come.
type Lag struct {
	Time Member
	// Warn is the lag above which the page gets a notice; 0 is never.
	Warn time.Duration
}

// date takes the time of a record, and reports whether a notice is due.
func (m *Machine) date(row framing.Row, now time.Duration) (due bool) {
	if m.config.Lag == nil {
		return false
	}
	sent, ok := lag.Time(m.member(m.config.Lag.Time, row))
	return ok && m.meter.Note(sent, now.Milliseconds())
}

// late is the notice of how far behind the feed is.
func (m *Machine) late() Action {
	behind := m.meter.Lag()
	message := "the feed is " + seconds(behind) + " behind"
	if behind < m.config.Lag.Warn {
		message = "the feed is in time again"
	}
	stats, _ := m.LagStats()
	return notify(NoticeLag, map[string]any{
		"lagMs": stats.LagMs, "offsetMs": stats.OffsetMs, "lagTrend": stats.Trend, "message": m.Place() + ": " + message + ".",
	})
}

// LagStats is how far behind a feed is.
type LagStats struct {
	// LagMs is the lag in milliseconds, as far as clocks that differ can show it.
	LagMs float64
	// OffsetMs is the lag without the correction for clocks that differ.
	OffsetMs float64
	// Trend is the milliseconds of lag gained in a second.
	Trend float64
}

// LagStats is how far behind the feed is; ok is false if its records are not dated.
func (m *Machine) LagStats() (s LagStats, ok bool) {
	if m.meter == nil {
		return LagStats{}, false
	}
	return LagStats{
		LagMs:    float64(m.meter.Lag().Milliseconds()),
		OffsetMs: float64(m.meter.Offset().Milliseconds()),
		Trend:    m.meter.Trend(),
	}, true
}
