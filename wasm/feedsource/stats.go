//go:build !js

package feedsource

import "time"

// Stats are the counters of a feed since it was opened.
type Stats struct {
	Bytes      int64 // of bodies, after their compression was undone
	Records    int64 // delivered
	Keepalives int64 // blank records, comments, and records that Signals take for signs of life
	Malformed  int64 // records that could not be read
	Duplicates int64 // records not delivered because they came before (Dedupe)
	Reconnects int64 // connections opened after the first
	// LastByteAt is when bytes last arrived; zero before the first.
	LastByteAt time.Time
	// Liveness is how alive the connection is.
	Liveness Liveness
	// With the option Lag: how far behind the feed is, whatever the clocks say; the difference of the clocks and the lag
	// together; and how much the lag grows in a second.
	Lag, Offset, LagTrend time.Duration
}

// counters are what a feed counts and remembers for its Stats.
type counters struct {
	Stats
	connections int64
	quietAt     time.Duration // from when on an open connection counts as quiet; 0 is never
	stalled     bool          // the last connection was cut for its silence
}

// snapshot is how they stand now.
func (c *counters) snapshot(state ReadyState, now time.Duration) Stats {
	s := c.Stats
	s.Reconnects = max(0, c.connections-1)
	s.Liveness = Dead
	switch {
	case state == StateOpen && c.quietAt > 0 && now >= c.quietAt:
		s.Liveness = Quiet
	case state == StateOpen:
		s.Liveness = Fresh
	case c.stalled:
		s.Liveness = Stalled
	}
	return s
}
