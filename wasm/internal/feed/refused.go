package feed

import (
	"strings"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// excerptTime is how long a refused response may take to send the first bytes of
// its explanation before the failure is told with what has come.
const excerptTime = time.Second

const (
	http401 = 401 // Unauthorized: the token may have expired
	http410 = 410 // Gone: with a cursor, it is the cursor that is
)

// An explanation is the framer of a refused response: no records, only what a failure
// shows of the body.
type explanation struct{ text []byte }

// Frame implements [framing.Framer].
func (e *explanation) Frame(buf []byte, _ int, _ *framing.Table) (keep, end int) {
	e.text = append(e.text, buf[:min(len(buf), excerpt-len(e.text))]...)
	return len(buf), len(buf)
}

// End implements [framing.Framer].
func (e *explanation) End([]byte, int, *framing.Table) {}

// enough tells whether nothing more is wanted of the body of a refused response.
func (m *Machine) enough() bool {
	e, refused := m.framer.(*explanation)
	return refused && len(e.text) >= excerpt
}

// explain ends an attempt that was refused, with what came of the explanation.
func (m *Machine) explain(now time.Duration) []Action {
	e := m.refused
	if said, ok := m.framer.(*explanation); ok {
		e.failure.Body = strings.ToValidUTF8(string(said.text), "")
	}
	if body := e.failure.Body; body != "" {
		e.what += " and said " + quote(body)
	}
	if e.failure.Status == http401 && m.config.FreshHeaders && !m.config.Strict && !m.retries.refreshed {
		m.retries.refreshed = true
		e.again, e.asked, e.after = true, true, 0
	}
	if e.failure.Status == http410 && !m.config.Strict && !m.config.Resume.Off {
		return m.expired(e, now)
	}
	return m.end(e, now)
}
