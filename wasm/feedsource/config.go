//go:build !js

package feedsource

import (
	"cmp"
	"math"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/feed"
	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
	"github.com/feedsource/feedsource/wasm/internal/liveness"
	"github.com/feedsource/feedsource/wasm/internal/payload"
)

// config is what the engine reads of options, which have been checked and have their preset's. id and from are the cursor, and
// what was remembered with it.
func (o Options) config(where, id, from string) feed.Config {
	c := feed.Config{
		URL: where, AsksURL: where == "", From: from,
		Format: framing.Format(cmp.Or(o.Format, FormatAuto)), JSON: o.Payload == PayloadJSON,
		Method: strings.ToUpper(o.Method), LastEventID: id, ID: parsed(o.ID...),
		MaxRecordBytes: o.MaxRecordBytes, FreshHeaders: o.HeadersFunc != nil,
		Resume: o.Resume.config(ownCursor(where, o.Resume) != ""),
	}
	if f := o.FixedFormat; f != nil {
		c.Format, c.Layout = framing.FixedFmt, f.layout()
	}
	if r := o.Reconnect; r != nil {
		c.Once, c.MaxAttempts, c.MaxElapsed = r.Off, r.MaxAttempts, r.MaxElapsed
		c.AnyMethod, c.AsksDelay = r.AnyMethod != nil && *r.AnyMethod, r.Delay != nil && !r.Off
	}
	if k := o.Keepalive; k != nil && !k.Off {
		c.Liveness = &liveness.Config{Timeout: k.Timeout, Connect: k.Connect}
	}
	if d := o.Dedupe; d != nil && !d.Off {
		c.Dedupe = feed.Dedupe{Keys: parsed(d.Key...), ByID: d.ByID, Window: d.Window}
	}
	if g := o.Gap; g != nil && !g.Off {
		c.Gap = feed.Gap{Window: g.Window, Header: g.Header, Stop: g.Stop}
	}
	if d := o.Decode; d != nil && !d.Off && d.Base64 != "" {
		c.Base64 = pointer(d.Base64)
	} else if d != nil && !d.Off {
		c.Decode = &payload.Members{Data: *pointer(d.Data), Encoding: *pointer(d.Encoding)}
	}
	if l := o.Lag; l != nil && !l.Off {
		c.Lag = &feed.Lag{Time: parsed(l.Time)[0], Warn: l.Warn}
	}
	if b := o.Backfill; b != nil && !b.Off {
		c.Backfill = &feed.Backfill{URL: b.URL, After: b.After, Before: b.Before, Size: b.Size, Overlap: b.Overlap}
	}
	for _, s := range o.Signals {
		c.Signals = append(c.Signals, s.config())
	}
	if o.isWebSocket(where) {
		o.socketConfig(&c, where)
	}
	return c
}

// config is where the cursor goes. own says that the URL holds one.
func (r *Resume) config(own bool) feed.Resume {
	switch {
	case r == nil:
		return feed.Resume{}
	case r.Off:
		return feed.Resume{Off: true}
	case r.Page:
		return feed.Resume{Page: true}
	}
	elsewhere := r.URL != "" || r.URLFunc != nil || r.Method != ""
	c := feed.Resume{
		Off:    r.NoHeader && r.Query == "" && r.Body == "" && !elsewhere && r.Replay != ReplaySkip,
		Header: r.Header, Query: r.Query, Body: r.Body, Bare: r.NoHeader, Own: own,
		URL: r.URL, AsksURL: r.URLFunc != nil, Method: strings.ToUpper(r.Method),
		Counts: r.Cursor == CursorCount, Skips: r.Replay == ReplaySkip, As: r.As, AsksAs: r.AsFunc != nil,
	}
	if f := r.From; f != nil {
		c.From.Header = f.Header
		if f.Record != "" {
			c.From.Record = &parsed(f.Record)[0]
		}
	}
	return c
}

func (s Signal) config() feed.Rule {
	rule := feed.Rule{
		Type: s.Type, Is: s.Is, Then: feed.Signal(s.Then), Quiet: s.Deliver != nil && !*s.Deliver, Says: s.Says,
		Reply: s.Reply != nil || s.Then == SignalReady,
	}
	if s.Then == SignalReady {
		rule.Then = feed.SignalKeepAlive
	}
	if s.Close != nil {
		rule.Close = &feed.Range{Low: s.Close[0], High: s.Close[1]}
	}
	if s.At != "" {
		rule.At = &parsed(s.At)[0]
	}
	if s.And != nil {
		rule.And = &feed.Condition{At: parsed(s.And.At)[0], Is: s.And.Is}
	}
	if s.Range != nil {
		rule.Ranged, rule.Low, rule.High = true, bound(s.Range[0]), bound(s.Range[1])
	}
	return rule
}

// bound is one as a whole number, of an infinity as well.
func bound(f float64) int { return int(math.Trunc(min(max(f, -1<<53), 1<<53))) }

// layout is that of the headers.
func (f *FixedFormat) layout() framing.Layout {
	return framing.Layout{
		Width: f.Bytes, Offset: f.Offset, Header: cmp.Or(f.Header, f.Offset+f.Bytes), Little: f.LittleEndian, CountsFrame: f.CountsFrame,
	}
}

// ownCursor is the cursor that a URL holds by itself. Words for the present are none: where they led yesterday is not where they
// lead today.
func ownCursor(where string, r *Resume) string {
	if r == nil || r.Query == "" || r.URL != "" || r.URLFunc != nil {
		return ""
	}
	u, err := url.Parse(where)
	if err != nil {
		return ""
	}
	if own := u.Query().Get(r.Query); !present.MatchString(own) && !strings.ContainsAny(own, "\x00\r\n") {
		return own
	}
	return ""
}

var present = regexp.MustCompile(`^(?i:now|latest|\$)$`)

// isOfOneAnswer reports whether a cursor is good for one answer alone, and not for the next that a feed like it asks for: another
// request goes on with it, or every request that may not be sent again brings an answer of its own.
func (o Options) isOfOneAnswer() bool {
	if r := o.Resume; r != nil && (r.URL != "" || r.URLFunc != nil || r.Method != "" || r.From != nil) {
		return true
	}
	switch method := strings.ToUpper(o.Method); {
	case method == "", method == "GET", method == "HEAD", o.Reconnect != nil && o.Reconnect.AnyMethod != nil && *o.Reconnect.AnyMethod:
		return false
	}
	for _, s := range o.Signals {
		if s.Then == SignalEnd || s.Then == SignalLast {
			return true
		}
	}
	return false
}

// parsed are members that have been checked.
func parsed(of ...string) (list []feed.Member) {
	for _, text := range of {
		m, err := feed.ParseMember(text)
		if err != nil {
			panic(err)
		}
		list = append(list, m)
	}
	return list
}

func pointer(text string) *jsonptr.Pointer { return &parsed(text)[0].Pointer }

// clock is the time that machines are told; only tests set it. It is the wall clock, which goes on while the computer sleeps.
var clock = func() time.Duration { return time.Duration(time.Now().UnixNano()) }
