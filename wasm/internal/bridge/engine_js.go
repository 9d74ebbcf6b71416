//go:build js && wasm

package bridge

import (
	"math/rand/v2"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/feed"
	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/hack-pad/safejs"
)

// links are the feeds by handle. A handle is never used again.
var (
	links = map[int32]*link{}
	last  int32
	spare framing.Spare
)

// linkOf is the link with a handle, as the shell has it.
func linkOf(handle safejs.Value) (*link, bool) {
	l, ok := links[int32(number(handle))]
	return l, ok
}

// now is the engine's clock, of which the machines only compare times. It is the wall
// clock, which goes on while the machine sleeps; the monotonic one may not.
func now() time.Duration { return time.Duration(time.Now().UnixNano()) }

// Register hands the engine to the shell: it calls the function "feedsource" that
// the shell put on the private global object it runs this program with.
func Register(version string) {
	words := make([]any, 0, 8)
	for _, w := range framing.Words() {
		words = append(words, w)
	}
	beMortal()
	engine := object{
		"version":     version,
		"reasons":     words,
		"mortal":      mortal,
		"recall":      recall,
		"open":        open,
		"close":       onFeed(func(l *link, _ []safejs.Value) any { l.save(); l.perform(l.machine.Close()); return nil }),
		"connect":     decides(func(m *feed.Machine, _ []safejs.Value) []feed.Action { return m.Connect(now()) }),
		"prepared":    onFeed(func(l *link, a []safejs.Value) any { return l.prepared(number(a[0]), a[1]) }),
		"responded":   onFeed(func(l *link, a []safejs.Value) any { return l.responded(number(a[0]), a[1]) }),
		"unreachable": onFeed(func(l *link, a []safejs.Value) any { l.unanswered(number(a[0]), a[1]); return nil }),
		"decide": decides(func(m *feed.Machine, a []safejs.Value) []feed.Action {
			return m.Decide(number(a[0]), now(), !isFalse(a[1]), waitOf(a[1]))
		}),
		"ended": decides(func(m *feed.Machine, a []safejs.Value) []feed.Action { return m.Ended(number(a[0]), now(), text(a[1])) }),
		"stats": onFeed(func(l *link, _ []safejs.Value) any { return l.machine.Stats(now()) }),
	}
	watchPage()
	makeTimers()
	makeSaver()
	boot, err := safejs.Global().Get("feedsource")
	if err == nil {
		_, err = boot.Invoke(engine.value())
	}
	if err != nil {
		panic("feedsource: the shell did not take the engine: " + err.Error())
	}
}

// open makes a feed and has it dial: sink and options in, handle out. What it tells the
// sink the shell does in microtasks, when it knows the handle.
func open(args []safejs.Value) any {
	sink, options := args[0], args[1]
	c, flaw := config(options)
	if flaw != "" {
		_, _ = sink.Call("tell", "failed", failureObject(c.Unmade(flaw)))
		return 0
	}
	c.Spare = &spare
	l := &link{handle: last + 1, sink: sink, store: storeOf(options)}
	known := l.restore(get(options, "kept"), &c)
	l.machine = feed.New(c, rand.Float64)
	last++
	links[last] = l
	untilDeath(sink)
	if !known {
		l.notify(l.machine.Foreign(l.store.key))
	}
	defer l.guard()
	l.perform(l.machine.Connect(now()))
	return l.handle
}

// onFeed makes a method of the engine that acts on the feed whose handle comes
// first. A handle of a feed that is gone is not an error: a promise settled late.
func onFeed(act func(*link, []safejs.Value) any) func([]safejs.Value) any {
	return func(args []safejs.Value) any {
		l, ok := linkOf(args[0])
		if !ok {
			return nil
		}
		defer l.guard()
		return act(l, args[1:])
	}
}

// decides makes a method that tells a feed's machine something and performs what it decides.
func decides(tell func(*feed.Machine, []safejs.Value) []feed.Action) func([]safejs.Value) any {
	return onFeed(func(l *link, args []safejs.Value) any {
		l.perform(tell(l.machine, args))
		return nil
	})
}
