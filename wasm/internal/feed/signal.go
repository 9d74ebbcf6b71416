package feed

import (
	"strconv"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/retry"
)

// A Signal is what a record says about the connection that it came by.
type Signal string

// The signals.
const (
	SignalEnd       Signal = "end"       // the answer is complete
	SignalLast      Signal = "last"      // the answer is complete when its body ends
	SignalRefresh   Signal = "refresh"   // the token is no longer good
	SignalRetry     Signal = "retry"     // trouble that may pass
	SignalRotate    Signal = "rotate"    // the server ends the connection as a matter of course
	SignalStop      Signal = "stop"      // trouble that will not pass
	SignalGap       Signal = "gap"       // the cursor is not known any more
	SignalWarning   Signal = "warning"   // the page should know
	SignalKeepAlive Signal = "keepalive" // a sign of life, not a record; its cursor does not count
	SignalBookmark  Signal = "bookmark"  // a sign of life, not a record; its cursor counts
)

// A Rule finds the records that are signals. Servers send such things in the stream
// because the status of the response was sent long before.
type Rule struct {
	Type string   // the event's type; empty is any
	At   *Member  // the member that is compared; nil is the record's whole text
	Is   []string // what it may be; empty is anything but false and an empty text
	// If Ranged, it must be a number from Low to High: codes come in families.
	Ranged    bool
	Low, High int
	// And must hold as well, if it is given.
	And   *Condition
	Then  Signal
	Quiet bool   // the record is not delivered
	Close *Range // or it is no record at all, but the close code of a WebSocket
	Reply bool   // the page has something to say to it
	Says  string // what a message says instead of the server's words
}

// said is what a message says of a record that met the rule.
func (s signalled) said() string {
	if s.rule.Says != "" {
		return s.rule.Says
	}
	return "the server said " + said(s.text)
}

// A Condition is what a member of a record must be: any of some texts, or anything if there
// are none.
type Condition struct {
	At Member
	Is []string
}

// signal returns the first of some rules that a record meets, those behind it, and what was
// compared, which is good until another member is read; nil if the record meets none.
func (m *Machine) signal(row framing.Row, rules []Rule) (rule *Rule, rest []Rule, text []byte) {
	for i := range rules {
		r := &rules[i]
		if r.Close != nil {
			continue
		}
		if r.Type != "" && !m.body.stream.Types.Is(row.Type(), r.Type) {
			continue
		}
		text := m.record(row)
		if r.At != nil {
			if text = m.member(*r.At, row); text == nil {
				continue
			}
		}
		if r.holds(text) && m.meets(r.And, row) {
			if r.And != nil && r.At != nil {
				text = m.member(*r.At, row) // whose room the condition used
			}
			return r, rules[i+1:], text
		}
	}
	return nil, nil, nil
}

// maxCodeBytes bounds what a failure shows of the member by which a signal was recognized.
const maxCodeBytes = 64

func (r *Rule) holds(text []byte) bool {
	if r.Ranged {
		n, err := strconv.Atoi(string(text))
		return err == nil && n >= r.Low && n <= r.High
	}
	return r.At == nil && len(r.Is) == 0 || isAny(text, r.Is)
}

// wants are the events that need no data to meet a rule, and the ids that tell records apart.
func (c Config) wants() wants {
	w := wants{ids: (c.Dedupe.ByID || c.formed()) && len(c.ID) == 0}
	for i := range c.Signals {
		if c.Signals[i].isMark() {
			w.marks = c.isMark
		}
	}
	return w
}

func (c Config) isMark(eventType []byte) bool {
	for i := range c.Signals {
		if r := &c.Signals[i]; r.isMark() && r.Type == string(eventType) {
			return true
		}
	}
	return false
}

func (r *Rule) isMark() bool {
	return r.Close == nil && r.Type != "" && r.At == nil && r.And == nil && r.holds(nil)
}

// meets reports whether a record meets a condition, if there is one.
func (m *Machine) meets(c *Condition, row framing.Row) bool {
	if c == nil {
		return true
	}
	text := m.member(c.At, row)
	return text != nil && isAny(text, c.Is)
}

// isAny reports whether a text is one of some words; if there are none, whether it says
// anything: servers send "error": "" and "finish_reason": "" where there is none.
func isAny(text []byte, words []string) bool {
	for _, word := range words {
		if string(text) == word {
			return true
		}
	}
	return len(words) == 0 && len(text) > 0 && string(text) != "false"
}

// marksEnd reports whether there is a signal that tells a whole answer from one that was cut.
func (c Config) marksEnd() bool {
	for i := range c.Signals {
		if c.Signals[i].marks() {
			return true
		}
	}
	return false
}

// whole reports whether an event is whole that lacks its blank line: by its JSON, or because
// it is the end marker.
func (c Config) whole(eventType, data []byte) bool {
	for i := range c.Signals {
		if r := &c.Signals[i]; r.ends() && r.Close == nil && r.At == nil && (r.Type == "" || r.Type == string(eventType)) && r.holds(data) {
			return true
		}
	}
	return framing.Complete(data)
}

// hides reports whether there is a rule that keeps records that meet it from the page.
func (r *Rule) hides() bool {
	return r != nil && (r.Then == SignalKeepAlive || r.Then == SignalBookmark || r.Quiet)
}

// marks reports whether the rule tells a whole answer from one that was cut.
func (r *Rule) marks() bool { return r.Close == nil && (r.Then == SignalEnd || r.Then == SignalLast) }

// ends reports whether the rule ends the connection.
func (r *Rule) ends() bool {
	switch r.Then {
	case SignalEnd, SignalRefresh, SignalRetry, SignalRotate, SignalStop, SignalGap:
		return true
	}
	return false
}

// obey does what a signal asks for.
func (m *Machine) obey(s signalled, now time.Duration) []Action {
	if s.rule.Then == SignalWarning {
		n := m.warning("server", s.said())
		n.Notice.Detail["code"], n.Notice.Detail["data"] = s.code, s.text
		return []Action{n}
	}
	if s.rule.Then == SignalEnd {
		return m.end(complete("the answer is complete"), now)
	}
	e := &ending{
		failure: &Failure{Type: FailServer, Code: s.code, Body: s.text}, stillOpen: true,
		class: retry.HTTP, what: s.said(),
	}
	switch s.rule.Then {
	case SignalRefresh:
		// Without a function that gives a new token the same one would be refused again.
		e.retry, e.retryAtOnceFirst = m.renews() && !m.repeats(), true
	case SignalRotate:
		e.retry, e.retryAtOnceFirst, e.class = !m.repeats(), true, retry.End
	case SignalGap:
		return m.expired(e, now)
	default:
		e.retry = s.rule.Then == SignalRetry && !m.repeats()
	}
	return m.end(e, now)
}
