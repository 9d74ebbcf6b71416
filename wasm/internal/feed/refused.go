package feed

import (
	"strconv"
	"strings"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/retry"
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

// refuse takes a web page that came as if it were a feed: from a proxy that wants a login,
// from a server whose feed is down. As with a status that says so, it may pass.
func (m *Machine) refuse(page *explanation, now time.Duration) []Action {
	m.framer = page
	m.refused = &ending{
		failure: &Failure{Type: FailContentType, Status: m.status}, class: retry.HTTP, again: true, open: true,
		what: "the server answered " + strconv.Itoa(m.status) + " with a web page instead of a feed",
	}
	if m.enough() {
		return m.explain(now)
	}
	return []Action{{Kind: Arm, After: excerptTime}}
}

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
