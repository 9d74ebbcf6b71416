// What passes between the page, the host and the engine is plain data, and all of it is
// named here and in its twin: js/src/link/contract.ts says it in TypeScript,
// wasm/internal/bridge/contract_js.go in Go. The page is where a page's own code runs; the
// host is where the engine runs, in the same thread or another; a link joins the two. A
// change here is a change there: test/layout compares the names, and the order where the
// order counts.

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
	vitals             int32 // 0 if the feed is neither watched nor dated
}

// The vitals of a feed are VitalsField of the contract: how it is doing after a batch.
type vitals struct {
	quietAt  float64 // milliseconds since 1970; 0 if nothing is expected
	lagMs    float64
	offsetMs float64
	lagTrend float64 // milliseconds in a second
}

// engineMethods are EngineMethods of the contract: what the host calls.
func engineMethods(version string) map[string]any {
	return map[string]any{
		"version":    version,
		"reasons":    array(framing.Words()),
		"abortables": abortables,
		"open":       function(open),
		"connect":    ofConnection((*connection).connect),
		"close":      ofConnection((*connection).close),
		"lifecycle":  ofConnection((*connection).lifecycle),
		"send":       function(send),
		"responded":  ofConnection((*connection).responded),
		"unanswered": ofConnection((*connection).unanswered),
		"decide":     ofConnection((*connection).decide),
		"ended":      ofConnection((*connection).ended),
	}
}

// A sink is Sink of the contract: the host's side of a feed. Its methods do not run the
// page's code and do not throw; should one do so all the same the feed cannot be served,
// and the guard closes it.
type sink struct{ safejs.Value }

func (s sink) dial(a feed.Action) {
	s.call("dial", a.Attempt, map[string]any{
		"url":      a.URL,
		"backfill": a.Kind == feed.DialBackfill,
		"cursor":   a.Cursor,
		"header":   a.Header,
		"member":   a.Member,
	})
}

func (s sink) missing(attempt int, from string)        { s.call("missing", attempt, from) }
func (s sink) read(attempt int, response safejs.Value) { s.call("read", attempt, response) }
func (s sink) opened(response safejs.Value)            { s.call("opened", response) }
func (s sink) notice(n *feed.Notice)                   { s.call("notice", n.Type, n.Detail) }
func (s sink) quiet(at float64)                        { s.call("quiet", at) }
func (s sink) failed(f *feed.Failure, with evidence) {
	s.call("failed", failureData(f), with.headers, with.cause)
}
func (s sink) ask(attempt int, f *feed.Failure, with evidence) {
	s.call("ask", attempt, failureData(f), with.headers, with.cause)
}

func (s sink) held() bool          { return truth(get(s.Value, "held")) }
func (s sink) fetch() safejs.Value { return get(s.Value, "fetch") }

func (s sink) call(method string, args ...any) {
	if _, err := s.Call(method, args...); err != nil {
		panic(err)
	}
}

// An evidence is what goes beside a failure as the host's own objects: the headers of the
// response, and why there was none.
type evidence struct{ headers, cause safejs.Value }

// failureData is Failure of the contract, without what goes beside it.
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

// readFeedOptions reads FeedOptions of the contract, and what follows one object in it
// each. Where there is no object its members are not there either, and are not asked for.
func readFeedOptions(o safejs.Value) feedOptions {
	return feedOptions{
		url:            text(get(o, "url")),
		strict:         truth(get(o, "strict")),
		format:         text(get(o, "format")),
		method:         text(get(o, "method")),
		lastEventID:    text(get(o, "lastEventId")),
		maxRecordBytes: number(get(o, "maxRecordBytes")),
		freshHeaders:   truth(get(o, "freshHeaders")),
		asksDelay:      truth(get(o, "asksDelay")),
		once:           truth(get(o, "once")),
		reconnect:      readReconnect(get(o, "reconnect")),
		id:             each(get(o, "id"), text),
		resume:         readResume(get(o, "resume")),
		keepalive:      given(get(o, "keepalive"), readKeepalive),
		dedupe:         readDedupe(get(o, "dedupe")),
		gap:            readGap(get(o, "gap")),
		decode:         given(get(o, "decode"), readDecode),
		lag:            given(get(o, "lag"), readLag),
		signals:        each(get(o, "signals"), readSignal),
		backfill:       given(get(o, "backfill"), readBackfill),
	}
}

func readReconnect(o safejs.Value) reconnectOptions {
	return reconnectOptions{
		maxAttempts:  number(get(o, "maxAttempts")),
		maxElapsedMs: float(get(o, "maxElapsedMs")),
		anyMethod:    truth(get(o, "anyMethod")),
	}
}

func readResume(o safejs.Value) resumeOptions {
	return resumeOptions{
		off:    truth(get(o, "off")),
		header: text(get(o, "header")),
		query:  text(get(o, "query")),
		body:   text(get(o, "body")),
	}
}

func readKeepalive(o safejs.Value) keepaliveOptions {
	return keepaliveOptions{timeoutMs: float(get(o, "timeoutMs")), connectMs: float(get(o, "connectMs"))}
}

func readDedupe(o safejs.Value) dedupeOptions {
	return dedupeOptions{key: each(get(o, "key"), text), window: number(get(o, "window"))}
}

func readGap(o safejs.Value) gapOptions {
	return gapOptions{
		windowMs: float(get(o, "windowMs")),
		header:   text(get(o, "header")),
		stop:     truth(get(o, "stop")),
	}
}

func readDecode(o safejs.Value) decodeOptions {
	return decodeOptions{data: text(get(o, "data")), encoding: text(get(o, "encoding"))}
}

func readLag(o safejs.Value) lagOptions {
	return lagOptions{time: text(get(o, "time")), warnMs: float(get(o, "warnMs"))}
}

func readBackfill(o safejs.Value) backfillOptions {
	return backfillOptions{
		url:     text(get(o, "url")),
		after:   text(get(o, "after")),
		before:  text(get(o, "before")),
		size:    number(get(o, "size")),
		overlap: number(get(o, "overlap")),
	}
}

// readSignal reads SignalData of the contract.
func readSignal(o safejs.Value) signalRule {
	rule := signalRule{
		eventType: text(get(o, "type")),
		at:        given(get(o, "at"), text),
		is:        each(get(o, "is"), text),
		then:      text(get(o, "then")),
		quiet:     truth(get(o, "quiet")),
	}
	if bounds := each(get(o, "range"), number); len(bounds) == 2 {
		rule.ranged, rule.low, rule.high = true, bounds[0], bounds[1]
	}
	return rule
}
