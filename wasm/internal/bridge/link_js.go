//go:build js && wasm

package bridge

import (
	"fmt"
	"runtime/debug"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/feed"
	"github.com/hack-pad/safejs"
)

// A link joins one feed's machine to its sink in the shell.
type link struct {
	handle   int32
	sink     safejs.Value
	machine  *feed.Machine
	dialled  feed.Action  // the Dial under way
	aborter  safejs.Value // the AbortController of the request under way
	response safejs.Value
}

// perform carries out what the machine decided, in order.
func (l *link) perform(actions []feed.Action) {
	for _, a := range actions {
		switch a.Do {
		case feed.Dial:
			l.dialled = a
			l.aborter = construct("AbortController")
			l.tell("prepare", a.Attempt)
		case feed.Read:
			l.tell("read", a.Attempt, l.response)
		case feed.Excerpt:
			l.tell("excerpt", a.Attempt, l.response)
		case feed.Abort:
			l.abort()
		case feed.Arm:
			l.tell("arm", a.After.Milliseconds())
		case feed.Disarm:
			l.tell("disarm")
		case feed.TellOpen:
			l.tell("opened", l.response)
		case feed.AskPage:
			l.tell("ask", a.Attempt, failureObject(a.Failure))
		case feed.TellFailure:
			l.tell("failed", failureObject(a.Failure))
		}
	}
	if l.machine.State() == feed.Closed {
		delete(links, l.handle)
	}
}

// abort gives up the request under way. Aborting one that is over does nothing.
func (l *link) abort() {
	if !l.aborter.IsUndefined() {
		_, _ = l.aborter.Call("abort")
	}
	l.aborter, l.response = safejs.Undefined(), safejs.Undefined()
}

// send makes the request of an attempt from the RequestInit that the shell prepared.
func (l *link) send(attempt int, init safejs.Value) {
	if !l.machine.Current(attempt) {
		return
	}
	if err := l.complete(init); err != nil {
		l.perform(l.machine.Unaskable(attempt, now(), err.Error()))
		return
	}
	l.tell("fetch", attempt, l.dialled.URL, init)
}

// complete adds to a RequestInit what the engine decides. Cache mode no-store and
// the Accept header are the standard's (WHATWG HTML section 9.2.2); what the page
// set itself stays.
func (l *link) complete(init safejs.Value) error {
	headers, err := init.Get("headers")
	if err != nil {
		return err
	}
	if id := l.dialled.LastEventID; id != "" {
		if _, err := headers.Call("set", l.dialled.Header, latin1(id)); err != nil {
			return err
		}
	}
	if has, err := headers.Call("has", "Accept"); err == nil && !truth(has) {
		if _, err := headers.Call("set", "Accept", l.machine.Config().Accept()); err != nil {
			return err
		}
	}
	if get(init, "cache").IsUndefined() {
		if err := init.Set("cache", "no-store"); err != nil {
			return err
		}
	}
	return init.Set("signal", get(l.aborter, "signal"))
}

// receive takes the head of a response.
func (l *link) receive(response safejs.Value) feed.Head {
	l.response = response
	headers := get(response, "headers")
	header := func(name string) string {
		v, err := headers.Call("get", name)
		if err != nil {
			return ""
		}
		return text(v)
	}
	kind := text(get(response, "type"))
	return feed.Head{
		Status:         number(get(response, "status")),
		StatusText:     text(get(response, "statusText")),
		ContentType:    header("Content-Type"),
		RetryAfter:     header("Retry-After"),
		RateLimitReset: header("X-Rate-Limit-Reset"),
		Wall:           time.Now().UnixMilli(),
		Opaque:         kind == "opaque" || kind == "opaqueredirect",
	}
}

// tell calls a method of the sink. The shell's methods do not throw; should one do
// so all the same, the feed cannot be told anything, and the guard reports it.
func (l *link) tell(method string, args ...any) {
	if _, err := l.sink.Call(method, args...); err != nil {
		panic(err)
	}
}

// guard keeps a panic to the feed that it came from: the feed is closed and told,
// the others go on. Without it the whole engine would exit.
func (l *link) guard() {
	cause := recover()
	if cause == nil {
		return
	}
	delete(links, l.handle)
	l.abort()
	f := &feed.Failure{Type: feed.FailEngine, Final: true, Attempt: 1, Cause: string(debug.Stack()), Message: fmt.Sprintf(
		"%s: the engine failed (%v); the feed is closed. Please report this.", l.machine.Place(), cause)}
	_, _ = l.sink.Call("failed", failureObject(f))
}
