package framing_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/fxamacker/cbor/v2"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

var cborInput = framingtest.Input{Framer: func() framing.Framer { return framing.NewCBORSeq() }, Limit: limit}

// Groups of items in hexadecimal, from the appendices of RFC 8949.
const (
	// appendix A
	cborExamples = `
00 01 0a 17 1818 1819 1864 1903e8 1a000f4240 1b000000e8d4a51000 1bffffffffffffffff c249010000000000000000 3bffffffffffffffff
c349010000000000000000 20 29 3863 3903e7 f90000 f98000 f93c00 fb3ff199999999999a f93e00 f97bff fa47c35000 fa7f7fffff fb7e37e43c8800759c
f90001 f90400 f9c400 fbc010666666666666 f97c00 f97e00 f9fc00 fa7f800000 fa7fc00000 faff800000 fb7ff0000000000000 fb7ff8000000000000
fbfff0000000000000 f4 f5 f6 f7 f0 f8ff c074323031332d30332d32315432303a30343a30305a c11a514b67b0 c1fb41d452d9e8200000 d74401020304
d818456449455446 d82076687474703a2f2f7777772e6578616d706c652e636f6d 40 4401020304 60 6161 6449455446 62225c 62c3bc 63e6b0b4 64f0908591
80 83010203 8301820203820405 98190102030405060708090a0b0c0d0e0f101112131415161718181819 a0 a201020304 a26161016162820203 826161a161626163
a56161614161626142616361436164614461656145 5f42010243030405ff 7f657374726561646d696e67ff 9fff 9f018202039f0405ffff 9f01820203820405ff
83018202039f0405ff 83019f0203ff820405 9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff bf61610161629f0203ffff
826161bf61626163ff bf6346756ef563416d7421ff`
	// appendix F, "End of input in a head" to "Indefinite-length maps and arrays not closed by a break stop code"
	cborTruncated = `
18 19 1a 1b 1901 1a0102 1b01020304050607 38 58 78 98 9a01ff00 b8 d8 f8 f900 fa0000 fb000000 41 61 5affffffff00 5bffffffffffffffff010203
7affffffff00 7b7fffffffffffffff010203 81 818181818181818181 8200 a1 a20102 a100 a2000000 c0 5f4100 7f6100 9f 9f0102 bf bf01020102
819f 9f8000 9f9f9f9f9fffffffff 9f819f819f9fffffff`
	// appendix F, from "Reserved additional information values" on, up to the byte that shows it
	cborMalformed = `
1c 1d 1e 3c 3d 3e 5c 5d 5e 7c 7d 7e 9c 9d 9e bc bd be dc dd de fc fd fe f800 f801 f818 f81f 5f00 5f21 5f61 5f80 5fa0 5fc0 5fe0 7f41
5f5f 7f7f ff 81ff 8200ff a1ff a100ff a20000ff 9f81ff 9f829f819f9fffffffff bf00ff bf000000ff 1f 3f df`
)

// items are those of a group.
func items(group string) (list []string) {
	for _, digits := range strings.Fields(group) {
		item, err := hex.DecodeString(digits)
		if err != nil {
			panic(err)
		}
		list = append(list, string(item))
	}
	return list
}

