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
	handle  int32
	sink    safejs.Value
	machine *feed.Machine
	request // under way
	parked  request
	store   store
	timer   safejs.Value
	number  int          // of the message that is waited for
	told    names        // the event types that the shell knows
	headers safejs.Value // of the last response,
	cause   safejs.Value // or why there was none
}

// A request is one from its Dial to the end of its response.
type request struct {
	dialled  feed.Action
	sent     bool
	aborter  safejs.Value // its AbortController
	response safejs.Value
}

// perform carries out what the machine decided, in order.
func (l *link) perform(actions []feed.Action) {
	for _, a := range actions {
		switch a.Do {
		case feed.Dial, feed.DialPage:
			l.dial(a)
			l.tell("dial", a.Attempt)
		case feed.AskMissing:
			l.dial(a)
			l.tell("missing", a.Attempt, a.LastEventID)
		case feed.Park:
			l.parked, l.request = l.request, request{}
		case feed.Unpark:
			l.request.abort() // a page that was refused is not read to its end
			l.request, l.parked = l.parked, request{}
			l.headers = get(l.response, "headers")
		case feed.Read:
			l.tell("read", a.Attempt, l.response)
		case feed.Replay:
			l.tell("read", a.Attempt, construct("Response", a.Held))
		case feed.Abort:
			l.abort()
		case feed.Arm:
			l.arm(a.After)
		case feed.Disarm:
			l.disarm()
		case feed.TellOpen:
			l.tell("tell", "opened", l.response)
		case feed.AskPage:
			l.tell("ask", a.Attempt, failureObject(a.Failure), l.headers, l.cause)
		case feed.TellFailure:
			if a.Failure.Final {
				l.save() // while the page can be told that it failed
			}
			l.tell("tell", "failed", failureObject(a.Failure), l.headers, l.cause)
		case feed.TellNotice:
			l.notify(a.Notice)
		}
	}
	if l.machine.State() == feed.Closed {
		l.leave()
	}
}

func (l *link) dial(a feed.Action) {
	spared(l.aborter)
	l.request = request{dialled: a}
	l.headers, l.cause = safejs.Undefined(), safejs.Undefined()
}

func (l *link) notify(n *feed.Notice) {
	l.tell("tell", "notice", construct("CustomEvent", n.Type, map[string]any{"detail": n.Detail}))
}

// abort gives up the request under way, and one set aside.
func (l *link) abort() {
	l.request.abort()
	l.parked.abort()
	l.request, l.parked = request{}, request{}
}

func (r request) abort() {
	if !r.aborter.IsUndefined() {
		spared(r.aborter)
		_, _ = r.aborter.Call("abort") // does nothing to one that is over
	}
}

// forget lets go of a feed that is over.
func (l *link) forget() {
	delete(links, l.handle)
	l.disarm()
	for _, one := range []safejs.Value{l.sink, l.aborter, l.parked.aborter} {
		spared(one)
	}
}

// prepared completes the RequestInit that the shell made for an attempt, and tells where
// the request goes; nil if it is not wanted any more, or cannot be made. One that brings
// its AbortController is complete: the shell has sent it while the engine was loading.
func (l *link) prepared(attempt int, init safejs.Value) any {
	aborter := get(init, "aborter")
	if !l.machine.Current(attempt) {
		request{aborter: aborter}.abort()
		return nil
	}
	l.aborter = aborter
	if err := l.complete(init); err != nil {
		l.perform(l.machine.Unaskable(attempt, now(), err.Error()))
		return nil
	}
	l.sent = true
	untilDeath(l.aborter)
	return l.dialled.URL
}

// unanswered takes the failure of an attempt without a response: of making the request,
// or of sending it.
func (l *link) unanswered(attempt int, cause safejs.Value) {
	if !l.machine.Current(attempt) {
		return
	}
	l.cause = cause
	fail := l.machine.Unaskable
	if l.sent {
		fail = l.machine.Unreachable
	}
	l.perform(fail(attempt, now(), said(cause)))
}

// complete adds to a RequestInit what the engine decides. Cache mode no-store and
// the Accept header are the standard's (WHATWG HTML section 9.2.2); what the page
// set itself stays.
func (l *link) complete(init safejs.Value) error {
	if !l.aborter.IsUndefined() {
		return nil
	}
	l.aborter = construct("AbortController")
	headers, err := init.Get("headers")
	if err != nil {
		return err
	}
	a := l.dialled
	switch {
	case a.Do == feed.DialPage:
		if err := init.Set("method", "GET"); err != nil {
			return err
		}
		err = init.Delete("body")
	case a.Body != "":
		err = setInBody(init, a.Body, a.LastEventID)
	case a.LastEventID != "":
		_, err = headers.Call("set", a.Header, latin1(a.LastEventID))
	}
	if err != nil {
		return err
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

// responded takes a response; false tells that nobody waits for it any more.
func (l *link) responded(attempt int, response safejs.Value) bool {
	if !l.machine.Current(attempt) {
		return false
	}
	if !isObject(response) {
		l.perform(l.machine.Unaskable(attempt, now(), "fetch gave no Response"))
		return false
	}
	l.perform(l.machine.Response(attempt, now(), l.receive(response)))
	return true
}

// receive takes the head of a response. What it has no use for it does not read: URL, type
// and status text of every response were a fifth of what one took.
func (l *link) receive(response safejs.Value) feed.Head {
	l.response = response
	c := l.machine.Config()
	headers := get(response, "headers")
	l.headers = headers
	header := func(name string) string {
		if name == "" {
			return ""
		}
		v, err := headers.Call("get", name)
		if err != nil {
			return ""
		}
		return text(v)
	}
	head := feed.Head{
		Status:      number(get(response, "status")),
		ContentType: header("Content-Type"),
		Resumed:     header(c.Gap.Header),
	}
	if c.Strict {
		head.URL = text(get(response, "url"))
	}
	if head.Status != 200 { // why not, and when to come back
		kind := text(get(response, "type"))
		head.Opaque = kind == "opaque" || kind == "opaqueredirect"
		head.StatusText = text(get(response, "statusText"))
		head.RetryAfter = header("Retry-After")
		head.RateLimitReset = header("X-Rate-Limit-Reset")
		head.Wall = time.Now().UnixMilli()
	}
	return head
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
	l.forget()
	l.abort()
	f := &feed.Failure{Type: feed.FailEngine, Final: true, Attempt: 1, Cause: string(debug.Stack()), Message: fmt.Sprintf(
		"%s: the engine failed (%v); the feed is closed. Please report this.", l.machine.Place(), cause)}
	_, _ = l.sink.Call("tell", "failed", failureObject(f), safejs.Undefined(), f.Cause)
}
