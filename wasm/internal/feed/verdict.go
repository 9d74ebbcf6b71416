package feed

import (
	"cmp"
	"strings"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/retry"
)

// verdict is what the body under way has said of itself as a whole; nil if nothing.
func (m *Machine) verdict() *framing.Verdict {
	if j, ok := found(m.body.framer).(framing.Judge); ok {
		return j.Verdict()
	}
	return nil
}

// obeyVerdict ends the attempt as its body says.
func (m *Machine) obeyVerdict(v *framing.Verdict, now time.Duration) []Action {
	switch v.Outcome {
	case framing.Completed:
		return m.end(complete(cmp.Or(v.Message, "the answer is complete")), now)
	case framing.Lost:
		return m.end(m.lost(v), now)
	}
	e := serverSaid(v.Code, v.Message)
	if v.Code == unauthenticated && m.renews() {
		e.retry, e.retryAtOnceFirst = true, true // a function gives another token
	}
	e.retry = e.retry && !m.repeats()
	return m.end(e, now)
}

// serverSaid is the ending of an attempt whose server said in the body what went wrong.
func serverSaid(code, message string) *ending {
	what := "the server said " + quote(code)
	if message != "" {
		what += ": " + quote(message)
	}
	class, passes := prospect(code)
	return &ending{
		failure: &Failure{Type: FailServer, Code: code, Body: excerpt([]byte(message))}, stillOpen: true,
		class: class, retry: passes, what: what,
	}
}

const unauthenticated = "unauthenticated"

// prospect reports whether trouble of a code may pass: the codes of gRPC and Connect as the HTTP
// statuses that Connect gives them (Connect protocol, "Error codes"), of which this feed asks again
// after 429 and 5xx but for what is not implemented, and the exceptions of Amazon's services by the
// words in their names.
func prospect(code string) (class retry.Class, passes bool) {
	switch code {
	case "resource_exhausted":
		return retry.RateLimit, true
	case "unknown", "deadline_exceeded", "internal", "unavailable", "data_loss", "aborted":
		return retry.HTTP, true
	}
	switch name := strings.ToLower(code); {
	case strings.Contains(name, "throttl"):
		return retry.RateLimit, true
	case strings.Contains(name, "unavailable"), strings.Contains(name, "internal"), strings.Contains(name, "timeout"),
		strings.Contains(name, "modelstreamerror"):
		return retry.HTTP, true
	}
	return retry.HTTP, false
}

// lost is the ending of an attempt in whose body nobody can tell any more where the next record
// begins. If there was none before, the body is not what it was taken for.
func (m *Machine) lost(v *framing.Verdict) *ending {
	e := &ending{
		failure: &Failure{Type: FailFraming}, stillOpen: true, class: retry.HTTP, retry: !m.repeats(),
		what: "where the next record begins cannot be told any more (" + v.Message + ")",
	}
	if !m.connection.brought() {
		e.failure.Type, e.failure.Status, e.retry = FailContentType, m.connection.status, false
		e.what = "the body is not of the format " + string(m.body.format) + " (" + v.Message + "); it begins with " + quote(string(m.body.head))
	}
	return e
}
