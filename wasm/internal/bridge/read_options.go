package bridge

import (
	"github.com/feedsource/feedsource/wasm/internal/feed"
	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
	"github.com/feedsource/feedsource/wasm/internal/liveness"
	"github.com/feedsource/feedsource/wasm/internal/payload"
)

// readFeedOptions reads FeedOptions of the contract, and what follows one object in it each:
// what the page asks for, checked, with its preset's merged in. What it did not give is zero,
// which is the default; of an object whose presence alone means something that is nil.
func readFeedOptions(o value) feed.Config {
	url := o.get("url")
	c := feed.Config{
		URL:            url.text(),
		AsksURL:        string(url) == `""`,
		Origin:         o.get("origin").text(),
		From:           o.get("from").text(),
		Strict:         o.get("strict").truth(),
		Format:         framing.Format(o.get("format").text()),
		WebSocket:      o.get("webSocket").truth(),
		Pings:          o.get("pings").truth(),
		Layout:         readLayout(o.get("layout")),
		JSON:           o.get("json").truth(),
		Method:         o.get("method").text(),
		LastEventID:    o.get("lastEventId").text(),
		MaxRecordBytes: o.get("maxRecordBytes").number(),
		FreshHeaders:   o.get("freshHeaders").truth(),
		AsksDelay:      o.get("asksDelay").truth(),
		Once:           o.get("once").truth(),
		ID:             each(o.get("id"), value.member),
		Resume:         readResume(o.get("resume")),
		Liveness:       given(o.get("keepalive"), readKeepalive),
		Dedupe:         readDedupe(o.get("dedupe")),
		Gap:            readGap(o.get("gap")),
		Decode:         given(o.get("decode"), readDecode),
		Base64:         given(o.get("base64"), readPointer),
		Lag:            given(o.get("lag"), readLag),
		Signals:        each(o.get("signals"), readSignal),
		Backfill:       given(o.get("backfill"), readBackfill),
	}
	readReconnect(o.get("reconnect"), &c)
	return c
}

// readLayout reads a layout of the contract, which is numbers: one after the other they are a
// quarter of the code that members by name are.
func readLayout(o value) (l framing.Layout) {
	if n := each(o, value.number); len(n) == 5 {
		l = framing.Layout{Width: n[0], Offset: n[1], Header: n[2], Little: n[3] != 0, CountsFrame: n[4] != 0}
	}
	return l
}

func readReconnect(o value, c *feed.Config) {
	c.MaxAttempts = o.get("maxAttempts").number()
	c.MaxElapsed = o.get("maxElapsedMs").milliseconds()
	c.AnyMethod = o.get("anyMethod").truth()
}

func readResume(o value) feed.Resume {
	return feed.Resume{
		Off:    o.get("off").truth(),
		Header: o.get("header").text(),
		Query:  o.get("query").text(),
		Body:   o.get("body").text(),
		Page:   o.get("page").truth(),
		Bare:   o.get("bare").truth(),
		Own:    o.get("own").truth(),

		URL:     o.get("url").text(),
		AsksURL: o.get("asksURL").truth(),
		Method:  o.get("method").text(),
		From: feed.From{
			Header: o.get("fromHeader").text(),
			Record: given(o.get("fromRecord"), value.member),
		},
		Counts: o.get("counts").truth(),
		Skips:  o.get("skips").truth(),
		As:     o.get("as").text(),
		AsksAs: o.get("asksAs").truth(),
	}
}

func readKeepalive(o value) liveness.Config {
	return liveness.Config{Timeout: o.get("timeoutMs").milliseconds(), Connect: o.get("connectMs").milliseconds()}
}

func readDedupe(o value) feed.Dedupe {
	return feed.Dedupe{Keys: each(o.get("key"), value.member), ByID: o.get("byId").truth(), Window: o.get("window").number()}
}

func readGap(o value) feed.Gap {
	return feed.Gap{
		Window: o.get("windowMs").milliseconds(),
		Header: o.get("header").text(),
		Stop:   o.get("stop").truth(),
	}
}

func readDecode(o value) payload.Members {
	return payload.Members{Data: o.get("data").member().Pointer, Encoding: o.get("encoding").member().Pointer}
}

func readLag(o value) feed.Lag {
	return feed.Lag{Time: o.get("time").member(), Warn: o.get("warnMs").milliseconds()}
}

func readBackfill(o value) feed.Backfill {
	return feed.Backfill{
		URL:     o.get("url").text(),
		After:   o.get("after").text(),
		Before:  o.get("before").text(),
		Size:    o.get("size").number(),
		Overlap: o.get("overlap").number(),
	}
}

// readSignal reads SignalData of the contract.
func readSignal(o value) feed.Rule {
	rule := feed.Rule{
		Type:  o.get("type").text(),
		At:    given(o.get("at"), value.member),
		Is:    each(o.get("is"), value.text),
		And:   given(o.get("and"), readCondition),
		Then:  feed.Signal(o.get("then").text()),
		Quiet: o.get("quiet").truth(),
		Close: readRange(o.get("close")),
		Reply: o.get("replies").truth(),
		Says:  o.get("says").text(),
	}
	if r := readRange(o.get("range")); r != nil {
		rule.Ranged, rule.Low, rule.High = true, r.Low, r.High
	}
	return rule
}

func readRange(o value) *feed.Range {
	if bounds := each(o, value.number); len(bounds) == 2 {
		return &feed.Range{Low: bounds[0], High: bounds[1]}
	}
	return nil
}

func readCondition(o value) feed.Condition {
	return feed.Condition{At: o.get("at").member(), Is: each(o.get("is"), value.text)}
}

func readPointer(v value) jsonptr.Pointer { return v.member().Pointer }

// member is a JSON pointer, or the name of a header field. The page has refused what is neither,
// so an error here is a mistake of the project's own.
func (v value) member() feed.Member {
	m, err := feed.ParseMember(v.text())
	if err != nil {
		panic(err)
	}
	return m
}
