package config

import (
	"net/http"
	"time"

	"github.com/feedsource/feedsource/wasm/feedsource"
)

// Options are the engine's, of what relay.toml says by the same names. Headers are not among them: they are asked for.
func (f *Feed) Options() (o feedsource.Options, err error) {
	o = feedsource.Options{
		Preset: f.Preset, Method: f.Method, Format: feedsource.Format(f.Format), ID: f.ID, LastEventID: f.LastEventID,
		MaxRecordBytes: f.MaxRecordBytes,
	}
	body, err := f.Body.Value()
	if err != nil {
		return o, err
	}
	if body != "" {
		o.Body = []byte(body)
	}
	if r := f.Resume; r != nil {
		o.Resume = &feedsource.Resume{Off: r.Off, Header: r.Header, Query: r.Query, Body: r.Body}
	}
	if d := f.Dedupe; d != nil {
		o.Dedupe = &feedsource.Dedupe{Off: d.Off, Key: d.Key, Window: d.Window}
	}
	if k := f.Keepalive; k != nil {
		o.Keepalive = &feedsource.Keepalive{Off: k.Off, Timeout: milliseconds(k.TimeoutMs), Connect: milliseconds(k.ConnectMs)}
	}
	if g := f.Gap; g != nil {
		o.Gap = &feedsource.Gap{Off: g.Off, Window: milliseconds(g.WindowMs), Header: g.Header}
	}
	if b := f.Backfill; b != nil {
		url, err := b.URL.Value()
		if err != nil {
			return o, err
		}
		o.Backfill = &feedsource.Backfill{Off: b.Off, URL: url, After: b.After, Before: b.Before, Size: b.Size, Overlap: b.Overlap}
	}
	return o, nil
}

func milliseconds(n int) time.Duration { return time.Duration(n) * time.Millisecond }

// Header are the headers of a request, with what stands in files now.
func (f *Feed) Header() (http.Header, error) {
	header := http.Header{}
	for name, secret := range f.Headers {
		value, err := secret.Value()
		if err != nil {
			return nil, err
		}
		header.Set(name, value)
	}
	return header, nil
}
