//go:build js && wasm

package bridge

import (
	"time"

	"github.com/feedsource/feedsource/wasm/internal/feed"
	"github.com/hack-pad/safejs"
)

// A request is one from its dialling to the end of its response.
type request struct {
	dialled  feed.Action
	sent     bool
	aborter  safejs.Value // its AbortController
	response safejs.Value
}

// begin makes an action that asks for a response the request under way.
func (c *connection) begin(a feed.Action) {
	unregister(c.request.aborter)
	c.request = request{dialled: a}
	c.evidence = evidence{}
}

// unpark gives up the backfill page under way, which is not read to its end if it was
// refused, and goes on with the response that was set aside.
func (c *connection) unpark() {
	c.request.abort()
	c.request, c.parked = c.parked, request{}
	c.evidence.headers = get(c.request.response, "headers")
}

// abort gives up the request under way, and one set aside.
func (c *connection) abort() {
	c.request.abort()
	c.parked.abort()
	c.request, c.parked = request{}, request{}
}

func (r request) abort() {
	if r.aborter.IsUndefined() {
		return
	}
	unregister(r.aborter)
	abort(r.aborter)
}

// abort does nothing to an AbortController whose request is over.
func abort(aborter safejs.Value) {
	if _, err := aborter.Call("abort"); err != nil {
		panic(err)
	}
}

// send sends the request of an attempt, and returns the promise of its response. With an
// AbortController the host has sent it already, while the engine was loading: it is
// noted, and taken back if it is not wanted.
func send(args []safejs.Value) any {
	handle, attempt, init := int32(number(args[0])), number(args[1]), args[2]
	var aborter safejs.Value
	if len(args) > 3 {
		aborter = args[3]
	}
	c, ok := connections[handle]
	wanted := ok && c.machine.Current(attempt)
	switch {
	case !wanted && !aborter.IsUndefined():
		abort(aborter)
		return nil
	case !wanted:
		return nil
	}
	defer c.guard()
	if !aborter.IsUndefined() {
		c.sending(aborter)
		return true
	}
	return c.fetch(attempt, init)
}

// sending notes that the request has been sent, with the signal of an AbortController.
func (c *connection) sending(aborter safejs.Value) {
	c.request.aborter, c.request.sent = aborter, true
	register(aborter)
}

// fetch calls the host's fetch, or the feed's own. The promise is the host's to wait for,
// so that no function of Go's is made for it.
func (c *connection) fetch(attempt int, init safejs.Value) any {
	aborter := construct("AbortController")
	if err := init.Set("signal", get(aborter, "signal")); err != nil {
		panic(err)
	}
	c.sending(aborter)
	url := c.request.dialled.URL
	var promise safejs.Value
	var err error
	if own := c.sink.fetch(); isFunction(own) {
		promise, err = own.Invoke(url, init)
	} else {
		promise, err = global.Call("fetch", url, init)
	}
	if err != nil {
		c.request.sent = false
		c.fail(attempt, thrown(err))
		return nil
	}
	return promise
}

// unanswered takes why an attempt has no response: the request could not be made, or was
// sent and had no answer.
func (c *connection) unanswered(args []safejs.Value) any {
	c.fail(number(args[0]), args[1])
	return nil
}

func (c *connection) fail(attempt int, cause safejs.Value) {
	if !c.machine.Current(attempt) {
		return
	}
	c.evidence.cause = cause
	take := c.machine.Unaskable
	if c.request.sent {
		take = c.machine.Unreachable
	}
	c.react(take(attempt, now(), words(cause)))
}

// responded takes a response, and reports whether anybody waits for it still.
func (c *connection) responded(args []safejs.Value) any {
	attempt, response := number(args[0]), args[1]
	if !c.machine.Current(attempt) {
		return false
	}
	if !isObject(response) {
		c.react(c.machine.Unaskable(attempt, now(), "fetch gave no Response"))
		return false
	}
	c.request.response = response
	c.evidence.headers = get(response, "headers")
	c.react(c.machine.Response(attempt, now(), c.head(response)))
	return true
}

// head reads the head of a response. What the machine has no use for is not read: URL,
// type and status text of every response were a fifth of what one took.
func (c *connection) head(response safejs.Value) feed.Head {
	config := c.machine.Config()
	header := headerOf(c.evidence.headers)
	head := feed.Head{
		Status:      number(get(response, "status")),
		ContentType: header("Content-Type"),
		Resumed:     header(config.Gap.Header),
	}
	if config.Strict {
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

// headerOf looks up headers, empty where there is none. A response that a function of the
// page made up may have no Headers at all.
func headerOf(headers safejs.Value) func(name string) string {
	return func(name string) string {
		if name == "" {
			return ""
		}
		value, err := headers.Call("get", name)
		if err != nil {
			return ""
		}
		return text(value)
	}
}
