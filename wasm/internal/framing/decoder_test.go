package framing_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

// againstDecoder compares the scan by depth with json.Decoder: as far as that reads a
// body, each of its texts is a record, and where it reads all of it there is nothing
// else. It returns how many texts there were.
func againstDecoder(t *testing.T, body []byte, seed uint64) int {
	t.Helper()
	got := framingtest.Uncut(t, jsonInput.WithLimit(1<<20), body, seed)
	got = slices.DeleteFunc(got, func(s string) bool { return strings.HasPrefix(s, "keep-alive") })
	decoder := json.NewDecoder(bytes.NewReader(body))
	for n := 0; ; n++ {
		var raw json.RawMessage
		switch err := decoder.Decode(&raw); {
		case err == io.EOF && len(got) > n:
			t.Fatalf("%q: %q behind %d texts that are all", body, got[n:], n)
		case err != nil:
			return n
		}
		want := "data " + string(raw)
		if !strings.ContainsRune(`{["`, rune(raw[0])) {
			// What a scalar must be followed by is no matter for the decoder.
			switch end := decoder.InputOffset(); {
			case end == int64(len(body)):
				want = "truncated " + string(raw)
			case !strings.ContainsRune(" \t\r\n,{[\"", rune(body[end])):
				return n
			}
		}
		if n >= len(got) || got[n] != want {
			t.Fatalf("%q\n got %q\nwant %q as number %d", body, got, want, n)
		}
	}
}

// spoil changes, adds, removes or swaps a few bytes.
func spoil(random *rand.Rand, body []byte) []byte {
	const noise = "{}[]\",:\\ \n\r\tu0-1.etrue\x00\x1e\xff"
	body = bytes.Clone(body)
	for range 1 + random.IntN(3) {
		if len(body) == 0 {
			break
		}
		i, c := random.IntN(len(body)), noise[random.IntN(len(noise))]
		switch random.IntN(4) {
		case 0:
			body[i] = c
		case 1:
			body = slices.Insert(body, i, c)
		case 2:
			body = slices.Delete(body, i, i+1)
		case 3:
			j := random.IntN(len(body))
			body[i], body[j] = body[j], body[i]
		}
	}
	return body
}

// stream is several texts with white space between.
func stream(t *testing.T, random *rand.Rand) []byte {
	t.Helper()
	var b bytes.Buffer
	for range random.IntN(8) {
		s := text(t, random)
		b.WriteString(s)
		if c := s[len(s)-1]; c != '}' && c != ']' && c != '"' {
			b.WriteByte(' ') // a scalar must be ended
		}
		b.WriteString([]string{"", "", " ", "\n", "\r\n", "\r", "\t\n "}[random.IntN(7)])
	}
	return b.Bytes()
}

func TestStreamsAsTheDecoderReadsThem(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 22))
	sound, spoilt := 0, 0
	for range 1000 {
		body := stream(t, random)
		sound += againstDecoder(t, body, random.Uint64())
		for range 3 {
			spoilt += againstDecoder(t, spoil(random, body), random.Uint64())
		}
	}
	if sound < 3000 || spoilt < 3000 {
		t.Errorf("only %d texts in sound streams and %d in spoilt ones", sound, spoilt)
	}
}

// FuzzDecoder looks for a body that json.Decoder reads otherwise.
func FuzzDecoder(f *testing.F) {
	for i, c := range jsonCases {
		f.Add([]byte(c.Body), uint64(i))
	}
	f.Fuzz(func(t *testing.T, body []byte, seed uint64) { againstDecoder(t, body, seed) })
}

// TestSpoiltRecordCostsTwoAtMost: whatever becomes of one record, all others but the next
// one arrive. Where a separator ends a record for certain the next one does as well.
func TestSpoiltRecordCostsTwoAtMost(t *testing.T) {
	for name, c := range map[string]struct {
		in          framingtest.Input
		head, tail  string
		cost        int
		indivisible string // what must not be added or taken away
	}{
		"json":     {jsonInput, "", "\n", 2, ""},
		"json-seq": {seqInput, "\x1e", "\n", 1, "\x1e"},
		"ndjson":   {jsonLines(framing.LF), "", "\n", 1, "\n"},
		"json-cr":  {jsonLines(framing.CR), "", "\r", 1, "\r"},
	} {
		t.Run(name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(23, 24))
			for range 1000 {
				records := make([]string, 6)
				for i := range records {
					quoted, _ := json.Marshal(word(random))
					records[i] = fmt.Sprintf(`{"n":%d,"a":[%s,{}]}`, i, quoted)
				}
				at := random.IntN(len(records))
				spoilt := slices.Clone(records)
				for spoilt[at] == records[at] || strings.ContainsAny(spoilt[at], c.indivisible) {
					spoilt[at] = string(spoil(random, []byte(records[at])))
				}
				body := c.head + strings.Join(spoilt, c.tail+c.head) + c.tail
				got := framingtest.Uncut(t, c.in, []byte(body), random.Uint64())
				for i, record := range records {
					lost := i >= at && i < at+c.cost
					if n := slices.Index(got, "data "+record); n < 0 && !lost {
						t.Fatalf("%q\n has not %q\n got %q", body, record, got)
					} else if !lost {
						got = got[n+1:] // and they keep their order
					}
				}
			}
		})
	}
}
