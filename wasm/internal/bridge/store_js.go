//go:build js && wasm

package bridge

import (
	"strings"

	"github.com/feedsource/feedsource/wasm/internal/feed"
	"github.com/feedsource/feedsource/wasm/internal/sse"
	"github.com/hack-pad/safejs"
)

// A store keeps a feed's cursor beyond the page: what the option resume.persist is about.
type store struct {
	place safejs.Value // a Storage, or an object with get and set
	key   string       // empty: nothing is kept
	saved string
}

// mark begins everything that is kept, so that what somebody else left under the key is
// not taken for a cursor.
const mark = "feedsource/1 "

// saveEvery is the least time between two savings of one page. Storage is written
// through to the disk.
const saveEvery = 1000 // ms

var (
	saver   safejs.Func
	saving  bool        // a saver is due
	refused safejs.Func // hears of a promise of a store's that was not kept
)

func makeSaver() {
	saver = callback(func([]safejs.Value) { saveAll() })
	refused = callback(func(args []safejs.Value) {
		if l, ok := linkOf(args[0]); ok {
			defer l.guard()
			l.notify(l.machine.Unsaved(said(args[1])))
		}
	})
}

// storeOf is the store that the option resume.persist names, if any.
func storeOf(options safejs.Value) store {
	resume := get(get(options, "init"), "resume")
	place := get(resume, "persist")
	if !truth(place) {
		return store{}
	}
	key := text(get(resume, "key"))
	if key == "" {
		key = feed.Place(text(get(options, "url")))
	}
	return store{place: place, key: key}
}

// call calls the method of a Storage, or the one of any other store.
func (s store) call(ofStorage, ofOthers string, args ...any) (safejs.Value, error) {
	if !get(s.place, ofStorage).IsUndefined() {
		ofOthers = ofStorage
	}
	return s.place.Call(ofOthers, args...)
}

// recall reads what a store holds, which may be a promise.
func recall(args []safejs.Value) any {
	s := storeOf(args[0])
	if s.key == "" {
		return nil
	}
	kept, err := s.call("getItem", "get", s.key)
	if err != nil {
		return map[string]any{} // no text, and so told like what is no cursor
	}
	return kept
}

// restore takes what a store held when the feed was made: the cursor to begin with,
// unless the page gave one. It is false if that was something else.
func (l *link) restore(kept safejs.Value, c *feed.Config) (known bool) {
	if kept.IsUndefined() || kept.IsNull() {
		return true
	}
	cursor, ok := strings.CutPrefix(text(kept), mark)
	if !ok || len(cursor) > sse.LongestID || strings.ContainsAny(cursor, "\x00\r\n") {
		return false
	}
	l.store.saved = cursor
	if c.LastEventID == "" {
		c.LastEventID = cursor
		_ = get(l.sink, "feed").Set("lastEventId", cursor)
	}
	return true
}

// keep sees to it that a cursor that moved is saved soon. What is saved is what was
// delivered by then.
func (l *link) keep() {
	if l.store.key == "" || saving || l.machine.LastEventID() == l.store.saved {
		return
	}
	if _, err := page.Call("setTimeout", saver.Value(), saveEvery); err == nil {
		saving = true
	}
}

// saveAll writes the cursors that moved, of all feeds. A loop that lags behind has not taken
// delivery of all that came: what is left is saved later.
func saveAll() {
	saving = false
	all(func(l *link) {
		moved := l.save()
		switch {
		case l.machine.State() != feed.Closed:
			l.keep()
		case moved:
			l.leave()
		default:
			l.forget()
		}
	})
}

// leave takes the end of a feed. What came last is delivered after that, and then saved; a
// loop that takes nothing for as long as saveEvery is not waited for.
func (l *link) leave() {
	l.keep()
	if l.store.key == "" || l.machine.LastEventID() == l.store.saved {
		l.forget()
	}
}

// save writes the cursor if it moved.
func (l *link) save() (moved bool) {
	if l.store.key == "" {
		return false
	}
	delivered := text(get(get(l.sink, "feed"), "lastEventId"))
	if delivered == l.store.saved {
		return false
	}
	l.store.saved = delivered
	kept, err := l.store.call("setItem", "set", l.store.key, mark+delivered)
	switch {
	case err != nil:
		l.notify(l.machine.Unsaved(err.Error()))
	case kindOf(get(kept, "then")) == safejs.TypeFunction:
		_, _ = kept.Call("then", safejs.Undefined(), bound(refused.Value(), nil, l.handle))
	}
	return true
}
