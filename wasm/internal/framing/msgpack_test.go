package framing_test

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vmihailenco/msgpack/v5"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

var msgpackInput = framingtest.Input{Framer: func() framing.Framer { return framing.NewMessagePack() }, Limit: limit}

// msgpackFormats has a value of each format in its shortest form and others of its kind, by the
// specification of MessagePack.
const msgpackFormats = `
00 7f 80 8101a0 8f010102020303040405050606070708080909000000010002000300040005 90 9103 9f010203040506070809000102030405 a0 a161
bf61616161616161616161616161616161616161616161616161616161616161 c0 c2 c3 c400 c4020102 c50000 c500020102 c600000000 c6000000020102
c70001 c7020501ff c8000001 c800020501ff c90000000001 c9000000020501ff ca3f800000 cb3ff0000000000000 cc80 cdffff ceffffffff cfffffffffffffffff
d080 d18000 d280000000 d38000000000000000 d40100 d5010000 d60100000000 d6ff65a9d4a0 d7010000000000000000 d80100000000000000000000000000000000
d900 d90161 da0000 da00026161 db00000000 db000000026161 dc0000 dc00020102 dd00000000 dd0000000290a0 de0000 de0001a16101 df00000000 df00000001a16101
e0 ff`

var msgpackCases = slices.Concat([]framingtest.Case{
	{Name: "empty body", Body: ""},
	{Name: "all formats", Body: strings.Join(items(msgpackFormats), ""), Want: each("bytes %q", items(msgpackFormats))},
	{Name: "byte that is never used", Body: "\x01\xc1\x01", Want: []string{`bytes "\x01"`, "bad-frame \xc1"}},
	{Name: "byte that is never used, in a map", Body: "\x82\xa1a\xc1\x01", Want: []string{"bad-frame \x82\xa1a\xc1"}},
	{Name: "array of claims", Body: "\xdd\xff\xff\xff\xff\x01", Want: []string{"truncated \xdd\xff\xff\xff\xff\x01"}},
	{Name: "map of claims", Body: "\xdf\xff\xff\xff\xff\x01", Want: []string{"truncated \xdf\xff\xff\xff\xff\x01"}},
	{Name: "extension of claims", Body: "\xc9\xff\xff\xff\xff\x01", Want: []string{"truncated \xc9\xff\xff\xff\xff\x01"}},
	{Name: "values of the limit", Limit: 4, Body: "\xa3abc\x93\x01\x02\x03", Want: []string{`bytes "\xa3abc"`, `bytes "\x93\x01\x02\x03"`}},
	{Name: "string over the limit", Limit: 4, Body: "\xa4abcd\x01", Want: []string{"too-large \xa4abc", `bytes "\x01"`}},
	{Name: "map over the limit", Limit: 4, Body: "\x82\x01\x02\x03\x04\x01", Want: []string{"too-large \x82\x01\x02\x03", `bytes "\x01"`}},
	{Name: "never used behind the limit", Limit: 4, Body: "\x95\x01\x02\x03\x04\xc1\x01", Want: []string{"too-large \x95\x01\x02\x03"}},
	{Name: "as deep as may be", Body: strings.Repeat("\x91", 128) + "\x01\x02", Want: []string{fmt.Sprintf("bytes %q", strings.Repeat("\x91", 128)+"\x01"), `bytes "\x02"`}},
	{Name: "too deep", Body: "\x92" + strings.Repeat("\x91", 127) + "\x92\x81\x01\x93\x01\x02\x03\x90\x04\x05",
		Want: []string{"too-deep \x92" + strings.Repeat("\x91", 127) + "\x92", `bytes "\x05"`}},
}, ends("end of input", "c4 c401 c5 c500 c6 c6000000 c7 c701 c70105 c8 c80000 c9 ca ca0000 cb cc cd ce cf d0 d1 d2 d3 d4 d401 d5 d6 d7 d8 d9 d901 da db dc dc00 dc0001 dd de df 81 8100 91 a1",
	"truncated "))

func TestMessagePack(t *testing.T) { framingtest.Run(t, msgpackInput, msgpackCases) }

// TestMessagePackReadsTheLibrary: what Go's library for MessagePack writes.
func TestMessagePackReadsTheLibrary(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 14))
	var body []byte
	var want []string
	for range 500 {
		text, err := msgpack.Marshal(madeUp(random, 4))
		if err != nil {
			t.Fatal(err)
		}
		body = append(body, text...)
		want = append(want, fmt.Sprintf("bytes %q", text))
	}
	got := framingtest.Uncut(t, msgpackInput.WithLimit(megabyte), body, 1)
	if !slices.Equal(got, want) {
		t.Error("other values")
	}
}

// madeUp is a value, nested so deep at most.
func madeUp(random *rand.Rand, depth int) any {
	n := 1 << random.IntN(9)
	switch kind := random.IntN(9); {
	case kind == 0 && depth > 0:
		list := make([]any, random.IntN(20))
		for i := range list {
			list[i] = madeUp(random, depth-1)
		}
		return list
	case kind == 1 && depth > 0:
		table := map[string]any{}
		for range random.IntN(20) {
			table[fmt.Sprint(random.Int64())] = madeUp(random, depth-1)
		}
		return table
	case kind == 2:
		return strings.Repeat("é", n)
	case kind == 3:
		return bytes.Repeat([]byte{0xc1}, n)
	case kind == 4:
		return time.Unix(random.Int64N(1<<40), random.Int64N(1e9))
	case kind == 5:
		return random.Uint64() >> random.IntN(64)
	case kind == 6:
		return -(random.Int64() >> random.IntN(63))
	case kind == 7:
		return math.Float64frombits(random.Uint64())
	}
	return nil
}

// TestMessagePackIsThatOfTheLibrary: Go's library finds the same values in noise that looks like
// MessagePack.
func TestMessagePackIsThatOfTheLibrary(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 16))
	examples := items(msgpackFormats)
	whole := 0
	for range 50_000 {
		var body []byte
		for range random.IntN(6) {
			body = append(body, examples[random.IntN(len(examples))]...)
		}
		if len(body) > 0 && random.IntN(2) == 0 {
			body[random.IntN(len(body))] = byte(random.IntN(256))
		}
		got := msgpackInput.Read(t, body, framingtest.Random(random.Uint64(), len(body)))
		rest := bytes.NewReader(body)
		library, from := msgpack.NewDecoder(rest), 0
		for ; library.Skip() == nil; whole++ {
			item := body[from : len(body)-rest.Len()]
			if len(got) == 0 || got[0] != fmt.Sprintf("bytes %q", item) {
				t.Fatalf("%x: %q, but the library has %x", body, got, item)
			}
			from, got = from+len(item), got[1:]
		}
		if from == len(body) != (len(got) == 0) || len(got) > 1 || len(got) == 1 && strings.HasPrefix(got[0], "bytes ") {
			t.Fatalf("%x: %q, but the library has nothing at %d", body, got, from)
		}
	}
	if whole < 50_000 {
		t.Errorf("only %d values were whole", whole)
	}
}

var _ io.ByteScanner = (*bytes.Reader)(nil) // so that the library reads no further than a value

func FuzzMessagePack(f *testing.F) { framingtest.Fuzz(f, msgpackInput, msgpackCases) }
