package bridge

import (
	"time"

	"github.com/feedsource/feedsource/wasm/internal/feed"
	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
	"github.com/feedsource/feedsource/wasm/internal/liveness"
	"github.com/feedsource/feedsource/wasm/internal/payload"
	"github.com/feedsource/feedsource/wasm/internal/retry"
)

// config is what the machine is made with.
func (o feedOptions) config() feed.Config {
	return feed.Config{
		Strict:         o.strict,
		Format:         framing.Format(o.format),
		Method:         o.method,
		LastEventID:    o.lastEventID,
		ID:             pointers(o.id),
		Resume:         feed.Resume{Off: o.resume.off, Header: o.resume.header, Query: o.resume.query, Body: o.resume.body},
		Liveness:       o.keepalive.config(),
		Dedupe:         feed.Dedupe{Keys: pointers(o.dedupe.key), Window: o.dedupe.window},
		Decode:         o.decode.config(),
		Lag:            o.lag.config(),
		Signals:        rules(o.signals),
		Gap:            feed.Gap{Window: milliseconds(float64(o.gap.windowMs)), Header: o.gap.header, Stop: o.gap.stop},
		Backfill:       o.backfill.config(),
		MaxRecordBytes: o.maxRecordBytes,
		Once:           o.once,
		MaxAttempts:    o.reconnect.maxAttempts,
		MaxElapsed:     milliseconds(float64(o.reconnect.maxElapsedMs)),
		AnyMethod:      o.reconnect.anyMethod,
		FreshHeaders:   o.freshHeaders,
		AsksDelay:      o.asksDelay,
		URL:            o.url,
	}
}

func (o *keepaliveOptions) config() *liveness.Config {
	if o == nil {
		return nil
	}
	return &liveness.Config{Timeout: milliseconds(float64(o.timeoutMs)), Connect: milliseconds(float64(o.connectMs))}
}

func (o *decodeOptions) config() *payload.Members {
	if o == nil {
		return nil
	}
	return &payload.Members{Data: pointer(o.data), Encoding: pointer(o.encoding)}
}

func (o *lagOptions) config() *feed.Lag {
	if o == nil {
		return nil
	}
	return &feed.Lag{Time: pointer(o.time), Warn: milliseconds(float64(o.warnMs))}
}

func (o *backfillOptions) config() *feed.Backfill {
	if o == nil {
		return nil
	}
	return &feed.Backfill{URL: o.url, After: o.after, Before: o.before, Size: o.size, Overlap: o.overlap}
}

func rules(signals []signalRule) []feed.Rule {
	var list []feed.Rule
	for _, s := range signals {
		r := feed.Rule{
			Type: s.eventType, Is: s.is, Ranged: s.ranged, Low: s.low, High: s.high,
			Then: feed.Signal(s.then), Quiet: s.quiet,
		}
		if s.at != nil {
			at := pointer(*s.at)
			r.At = &at
		}
		list = append(list, r)
	}
	return list
}

// pointer is a JSON pointer. The page has refused what is none, so an error here is a
// mistake of the project's own.
func pointer(s string) jsonptr.Pointer {
	p, err := jsonptr.Parse(s)
	if err != nil {
		panic(err)
	}
	return p
}

func pointers(texts []string) []jsonptr.Pointer {
	var list []jsonptr.Pointer
	for _, s := range texts {
		list = append(list, pointer(s))
	}
	return list
}

// milliseconds is a duration of so many, as long as a timer of the host can be at most. It
// is none for a negative number, and for NaN.
func milliseconds(ms float64) time.Duration {
	if !(ms > 0) {
		return 0
	}
	return time.Duration(min(ms, float64(retry.MaxDelay/time.Millisecond)) * float64(time.Millisecond))
}
