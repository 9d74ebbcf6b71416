//go:build js && wasm

package bridge

import (
	"strings"

	"github.com/feedsource/feedsource/wasm/internal/feed"
	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/liveness"
	"github.com/feedsource/feedsource/wasm/internal/payload"
	"github.com/hack-pad/safejs"
)

// config reads what the page asked for, with its preset. Options were checked by the shell
// when the feed was made; what is missing is zero here, and the machine knows the defaults.
// flaw tells what is missing that has none.
func config(options safejs.Value) (c feed.Config, flaw string) {
	init, flaw := withPreset(get(options, "init"))
	reconnect, dedupe, gap := get(init, "reconnect"), get(init, "dedupe"), get(init, "gap")
	decode, lag, backfill := get(init, "decode"), get(init, "lag"), get(init, "backfill")
	c = feed.Config{
		Strict:         truth(get(options, "strict")),
		LastEventID:    text(get(options, "lastEventId")),
		URL:            text(get(options, "url")),
		Format:         framing.Format(text(get(init, "format"))),
		Method:         strings.ToUpper(text(get(init, "method"))),
		MaxRecordBytes: number(get(init, "maxRecordBytes")),
		FreshHeaders:   kindOf(get(init, "headers")) == safejs.TypeFunction,
		Once:           isFalse(reconnect),
		MaxAttempts:    number(get(reconnect, "maxAttempts")),
		MaxElapsed:     milliseconds(get(reconnect, "maxElapsedMs")),
		AnyMethod:      truth(get(reconnect, "anyMethod")),
		Asks:           truth(get(reconnect, "delay")),
		ID:             pointers(get(init, "id")),
		Resume:         resumeOf(get(init, "resume")),
		Liveness:       livenessOf(get(init, "keepalive")),
		Dedupe: feed.Dedupe{
			Keys:   pointers(get(dedupe, "key")),
			Window: number(get(dedupe, "window")),
		},
		Decode:  decodeOf(decode),
		Lag:     lagOf(lag),
		Signals: rules(get(init, "signals")),
		Gap: feed.Gap{
			Window: milliseconds(get(gap, "windowMs")),
			Header: text(get(gap, "header")),
			Stop:   truth(get(gap, "stop")),
		},
		Backfill: backfillOf(backfill),
	}
	switch {
	case flaw != "":
	case isObject(dedupe) && c.Dedupe.Keys == nil:
		flaw = "dedupe needs a key"
	case isObject(decode) && c.Decode == nil:
		flaw = "decode needs data and encoding"
	case isObject(lag) && c.Lag == nil:
		flaw = "lag needs a time"
	case isObject(backfill) && c.Backfill == nil:
		flaw = "backfill needs a url, and after"
	default:
		flaw = feed.NoSignal(c.Signals)
	}
	return c, flaw
}

// resumeOf reads the option resume: an object, false, or nothing. A header that is false
// leaves the cursor nowhere to go, unless another way is named.
func resumeOf(resume safejs.Value) feed.Resume {
	r := feed.Resume{
		Header: text(get(resume, "header")),
		Query:  text(get(resume, "query")),
		Body:   text(get(resume, "body")),
	}
	r.Off = isFalse(resume) || isFalse(get(resume, "header")) && r.Query+r.Body == ""
	return r
}

// livenessOf reads the option keepalive: an object, or nothing.
func livenessOf(keepalive safejs.Value) *liveness.Config {
	if !isObject(keepalive) {
		return nil
	}
	return &liveness.Config{
		Timeout: milliseconds(get(keepalive, "timeoutMs")),
		Connect: milliseconds(get(keepalive, "connectMs")),
	}
}

// decodeOf reads the option decode: an object, or nothing.
func decodeOf(decode safejs.Value) *payload.Members {
	data, encoding := pointer(get(decode, "data")), pointer(get(decode, "encoding"))
	if data == nil || encoding == nil {
		return nil
	}
	return &payload.Members{Data: *data, Encoding: *encoding}
}

// lagOf reads the option lag: an object, or nothing.
func lagOf(lag safejs.Value) *feed.Lag {
	time := pointer(get(lag, "time"))
	if time == nil {
		return nil
	}
	return &feed.Lag{Time: *time, Warn: milliseconds(get(lag, "warnMs"))}
}

// backfillOf reads the option backfill: a function, an object with an address, or nothing.
func backfillOf(backfill safejs.Value) *feed.Backfill {
	switch kindOf(backfill) {
	case safejs.TypeFunction:
		return &feed.Backfill{}
	case safejs.TypeObject:
		url, after := text(get(backfill, "url")), text(get(backfill, "after"))
		if url == "" || after == "" {
			return nil
		}
		return &feed.Backfill{
			URL:     url,
			After:   after,
			Before:  text(get(backfill, "before")),
			Size:    number(get(backfill, "size")),
			Overlap: number(get(backfill, "overlap")),
		}
	}
	return nil
}

// rules reads the option signals.
func rules(signals safejs.Value) (list []feed.Rule) {
	for _, rule := range elements(signals) {
		r := feed.Rule{
			Type:  text(get(rule, "type")),
			At:    pointer(get(rule, "at")),
			Then:  feed.Signal(text(get(rule, "then"))),
			Quiet: isFalse(get(rule, "deliver")),
		}
		is := get(rule, "is")
		for _, word := range append(elements(is), is) {
			if word, ok := literal(word); ok {
				r.Is = append(r.Is, word)
			}
		}
		if bounds := elements(get(rule, "range")); len(bounds) == 2 {
			r.Ranged, r.Low, r.High = true, number(bounds[0]), number(bounds[1])
		}
		list = append(list, r)
	}
	return list
}
