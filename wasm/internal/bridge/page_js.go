//go:build js && wasm

package bridge

import "github.com/hack-pad/safejs"

// page is the real global object. The program's own is private to it (engine.ts).
var page = get(safejs.Global(), "page")

// watchPage listens to what befalls the page, for all feeds at once and for as long as
// the engine lives. A worker has fewer of these events, and none that it lacks matters
// there.
//
// pagehide and freeze: WHATWG HTML section 7.4.6 and WICG Page Lifecycle; online:
// section 9.1.6; visibilitychange: W3C Page Visibility.
func watchPage() {
	sleep := func(l *link) { l.perform(l.machine.Sleep()) }
	wake := func(l *link) { l.perform(l.machine.Wake(now(), false)) }
	on(page, "online", func(l *link) { l.perform(l.machine.Wake(now(), true)) })
	onTransition("pagehide", sleep)
	onTransition("pageshow", wake)
	listen(page, "pagehide", func([]safejs.Value) { saveAll() })
	document := get(page, "document")
	on(document, "freeze", sleep)
	on(document, "resume", wake)
	on(document, "visibilitychange", func(l *link) {
		if text(get(document, "visibilityState")) == "visible" {
			wake(l)
		}
	})
}

// on has every feed act on an event.
func on(target safejs.Value, event string, act func(*link)) {
	listen(target, event, func([]safejs.Value) { all(act) })
}

// onTransition has every feed act on a page's going to or coming from the back/forward
// cache. A page that goes for good needs nothing: the browser closes its connections.
func onTransition(event string, act func(*link)) {
	listen(page, event, func(args []safejs.Value) {
		if truth(get(args[0], "persisted")) {
			all(act)
		}
	})
}

// all acts on every feed there is. One that fails does not keep the others from it.
func all(act func(*link)) {
	for _, l := range links {
		func() {
			defer l.guard()
			act(l)
		}()
	}
}
