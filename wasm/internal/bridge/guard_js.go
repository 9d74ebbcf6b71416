//go:build js && wasm

package bridge

import (
	"fmt"
	"runtime/debug"

	"github.com/feedsource/feedsource/wasm/internal/feed"
	"github.com/hack-pad/safejs"
)

// guard keeps a panic to the feed that it came from: the feed is closed and its page told
// why, the others go on. Without it the whole engine would exit.
func (c *connection) guard() {
	panicked := recover()
	if panicked == nil {
		return
	}
	stack, err := safejs.ValueOf(string(debug.Stack()))
	if err != nil {
		stack = safejs.Undefined()
	}
	c.forget()
	c.abort()
	f := &feed.Failure{Type: feed.FailEngine, Final: true, Attempt: 1, Message: fmt.Sprintf(
		"%s: the engine failed (%v); the feed is closed. Please report this.", c.place(), panicked)}
	// A sink that fails here is the very thing that failed: nobody is left to tell.
	_, _ = c.sink.Call("failed", failureData(f), safejs.Undefined(), stack)
}

// place names the feed in messages. Without a machine its options could not be read.
func (c *connection) place() string {
	if c.machine == nil {
		return "A feed"
	}
	return c.machine.Place()
}
