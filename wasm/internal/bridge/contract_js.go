// What passes between the page, the host and the engine is plain data, and all of it is
// named here and in its twin: js/src/link/contract.ts and the folder of its name say it in
// TypeScript, wasm/internal/bridge/contract_js.go in Go, with read_options.go and read_head.go
// beside it. The page is where a page's own code runs; the host is where the engine runs, in the
// same thread or another; a link joins the two. A change here is a change there:
// test/layout compares the names, and the order where the order counts.

//go:build js && wasm

package bridge

import (
	"github.com/feedsource/feedsource/wasm/internal/feed"
	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/hack-pad/safejs"
)

// A batch is what one chunk brought: BatchField of the contract. Places are addresses in
// linear memory, good until the next call into the engine.
type batch struct {
	rows, rowCount     int32 // framing.Row, four int32 each
	buffer             int32 // what the rows' offsets count from
	from, length       int32 // the part of the buffer from the first row's start to the last row's end
	ids, idsLength     int32 // last event IDs, each followed by LF
	types, typesLength int32 // event types in slot order, each followed by LF; none if they did not change
	baseLow, baseHigh  int32 // place in the body of the buffer's start
	duplicates         int32 // records dropped from this batch
	malformed          int32 // rows that are, or were when they were framed
	isBytes            int32 // 1 if a record is bytes
	head               int32 // framing.Head: what of such a record is a header
	vitals             int32 // 0 if the feed is neither watched nor dated
}

// The vitals of a feed are VitalsField of the contract: how it is doing after a batch.
type vitals struct {
	quietAt  float64 // milliseconds since 1970; 0 if nothing is expected
	lagMs    float64
	offsetMs float64
	lagTrend float64 // milliseconds in a second
}

// engineMethods are EngineMethods of the contract: what the host has of the engine beside
// the functions that the module exports.
func engineMethods(version string) map[string]any {
	return map[string]any{
		"version":  version,
		"reasons":  array(framing.Words()),
		"lifetime": lifetime,
		"fetch":    function(fetch),
		"socket":   function(socket),
	}
}

// A sink is Sink of the contract: the host's side of a feed, by the feed's handle. Its
// methods do not run the page's code and do not throw; should one do so all the same the
// feed cannot be served, and the guard closes it.
type sink int32

func (s sink) dial(a feed.Action) {
	s.call("dial", a.Attempt, map[string]any{
		"url":      a.URL,
		"backfill": a.Kind == feed.DialBackfill,
		"cursor":   a.Cursor,
		"header":   a.Header,
		"member":   a.Member,
		"method":   a.Method,
		"base":     a.Base,
		"foreign":  a.Foreign,
		"beside":   a.Beside || a.Kind == feed.DialBackfill,

		"lastEventId": a.LastEventID,
		"count":       a.Count,
		"from":        a.Remembered,
	})
}

func (s sink) address(a feed.Action) {
	s.call("address", a.Attempt, map[string]any{
		"attempt": a.Attempt, "lastEventId": a.LastEventID, "count": a.Count, "from": a.Remembered, "resuming": a.Resuming,
	})
}

func (s sink) remember(from string) { s.call("remember", from) }

func (s sink) say(rule int)                       { s.call("say", rule) }
func (s sink) missing(attempt int, from string)   { s.call("missing", attempt, from) }
func (s sink) read(attempt, of int)               { s.call("read", attempt, of) }
func (s sink) replay(attempt int, records string) { s.call("replay", attempt, records) }
func (s sink) abort(attempt int, why string)      { s.call("abort", attempt, why) }
func (s sink) opened(attempt int)                 { s.call("opened", attempt) }
func (s sink) quiet(at float64)                   { s.call("quiet", at) }
func (s sink) failed(f *feed.Failure, of int)     { s.call("failed", failureData(f), of) }
func (s sink) ask(attempt int, f *feed.Failure, of int) {
	s.call("ask", attempt, failureData(f), of)
}
func (s sink) notice(n *feed.Notice, ahead bool) { s.call("notice", n.Type, n.Detail, ahead) }
func (s sink) held() bool                        { return must(s.call("held").Bool()) }

// panicked tells of a feed that the engine cannot go on with.
func (s sink) panicked(f *feed.Failure, stack string) error {
	_, err := s.try("panicked", failureData(f), stack)
	return err
}

func (s sink) call(method string, args ...any) safejs.Value {
	return must(s.try(method, args...))
}

func (s sink) try(method string, args ...any) (safejs.Value, error) {
	return tell.Invoke(append([]any{int32(s), method}, args...)...)
}

// failureData is Failure of the contract, without what the host knows of the attempt.
func failureData(f *feed.Failure) map[string]any {
	data := map[string]any{"type": f.Type, "message": f.Message, "attempt": f.Attempt, "final": f.Final}
	if f.Status != 0 {
		data["status"] = f.Status
	}
	if f.Body != "" {
		data["body"] = f.Body
	}
	if f.Code != "" {
		data["code"] = f.Code
	}
	if !f.Final {
		data["retryInMs"] = f.RetryIn.Milliseconds()
	}
	return data
}