var cborCases = slices.Concat([]framingtest.Case{
	{Name: "empty body", Body: ""},
	{Name: "all examples", Body: strings.Join(items(cborExamples), ""), Want: each("bytes %q", items(cborExamples))},
	{Name: "array of claims", Body: "\x9b\xff\xff\xff\xff\xff\xff\xff\xff\x01", Want: []string{"truncated \x9b\xff\xff\xff\xff\xff\xff\xff\xff\x01"}},
	{Name: "map of claims", Body: "\xbb\xff\xff\xff\xff\xff\xff\xff\xff\x01", Want: []string{"truncated \xbb\xff\xff\xff\xff\xff\xff\xff\xff\x01"}},
	{Name: "items of the limit", Limit: 4, Body: "\x43abc\x83\x01\x02\x03", Want: []string{`bytes "Cabc"`, `bytes "\x83\x01\x02\x03"`}},
	{Name: "string over the limit", Limit: 4, Body: "\x44abcd\x01", Want: []string{"too-large Dabc", `bytes "\x01"`}},
	{Name: "array over the limit", Limit: 4, Body: "\x9f\x01\x02\x03\x04\xff\x01", Want: []string{"too-large \x9f\x01\x02\x03", `bytes "\x01"`}},
	{Name: "end in a string over the limit", Limit: 4, Body: "\x5b\xff\xff\xff\xff\xff\xff\xff\xffabc", Want: []string{"too-large \x5b\xff\xff\xff"}},
	{Name: "end in a string that would be over the limit", Limit: 12, Body: "\x5b\xff\xff\xff\xff\xff\xff\xff\xffabc", Want: []string{"truncated \x5b\xff\xff\xff\xff\xff\xff\xff\xffabc"}},
	{Name: "malformed behind the limit", Limit: 4, Body: "\x85\x01\x02\x03\x04\xff\x01", Want: []string{"too-large \x85\x01\x02\x03"}},
	{Name: "as deep as may be", Body: strings.Repeat("\x81", 128) + "\x01\x02", Want: []string{fmt.Sprintf("bytes %q", strings.Repeat("\x81", 128)+"\x01"), `bytes "\x02"`}},
	{Name: "too deep, counted", Body: "\x82" + strings.Repeat("\x81", 127) + "\x82\xa1\x01\x83\x01\x02\x03\xc1\x04\x05\x06",
		Want: []string{"too-deep \x82" + strings.Repeat("\x81", 127) + "\x82", `bytes "\x06"`}},
	{Name: "too deep, of tags", Body: strings.Repeat("\xc1", 500) + "\x01\x02", Want: []string{"too-deep " + strings.Repeat("\xc1", 129), `bytes "\x02"`}},
	{Name: "too deep, with a break to come", Body: strings.Repeat("\x81", 128) + "\x9f\x01\xff\x02", Want: []string{"too-deep " + strings.Repeat("\x81", 128) + "\x9f"}},
	{Name: "too deep in one with a break to come", Body: strings.Repeat("\x9f", 128) + "\x81\x01" + strings.Repeat("\xff", 128), Want: []string{"too-deep " + strings.Repeat("\x9f", 128) + "\x81"}},
	{Name: "too deep for a count", Body: strings.Repeat("\x9b\xff\xff\xff\xff\xff\xff\xff\xff", 129) + "\x01", Limit: 2000,
		Want: []string{"too-deep " + strings.Repeat("\x9b\xff\xff\xff\xff\xff\xff\xff\xff", 129)}},
	{Name: "empty array as deep as may be", Body: strings.Repeat("\x81", 128) + "\x80\x02", Want: []string{fmt.Sprintf("bytes %q", strings.Repeat("\x81", 128)+"\x80"), `bytes "\x02"`}},
}, ends("end of input", cborTruncated, "truncated "), ends("malformed", cborMalformed, "bad-frame "))

// each is a list of texts, formatted.
func each(format string, texts []string) (list []string) {
	for _, text := range texts {
		list = append(list, fmt.Sprintf(format, text))
	}
	return list
}

// ends are cases in which an item comes behind a good one, and is the last.
func ends(name, group, reason string) (cases []framingtest.Case) {
	for i, item := range items(group) {
		cases = append(cases, framingtest.Case{
			Name: fmt.Sprintf("%s %x", name, item), Body: "\x00" + item, Want: []string{`bytes "\x00"`, reason + item},
		})
		if reason == "bad-frame " {
			cases[i].Body += "\x00\x00" // which is not framed
		}
	}
	return cases
}

func TestCBORSeq(t *testing.T) { framingtest.Run(t, cborInput, cborCases) }

// TestCBORIsThatOfTheLibrary: Go's library for CBOR finds the same items in noise that looks like
// CBOR.
func TestCBORIsThatOfTheLibrary(t *testing.T) {
	mode, err := cbor.DecOptions{MaxNestedLevels: 4096, MaxArrayElements: 1<<31 - 1, MaxMapPairs: 1<<31 - 1}.DecMode()
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(11, 12))
	examples := items(cborExamples + cborTruncated + cborMalformed)
	whole := 0
	for range 100_000 {
		var body []byte
		for range random.IntN(6) {
			body = append(body, examples[random.IntN(len(examples))]...)
		}
		if len(body) > 0 && random.IntN(2) == 0 {
			body[random.IntN(len(body))] = byte(random.IntN(256))
		}
		got := cborInput.Read(t, body, framingtest.Random(random.Uint64(), len(body)))
		library, from := mode.NewDecoder(bytes.NewReader(body)), 0
		for ; library.Skip() == nil; whole++ {
			item := body[from:library.NumBytesRead()]
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
		t.Errorf("only %d items were whole", whole)
	}
}

func FuzzCBORSeq(f *testing.F) { framingtest.Fuzz(f, cborInput, cborCases) }
