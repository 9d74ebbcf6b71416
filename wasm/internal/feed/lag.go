package feed

import (
	"time"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
	"github.com/feedsource/feedsource/wasm/internal/lag"
)

// Lag tells how late records come, by a time in them.
type Lag struct {
	Time jsonptr.Pointer
	// Warn is the lag that the page is told of; 0 is none.
	Warn time.Duration
}

// date takes the time of a record. due says that the page is to be told.
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
	detail := m.lag()
	detail["message"] = m.Place() + ": " + message + "."
	return notify(NoticeLag, detail)
}

// lag is how far behind the feed is: lagMs as far as that can be told from clocks that
// differ, offsetMs the difference of the clocks as they are, lagTrend the milliseconds
// gained in a second. It is empty where nothing is known.
func (m *Machine) lag() map[string]any {
	if m.config.Lag == nil {
		return map[string]any{}
	}
	return map[string]any{
		"lagMs": m.meter.Lag().Milliseconds(), "offsetMs": m.meter.Offset().Milliseconds(), "lagTrend": m.meter.Trend(),
	}
}

// Stats is what only the machine knows of how the feed is doing, by the names that the
// page knows.
func (m *Machine) Stats(now time.Duration) map[string]any {
	stats := m.lag()
	stats["liveness"] = m.Liveness(now)
	return stats
}
