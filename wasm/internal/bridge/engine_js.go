//go:build js && wasm

package bridge

import (
	"math/rand/v2"
	"strings"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/feed"
	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/liveness"
	"github.com/hack-pad/safejs"
)

// links are the feeds by handle. A handle is never used again.
var (
	links = map[int32]*link{}
	last  int32
)

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
	engine := object{
		"version":     version,
		"reasons":     words,
		"open":        open,
		"close":       onFeed(func(l *link, _ []safejs.Value) { l.perform(l.machine.Close()) }),
		"connect":     onFeed(func(l *link, _ []safejs.Value) { l.perform(l.machine.Connect(now())) }),
		"timer":       onFeed(func(l *link, a []safejs.Value) { l.perform(l.machine.Timer(now(), truth(a[0]))) }),
		"prepared":    onFeed(func(l *link, a []safejs.Value) { l.send(number(a[0]), a[1]) }),
		"unaskable":   onFeed(func(l *link, a []safejs.Value) { l.perform(l.machine.Unaskable(number(a[0]), now(), text(a[1]))) }),
		"responded":   respond,
		"unreachable": onFeed(func(l *link, a []safejs.Value) { l.perform(l.machine.Unreachable(number(a[0]), now(), text(a[1]))) }),
		"explained":   onFeed(func(l *link, a []safejs.Value) { l.perform(l.machine.Explain(number(a[0]), now(), text(a[1]))) }),
		"decide": onFeed(func(l *link, a []safejs.Value) {
			l.perform(l.machine.Decide(number(a[0]), now(), truth(a[1]), milliseconds(a[2])))
		}),
		"ended": onFeed(func(l *link, a []safejs.Value) { l.perform(l.machine.Ended(number(a[0]), now(), text(a[1]))) }),
	}
	watchPage()
	boot, err := safejs.Global().Get("feedsource")
	if err == nil {
		_, err = boot.Invoke(engine.value())
	}
	if err != nil {
		panic("feedsource: the shell did not take the engine: " + err.Error())
	}
}

// open makes a feed: sink and options in, handle out. It dials only when the shell
// calls connect, so that the shell knows the handle before anything happens.
func open(args []safejs.Value) any {
	last++
	links[last] = &link{handle: last, sink: args[0], machine: feed.New(config(args[1]), rand.Float64)}
	return last
}

// config reads what the page asked for. Options were checked by the shell when the
// feed was made; what is missing is zero here, and the machine knows the defaults.
func config(options safejs.Value) feed.Config {
	init := get(options, "init")
	reconnect, resume, dedupe := get(init, "reconnect"), get(init, "resume"), get(init, "dedupe")
	return feed.Config{
		Strict:         truth(get(options, "strict")),
		LastEventID:    text(get(options, "lastEventId")),
		URL:            text(get(options, "url")),
		Format:         framing.Format(text(get(init, "format"))),
		Method:         strings.ToUpper(text(get(init, "method"))),
		MaxRecordBytes: number(get(init, "maxRecordBytes")),
		FreshHeaders:   get(init, "headers").Type() == safejs.TypeFunction,
		Once:           isFalse(reconnect),
		MaxAttempts:    number(get(reconnect, "maxAttempts")),
		MaxElapsed:     milliseconds(get(reconnect, "maxElapsedMs")),
		AnyMethod:      truth(get(reconnect, "anyMethod")),
		Asks:           truth(get(reconnect, "delay")),
		ID:             pointer(get(init, "id")),
		Resume: feed.Resume{
			Off:    isFalse(resume),
			Header: text(get(resume, "header")),
			Query:  text(get(resume, "query")),
		},
		Liveness: livenessOf(get(init, "keepalive")),
		Dedupe: feed.Dedupe{
			Keys:   pointers(get(dedupe, "key")),
			Window: number(get(dedupe, "window")),
		},
	}
}

// livenessOf reads the option keepalive: an object, or nothing.
func livenessOf(keepalive safejs.Value) *liveness.Config {
	if keepalive.Type() != safejs.TypeObject {
		return nil
	}
	return &liveness.Config{
		Timeout: milliseconds(get(keepalive, "timeoutMs")),
		Connect: milliseconds(get(keepalive, "connectMs")),
	}
}

// respond takes a response; false tells that nobody waits for it any more.
func respond(args []safejs.Value) any {
	l, ok := links[int32(number(args[0]))]
	attempt := number(args[1])
	if !ok || !l.machine.Current(attempt) {
		return false
	}
	defer l.guard()
	l.perform(l.machine.Response(attempt, now(), l.receive(args[2])))
	return true
}

// onFeed makes a method of the engine that acts on the feed whose handle comes
// first. A handle of a feed that is gone is not an error: a promise settled late.
func onFeed(act func(*link, []safejs.Value)) func([]safejs.Value) any {
	return func(args []safejs.Value) any {
		if l, ok := links[int32(number(args[0]))]; ok {
			defer l.guard()
			act(l, args[1:])
		}
		return nil
	}
}
