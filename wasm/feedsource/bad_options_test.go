//go:build !js

package feedsource

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// What cannot be is refused when a feed is opened, with its name.
func TestBadOptions(t *testing.T) {
	for _, c := range []struct {
		url     string
		options Options
		option  string
	}{
		{"", Options{}, "url"},
		{"feeds.example", Options{}, "url"},
		{"ftp://feeds.example/", Options{}, "url"},
		{"http://%zz/?token=secret", Options{}, "url"},
		{"https://:443/", Options{}, "url"},
		{"https://feeds.example:99999/", Options{}, "url"},
		{"https://feeds.example:0/", Options{}, "url"},
		{where, Options{URLFunc: func(context.Context, State) (string, error) { return "", nil }}, "URLFunc"},
		{where, Options{Client: &http.Client{Timeout: time.Second}}, "Client"},
		{where, Options{Headers: http.Header{"a b": {"c"}}}, "Headers"},
		{where, Options{Headers: http.Header{"A": {"secret\r\nB: c"}}}, "Headers"},
		{where, Options{Headers: http.Header{"A": {"secret\x01"}}}, "Headers"},
		{where, Options{Method: "G T"}, "Method"},
		{where, Options{Method: "trace"}, "Method"},
		{where, Options{Body: []byte("x")}, "Body"},
		{where, Options{Format: "jsonl"}, "Format"},
		{where, Options{FixedFormat: &FixedFormat{Bytes: 3}}, "FixedFormat"},
		{where, Options{FixedFormat: &FixedFormat{Bytes: 4, Header: 2000}}, "FixedFormat"},
		{where, Options{Payload: "xml"}, "Payload"},
		{where, Options{MaxRecordBytes: -1}, "MaxRecordBytes"},
		{where, Options{ID: []string{"/a~2"}}, "ID"},
		{where, Options{LastEventID: "a\nb"}, "LastEventID"},
		{where, Options{Resume: &Resume{Header: "a b"}}, "Resume.Header"},
		{where, Options{Resume: &Resume{Header: "A", NoHeader: true}}, "Resume.NoHeader"},
		{where, Options{Resume: &Resume{Body: "since"}}, "Resume.Body"},
		{where, Options{Resume: &Resume{Body: "/since"}}, "Resume.Body"},
		{where, Options{Method: "POST", Body: []byte("[1]"), Resume: &Resume{Body: "/since"}}, "Resume.Body"},
		{where, Options{Resume: &Resume{As: "x"}}, "Resume.As"},
		{where, Options{Resume: &Resume{Cursor: "counts"}}, "Resume.Cursor"},
		{where, Options{Resume: &Resume{Replay: "all"}}, "Resume.Replay"},
		{where, Options{Resume: &Resume{From: &From{}}}, "Resume.From"},
		{where, Options{Dedupe: &Dedupe{}}, "Dedupe"},
		{where, Options{Dedupe: &Dedupe{ByID: true, Window: -1}}, "Dedupe.Window"},
		{where, Options{Gap: &Gap{Window: -1}}, "Gap.Window"},
		{where, Options{Gap: &Gap{Header: "a b"}}, "Gap.Header"},
		{where, Options{Backfill: &Backfill{URL: "https://feeds.example/"}}, "Backfill"},
		{where, Options{Backfill: &Backfill{URL: "/pages", After: "after"}}, "Backfill.URL"},
		{where, Options{Backfill: &Backfill{URL: "wss://feeds.example/", After: "after"}}, "Backfill.URL"},
		{where, Options{Decode: &Decode{Data: "/d"}}, "Decode"},
		{where, Options{Lag: &Lag{}}, "Lag"},
		{where, Options{Keepalive: &Keepalive{Timeout: 30}}, "Keepalive.Timeout"},
		{where, Options{Reconnect: &Reconnect{MaxAttempts: -1}}, "Reconnect.MaxAttempts"},
		{where, Options{Signals: []Signal{{}}}, "Signals[0]"},
		{where, Options{Signals: []Signal{{Then: "ends"}}}, "Signals[0].Then"},
		{where, Options{Signals: []Signal{{Then: SignalEnd, Range: &[2]float64{2, 1}}}}, "Signals[0].Range"},
		{where, Options{Signals: []Signal{{Then: SignalEnd, Close: &[2]int{1, 2}}}}, "Signals[0].Close"},
		{where, Options{Preset: "nobody"}, "Preset"},
		{where, Options{Transport: "carrier pigeon"}, "Transport"},
		{where, Options{Greet: Say("hello")}, "Greet"},
		{where, Options{Format: FormatMessage}, "Format message"},
		{"wss://feeds.example/", Options{Body: []byte("x"), Method: "POST"}, "Method"},
		{"WSS://feeds.example/", Options{Method: "POST"}, "Method"},
		{"wss://feeds.example/", Options{Transport: TransportHTTP}, "Transport http"},
		{"wss://feeds.example/", Options{Resume: &Resume{Header: "Since"}}, "Resume.Header"},
	} {
		_, err := Open(t.Context(), c.url, c.options)
		var e *OptionError
		if assert.ErrorAs(t, err, &e, c.option) {
			assert.Equal(t, c.option, e.Option, e.Message)
			assert.NotContains(t, e.Error(), "secret")
		}
	}
}
