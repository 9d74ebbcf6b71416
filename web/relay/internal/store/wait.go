package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// A wait is for JetStream to do what it was asked for. It is said soon, and then seldom.
type wait struct {
	node        *Node
	begun, said time.Time
	why         reason
}

// A reason is why JetStream does not do it. Strangers may read the text, and not what was seen, which can have addresses in it.
type reason struct {
	text string
	seen error
}

func (r reason) Error() string { return fmt.Sprintf("%s: %v", r.text, r.seen) }

func (r reason) Unwrap() error { return r.seen }

// How long it is until a wait is said, or another reason for it, and until the same is said again.
const (
	soon   = 3 * time.Second
	seldom = 2 * time.Minute
)

func (n *Node) wait() *wait { return &wait{node: n, begun: time.Now()} }

// isDue reports whether a reason is to be said now.
func (w *wait) isDue(now time.Time, why string) bool {
	switch {
	case now.Sub(w.begun) < soon:
		return false
	case w.said.IsZero():
		return true
	case why != w.why.Error():
		return now.Sub(w.said) >= soon
	}
	return now.Sub(w.said) >= seldom
}

// again waits a moment when JetStream has not done what it was asked for. If it is not to be asked again, since that is in vain or ctx is
// done, the error is why it has not.
func (w *wait) again(ctx context.Context, err error) error {
	if ctx.Err() == nil || w.why.seen == nil { // else it is the end that is the cause
		why := w.node.reason(ctx, err)
		if w.node.isInVain(why) {
			return why
		}
		w.notes(why)
	}
	if !pause(ctx, 250*time.Millisecond) {
		return w.why
	}
	return nil
}

func (w *wait) notes(why reason) {
	if now := time.Now(); w.isDue(now, why.Error()) {
		w.node.options.Log.Warn("JetStream is waited for", "why", why, "since", w.begun.Format(time.RFC3339))
		w.said = now
	}
	w.why = why
	if w.node.options.Waiting != nil {
		w.node.options.Waiting(why.text)
	}
}

// reason looks for what keeps JetStream from doing what it did not do.
func (n *Node) reason(ctx context.Context, err error) reason {
	if !n.conn.IsConnected() {
		if seen := n.unconnected.Load(); seen != nil {
			err = *seen
		}
		return reason{"NATS is not connected", err}
	}
	ctx, cancel := brief(ctx)
	defer cancel()
	_, seen := n.js.AccountInfo(ctx)
	switch {
	case seen == nil:
		return reason{"JetStream is there, and cannot do yet what it is asked for", err}
	case errors.Is(seen, jetstream.ErrJetStreamNotEnabled):
		return reason{"NATS has no JetStream, for which nats-server needs -js", seen}
	case n.host != nil:
		s, _ := n.host.now()
		return reason{fmt.Sprintf("JetStream has no leader: most nodes have to be there, and this one is connected to %d others", s.NumRemotes()), seen}
	}
	return reason{"JetStream does not answer, as while its cluster has no leader", seen}
}

// isInVain reports whether JetStream will never do what was asked, unless somebody changes NATS.
func (n *Node) isInVain(err error) bool {
	return n.conn.IsClosed() || errors.Is(err, jetstream.ErrJetStreamNotEnabledForAccount)
}
