package equality

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/vectors"
	"github.com/feedsource/feedsource/wasm/feedsource"
)

// The Go package tells of every body what a page is told of it: the same events, in the same order, with the same ids, messages and
// counters.
func TestNatively(t *testing.T) {
	harness.InPageOnly(t, "bodies come by a fetch of the page's own")
	cases := known(t)
	for _, file := range []string{"varint", "fixed", "envelope", "docker", "aws-eventstream", "multipart", "cbor-seq", "msgpack"} {
		list, err := vectors.Read("golden/" + file + ".txt")
		require.NoError(t, err)
		cases = append(cases, list...)
	}
	var readings []reading
	for _, c := range cases {
		readings = append(readings, readingOf(c, ways[0]))
	}
	for n := range 210 {
		c := atRandom(n)
		r := readingOf(c, ways[0])
		switch n % 3 {
		case 0:
			r.Options = map[string]any{"signals": signals}
		case 1:
			r.Options = lookedInto
		}
		cases, readings = append(cases, c), append(readings, r)
	}
	site := harness.NewSite(t)
	site.Handle("/readings", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(readings) // a page that has gone fails its test
	})
	page := harness.OpenFor(t, site.URL+"/module.html", 5*time.Minute)
	told := harness.Call[[][][]any](page, "tell.js", "tellAll", harness.Args{"path": "/readings"})
	require.Len(t, told, len(cases))
	sum := 0
	for i, c := range cases {
		got := tell(t, readings[i])
		sum += len(got)
		assert.Equal(t, told[i], got, "%s, %s\n%s", c.Format, c.Title(), excerpt(c.Body))
	}
	t.Logf("%d bodies, %d events", len(cases), sum)
}

// lookedInto are options that look into records.
var lookedInto = map[string]any{
	"id": []string{"/id", "/key"}, "dedupe": map[string]any{"key": []string{"/id", "/b"}},
	"decode": map[string]any{"data": "/d", "encoding": "/e"}, "lag": map[string]any{"time": "/t"},
}

// optionsOf are a reading's as the Go package has them.
func optionsOf(r reading) feedsource.Options {
	o := feedsource.Options{
		Format: feedsource.Format(r.Format), MaxRecordBytes: r.Limit,
		Reconnect: &feedsource.Reconnect{Delay: func(*feedsource.Error) time.Duration { return feedsource.Stop }},
		Client: &http.Client{Transport: roundTripper(func(request *http.Request) (*http.Response, error) {
			head := http.Header{}
			if r.Type != "" {
				head.Set("Content-Type", r.Type)
			}
			return &http.Response{StatusCode: 200, Status: "200 ", Header: head, Body: io.NopCloser(bytes.NewReader(r.Body)), Request: request}, nil
		})},
	}
	if r.Options["id"] != nil {
		o.ID, o.Dedupe = []string{"/id", "/key"}, &feedsource.Dedupe{Key: []string{"/id", "/b"}}
		o.Decode, o.Lag = &feedsource.Decode{Data: "/d", Encoding: "/e"}, &feedsource.Lag{Time: "/t"}
	}
	if r.Options["signals"] != nil {
		for _, rule := range signals {
			o.Signals = append(o.Signals, ruleOf(rule))
		}
	}
	return o
}

func ruleOf(rule signal) feedsource.Signal {
	text := func(name string) string { s, _ := rule[name].(string); return s }
	s := feedsource.Signal{Type: text("type"), At: text("at"), Then: feedsource.SignalWord(text("then"))}
	switch is := rule["is"].(type) {
	case string:
		s.Is = []string{is}
	case []string:
		s.Is = is
	}
	if bounds, ok := rule["range"].([]int); ok {
		s.Range = &[2]float64{float64(bounds[0]), float64(bounds[1])}
	}
	if deliver, ok := rule["deliver"].(bool); ok {
		s.Deliver = &deliver
	}
	return s
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// tell is what tell.js tells, of a feed of the Go package.
func tell(t *testing.T, r reading) (lines [][]any) {
	t.Helper()
	feed, err := feedsource.Open(t.Context(), "https://feeds.example/", optionsOf(r))
	require.NoError(t, err)
	defer func() { _ = feed.Close() }()
	for event := range feed.Events() {
		lines = append(lines, inWords(event))
	}
	s := feed.Stats()
	return append(lines, line("stats", s.Records, s.Keepalives, s.Malformed, s.Duplicates, feed.LastEventID()))
}

func inWords(event feedsource.Event) []any {
	switch e := event.(type) {
	case *feedsource.OpenEvent:
		return line("open", e.Status)
	case *feedsource.Record:
		data := asText(e.Data)
		if e.IsBytes {
			data = base64.StdEncoding.EncodeToString(e.Data)
		}
		return line("record", e.Type, data, e.IsBytes, e.LastEventID, base64.StdEncoding.EncodeToString(e.Header))
	case *feedsource.KeepAliveEvent:
		return line("keepalive", e.Kind, asText(e.Data))
	case *feedsource.MalformedEvent:
		place := e.Offset
		if slices.Contains([]feedsource.MalformedReason{feedsource.MalformedTooLarge, feedsource.MalformedTruncated}, e.Reason) {
			place = -1
		}
		return line("malformed", e.Reason, base64.StdEncoding.EncodeToString(e.Data), place)
	case *feedsource.Error:
		body := strings.TrimPrefix(e.Body, "\uFEFF") // which a browser takes off each text that the engine gives it
		return line("error", e.Type, e.Message, e.Status, e.Code, body, e.Attempt, e.Final)
	case *feedsource.GapEvent:
		return line("gap", e.Reason, e.Message)
	case *feedsource.WarningEvent:
		return line("warning", e.Reason, e.Message)
	case *feedsource.LagEvent:
		return line("lag", "", e.Message)
	}
	return line(fmt.Sprintf("%T", event))
}

// line is a list as it is when it comes from a page.
func line(members ...any) (list []any) {
	text, err := json.Marshal(members)
	if err == nil {
		err = json.Unmarshal(text, &list)
	}
	if err != nil {
		panic(err)
	}
	return list
}

// asText is what a page makes of bytes (WHATWG Encoding, "UTF-8 decode"): a U+FFFD for each longest beginning of a character.
func asText(b []byte) string {
	var text strings.Builder
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		for r == utf8.RuneError && n < len(b) && !utf8.FullRune(b[:n+1]) {
			n++
		}
		text.WriteRune(r)
		b = b[n:]
	}
	return text.String()
}
