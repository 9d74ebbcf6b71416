//go:build !js

package feedsource

import (
	"context"
	"errors"
	"fmt"

	"github.com/feedsource/feedsource/wasm/internal/feed"
)

const (
	maxWaiting  = 4 << 20 // how many bytes may wait to be sent
	messageCost = 256     // what a message counts besides its bytes
)

// letter is a message that waits for a WebSocket.
type letter struct {
	message
	sent chan error
}

func (l *letter) size() int { return len(l.data) + messageCost }

// Send sends a message by a WebSocket: a string as text, a []byte, or anything else as its JSON. It waits while there is no connection,
// and returns when one has taken it; whether it arrives nobody can say. Nothing is sent twice.
//
// The error is an [*Error] of type send: the feed is no WebSocket or is closed, more than 4 MiB wait already, the context is done, or the
// connection was lost meanwhile.
func (f *Feed) Send(ctx context.Context, given any) error {
	m, err := messageOf(given)
	if err != nil {
		return f.unsent(err)
	}
	one := &letter{m, make(chan error, 1)}
	f.mu.Lock()
	switch {
	case !f.isSocket:
		err = errors.New("a feed by HTTP goes one way")
	case f.isOver || f.state == StateClosed:
		err = errors.New("the feed is closed")
	case f.waiting+one.size() > maxWaiting:
		err = fmt.Errorf("more than %d bytes wait to be sent", maxWaiting)
	default:
		f.outbox, f.waiting = append(f.outbox, one), f.waiting+one.size()
		f.moved.Broadcast()
	}
	f.mu.Unlock()
	if err != nil {
		return f.unsent(err)
	}
	select {
	case err = <-one.sent:
	case <-ctx.Done():
		err = context.Cause(ctx)
		f.takeBack(one)
	case <-f.ctx.Done():
		err = errors.New("the feed is closed")
	}
	if err != nil {
		return f.unsent(err)
	}
	return nil
}

// takeBack sees to it that a message is not sent for which nobody waits any more.
func (f *Feed) takeBack(one *letter) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, other := range f.outbox {
		if other == one {
			f.outbox = append(f.outbox[:i:i], f.outbox[i+1:]...)
			f.waiting -= one.size()
			return
		}
	}
}

func (f *Feed) unsent(cause error) error {
	return &Error{Type: FailSend, Cause: cause, Message: fmt.Sprintf("%s: the message was not sent, since %v.", feed.Place(f.URL()), cause)}
}
