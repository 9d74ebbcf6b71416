//go:build !js

package feedsource

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/coder/websocket"
)

// Words are what a WebSocket sends: [Say] and [Ask] make them. A message is a string, which goes as text, a []byte, or anything
// else, which goes as its JSON.
type Words interface {
	say(ctx context.Context, state State) ([]any, error)
}

// Say gives messages that are always the same.
func Say(messages ...any) Words { return said(messages) }

// Ask gives the messages of a function, which is called each time, so that a token can be fresh. None is nothing to say.
func Ask(ask func(ctx context.Context, state State) ([]any, error)) Words { return asks(ask) }

type said []any

func (s said) say(context.Context, State) ([]any, error) { return s, nil }

type asks func(ctx context.Context, state State) ([]any, error)

func (a asks) say(ctx context.Context, state State) ([]any, error) { return a(ctx, state) }

// isAsked reports whether words come from a function.
func isAsked(words Words) bool {
	_, ok := words.(asks)
	return ok
}

// message is one as it is sent.
type message struct {
	kind websocket.MessageType
	data []byte
}

func messageOf(given any) (message, error) {
	switch given := given.(type) {
	case string:
		return message{websocket.MessageText, []byte(given)}, nil
	case []byte:
		return message{websocket.MessageBinary, append([]byte(nil), given...)}, nil // it may wait
	}
	text, err := json.Marshal(given)
	if err != nil {
		return message{}, fmt.Errorf("a message is no JSON: %w", err)
	}
	return message{websocket.MessageText, text}, nil
}

// wordsFor are those for an occasion: the number of a rule, or ping.
func (o Options) wordsFor(occasion int) Words {
	switch {
	case occasion == ping && o.Keepalive != nil:
		return o.Keepalive.Ping
	case occasion < 0 || occasion >= len(o.Signals):
		return nil
	case o.Signals[occasion].Reply == nil && o.Signals[occasion].Then == SignalReady:
		return o.Subscribe
	}
	return o.Signals[occasion].Reply
}

// ping is the occasion of a silence.
const ping = -1
