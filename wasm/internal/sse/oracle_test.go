package sse_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
	"github.com/feedsource/feedsource/wasm/internal/sse"
)

// interpret follows the words of WHATWG HTML section 9.2.6 over a whole text. It
// knows nothing of chunks, limits or buffers.
func interpret(text string) (events []string, retry int64) {
	text = strings.TrimPrefix(text, "\ufeff")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	lines := strings.Split(text, "\n")
	retry = -1
	var data, eventType, idBuffer, lastID string
	for _, line := range lines[:len(lines)-1] { // what follows the last line end is incomplete
		name, value, colon := strings.Cut(line, ":")
		switch {
		case line == "":
			lastID = idBuffer
			if data == "" {
				eventType = ""
				continue
			}
			event := "data " + strings.TrimSuffix(data, "\n")
			if eventType != "" && eventType != "message" {
				event += " type=" + eventType
			}
			if lastID != "" {
				event += " id=" + lastID
			}
			events = append(events, event)
			data, eventType = "", ""
			continue
		case colon && name == "":
			continue
		}
		value = strings.TrimPrefix(value, " ")
		switch name {
		case "event":
			eventType = value
		case "data":
			data += value + "\n"
		case "id":
			if !strings.Contains(value, "\x00") {
				idBuffer = value
			}
		case "retry":
			if ms, err := strconv.ParseUint(value, 10, 50); err == nil {
				retry = int64(ms)
			}
		}
	}
	return events, retry
}

// against compares the parser with interpret.
func against(t *testing.T, body []byte, cuts []int) {
	t.Helper()
	p := new(sse.Parser)
	got := input.ReadInto(t, framing.NewStream(p, framing.NewTable(len(body)+1)), body, cuts)
	got = slices.DeleteFunc(got, func(s string) bool { return strings.HasPrefix(s, "keep-alive") || strings.HasPrefix(s, "comment") })
	want, wantRetry := interpret(string(body))
	if !slices.Equal(got, want) {
		t.Fatalf("%q, cut at %v\n got %q\nwant %q", body, cuts, got, want)
	}
	retry, ok := p.Retry()
	if !ok {
		retry = -1
	}
	if retry != wantRetry && retry < 1<<50 {
		t.Fatalf("%q: reconnection time %d, want %d", body, retry, wantRetry)
	}
}

// nasty are the pieces of the bodies to compare on.
var nasty = []string{
	"\n", "\n", "\n", "\r", "\r", "\r\n", "\r\n", "\n\n", "\r\r", "\r\n\r\n",
	":", ": ", " ", "\t", "\x00", "\ufeff", "\xef", "\xbb\xbf", "\xff", "é", "\U0001f600",
	"data", "data", "data:", "data:", "data: ", "dat", "Data:", "data :",
	"event", "event:", "event: t", "id", "id:", "id: 5", "id:\x00", "retry:", "retry: 7", "retry:1x",
	"x", "yz", "0", "message", "foo:bar",
}

func TestAgainstOracle(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for i := range uint64(8000) {
		var body []byte
		for range random.IntN(30) {
			body = append(body, nasty[random.IntN(len(nasty))]...)
		}
		against(t, body, nil)
		against(t, body, framingtest.Each(len(body)))
		against(t, body, framingtest.Random(i, len(body)))
	}
}

func FuzzSSE(f *testing.F) {
	for _, cases := range [][]framingtest.Case{cornerCases, limitCases, gapCases} {
		for i, c := range cases {
			f.Add([]byte(c.Body), uint64(i), uint16(c.Limit))
		}
	}
	f.Fuzz(func(t *testing.T, body []byte, seed uint64, limit uint16) {
		framingtest.Uncut(t, input.WithLimit(1+int(limit)%512), body, seed)
		against(t, body, framingtest.Random(seed, len(body)))
	})
}
