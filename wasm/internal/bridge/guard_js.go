//go:build js && wasm

package bridge

import (
	"runtime"

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
	trace := make([]byte, 16<<10)
	stack, err := safejs.ValueOf(string(trace[:runtime.Stack(trace, false)]))
	if err != nil {
		stack = safejs.Undefined()
	}
	c.forget()
	c.abort()
	f := &feed.Failure{Type: feed.FailEngine, Final: true, Attempt: 1,
		Message: c.place() + ": the engine failed (" + wordsOf(panicked) + "); the feed is closed. Please report this."}
	// A sink that fails here is the very thing that failed: nobody is left to tell.
	_, _ = c.sink.Call("failed", failureData(f), safejs.Undefined(), stack)
}

// wordsOf is what a panic says of itself. Those of the runtime are errors.
func wordsOf(panicked any) string {
	switch panicked := panicked.(type) {
	case error:
		return panicked.Error()
	case string:
		return panicked
	}
	return "a panic without words"
}

// place names the feed in messages. Without a machine its options could not be read.
func (c *connection) place() string {
	if c.machine == nil {
		return "A feed"
	}
	return c.machine.Place()
}
