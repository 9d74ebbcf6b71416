//go:build js && wasm

package bridge

import (
	"runtime"

	"github.com/feedsource/feedsource/wasm/internal/feed"
)

// guard keeps a panic to the feed that it came from: the feed is closed and its page told
// why, the others go on. Without it the whole engine would exit.
func (c *connection) guard() {
	panicked := recover()
	if panicked == nil {
		return
	}
	trace := make([]byte, 16<<10)
	stack := string(trace[:runtime.Stack(trace, false)])
	c.forget()
	f := &feed.Failure{Type: feed.FailEngine, Final: true, Attempt: 1,
		Message: c.place() + ": the engine failed (" + wordsOf(panicked) + "); the feed is closed. Please report this."}
	// A sink that fails here is the very thing that failed: nobody is left to tell.
	_ = c.sink.panicked(f, stack)
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
