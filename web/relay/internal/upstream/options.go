package upstream

import (
	"time"

	"github.com/feedsource/feedsource/wasm/feedsource"

	"github.com/feedsource/feedsource/web/relay/internal/config"
)

// options are the engine's, of what relay.toml says by the same names.
func options(c *config.Feed) feedsource.Options {
	o := feedsource.Options{
		Preset: c.Preset, Method: c.Method, Format: feedsource.Format(c.Format), ID: c.ID, LastEventID: c.LastEventID,
		MaxRecordBytes: c.MaxRecordBytes,
	}
	if r := c.Resume; r != nil {
		o.Resume = &feedsource.Resume{Off: r.Off, Header: r.Header, Query: r.Query, Body: r.Body}
	}
	if d := c.Dedupe; d != nil {
		o.Dedupe = &feedsource.Dedupe{Key: d.Key, Window: d.Window}
	}
	if k := c.Keepalive; k != nil {
		o.Keepalive = &feedsource.Keepalive{Timeout: milliseconds(k.TimeoutMs), Connect: milliseconds(k.ConnectMs)}
	}
	if g := c.Gap; g != nil {
		o.Gap = &feedsource.Gap{Window: milliseconds(g.WindowMs), Header: g.Header}
	}
	if b := c.Backfill; b != nil {
		o.Backfill = &feedsource.Backfill{URL: b.URL, After: b.After, Before: b.Before, Size: b.Size, Overlap: b.Overlap}
	}
	return o
}

func milliseconds(n int) time.Duration { return time.Duration(n) * time.Millisecond }

// noResume says of a feed whose cursor goes back by no way, and whose records are nowhere else, that it cannot go back.
func noResume(c *config.Feed, o feedsource.Options) bool {
	if c.Backfill != nil {
		return false
	}
	preset, _ := feedsource.PresetOptions(c.Preset)
	var own, its feedsource.Resume
	if o.Resume != nil {
		own = *o.Resume
	}
	if preset.Resume != nil {
		its = *preset.Resume
	}
	if own.Off {
		return true
	}
	goesBack := own.Header != "" || own.Query+its.Query != "" || own.Body+its.Body != "" || its.URL != ""
	return its.NoHeader && !goesBack
}
