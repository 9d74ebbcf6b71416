package feed

import (
	"time"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/retry"
)

// Reserve makes room for n bytes of the body of an attempt. It is nil for an
// attempt given up since; its bytes have nowhere to go.
func (m *Machine) Reserve(attempt, n int) []byte {
	if !m.Current(attempt) || !m.reading {
		return nil
	}
	return m.stream.Reserve(n)
}

// Commit frames the n bytes that were written where Reserve said. The rows are in
// Stream until the next Reserve.
func (m *Machine) Commit(n int, now time.Duration) []Action {
	if m.refused == nil {
		m.heard = now
	}
	if m.live != nil {
		m.live.Byte(now)
	}
	m.stream.Commit(n)
	return m.take(now)
}

// Finish is the end of the body's bytes, whole or cut: what was left over becomes
// rows if it proves itself complete. It is false for an attempt given up since.
func (m *Machine) Finish(attempt int, now time.Duration) (actions []Action, ok bool) {
	if !m.Current(attempt) || !m.reading {
		return nil, false
	}
	m.stream.End()
	return m.take(now), true
}

// take examines a batch, and notes whether the page gets a record of it.
func (m *Machine) take(now time.Duration) []Action {
	actions := m.examine(now)
	for i := 0; i < len(m.stream.Rows) && !m.delivered; i++ {
		m.delivered = m.stream.Rows[i].Kind() == framing.Data
	}
	return actions
}

// Duplicates is how many records the last Commit or Finish dropped.
func (m *Machine) Duplicates() int { return m.duplicates }

// Stream is the body under way, with the rows of the last Commit or Finish.
func (m *Machine) Stream() *framing.Stream { return m.stream }

// learn takes what the bytes say about the connection.
func (m *Machine) learn() {
	for _, row := range m.stream.Rows {
		if row.Kind() != framing.Malformed {
			m.worked = true
			break
		}
	}
	if p, ok := m.framer.(interface{ Retry() (int64, bool) }); ok {
		if ms, ok := p.Retry(); ok {
			ms = min(ms, int64(retry.MaxDelay/time.Millisecond))
			m.retries.policy = m.config.hinted(time.Duration(ms) * time.Millisecond)
		}
	}
}
