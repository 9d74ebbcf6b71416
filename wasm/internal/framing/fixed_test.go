package framing_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

func fixedInput(l framing.Layout) framingtest.Input {
	return framingtest.Input{Framer: func() framing.Framer { return framing.NewFixed(l) }, Limit: limit}
}

// layout is a header by its name.
func layout(name framing.Format) framing.Layout {
	l, ok := framing.LayoutOf(name)
	if !ok {
		panic(name + " is no header")
	}
	return l
}

// named are bodies for the headers that have names.
var named = []struct {
	name  framing.Format
	cases []framingtest.Case
}{
	{"u8", []framingtest.Case{
		{Name: "empty body", Body: ""},
		{Name: "three records", Body: "\x02hi\x00\x01\xff", Want: []string{`bytes "hi" head="\x02"`, `bytes "" head="\x00"`, `bytes "\xff" head="\x01"`}},
		{Name: "end in a record", Body: "\x01a\x02b", Want: []string{`bytes "a" head="\x01"`, "truncated \x02b"}},
	}},
	{"u16be", []framingtest.Case{
		{Name: "two records", Body: "\x00\x02hi\x00\x00", Want: []string{`bytes "hi" head="\x00\x02"`, `bytes "" head="\x00\x00"`}},
		{Name: "longest length", Limit: 8, Body: "\xff\xff" + strings.Repeat("a", 0xffff) + "\x00\x01b", Want: []string{"length-too-large \xff\xff", `bytes "b" head="\x00\x01"`}},
		{Name: "end in a header", Body: "\x00\x00\x00", Want: []string{`bytes "" head="\x00\x00"`, "truncated \x00"}},
	}},
	{"u16le", []framingtest.Case{
		{Name: "two records", Body: "\x02\x00hi\x2c\x01" + hundred + hundred + hundred, Want: []string{`bytes "hi" head="\x02\x00"`, `bytes "` + hundred + hundred + hundred + `" head=",\x01"`}},
	}},
	{"u32be", []framingtest.Case{
		{Name: "two records", Body: "\x00\x00\x00\x02hi\x00\x00\x00\x01a", Want: []string{`bytes "hi" head="\x00\x00\x00\x02"`, `bytes "a" head="\x00\x00\x00\x01"`}},
		{Name: "record of the limit", Limit: 8, Body: "\x00\x00\x00\x04abcd", Want: []string{`bytes "abcd" head="\x00\x00\x00\x04"`}},
		{Name: "record over the limit", Limit: 8, Body: "\x00\x00\x00\x05abcde\x00\x00\x00\x01a", Want: []string{"length-too-large \x00\x00\x00\x05", `bytes "a" head="\x00\x00\x00\x01"`}},
		{Name: "end in a record over the limit", Limit: 8, Body: "\x00\x00\x00\x05abcd", Want: []string{"length-too-large \x00\x00\x00\x05"}},
		{Name: "header over the limit", Limit: 3, Body: "\x00\x00\x00\x00\x00\x00\x00\x01a\x00\x00", Want: []string{"too-large \x00\x00\x00", "too-large \x00\x00\x00", "truncated \x00\x00"}},
		{Name: "end behind a header", Body: "\x00\x00\x00\x01", Want: []string{"truncated \x00\x00\x00\x01"}},
		{Name: "text where a length belongs", Body: "<html>" + hundred, Want: []string{"length-too-large <htm"}},
	}},
	{"u32le", []framingtest.Case{
		{Name: "two records", Body: "\x02\x00\x00\x00hi\x01\x00\x00\x00a", Want: []string{`bytes "hi" head="\x02\x00\x00\x00"`, `bytes "a" head="\x01\x00\x00\x00"`}},
	}},
	{"u64be", []framingtest.Case{
		{Name: "two records", Body: "\x00\x00\x00\x00\x00\x00\x00\x02hi\x00\x00\x00\x00\x00\x00\x00\x00",
			Want: []string{`bytes "hi" head="\x00\x00\x00\x00\x00\x00\x00\x02"`, `bytes "" head="\x00\x00\x00\x00\x00\x00\x00\x00"`}},
		{Name: "longest length", Body: strings.Repeat("\xff", 8) + hundred, Want: []string{"length-too-large " + strings.Repeat("\xff", 8)}},
	}},
	{"u64le", []framingtest.Case{
		{Name: "two records", Body: "\x02\x00\x00\x00\x00\x00\x00\x00hi\x01\x00\x00\x00\x00\x00\x00\x00a",
			Want: []string{`bytes "hi" head="\x02\x00\x00\x00\x00\x00\x00\x00"`, `bytes "a" head="\x01\x00\x00\x00\x00\x00\x00\x00"`}},
	}},
}

// countsFrame is a header of 6 bytes with a length in the middle, which counts the header.
var countsFrame = framing.Layout{Header: 6, Offset: 1, Width: 4, CountsFrame: true}

var countsFrameCases = []framingtest.Case{
	{Name: "two records", Body: "T\x00\x00\x00\x08fhiU\x00\x00\x00\x06g", Want: []string{`bytes "hi" head="T\x00\x00\x00\bf"`, `bytes "" head="U\x00\x00\x00\x06g"`}},
	{Name: "length less than the header", Body: "T\x00\x00\x00\x06fT\x00\x00\x00\x05fhi", Want: []string{`bytes "" head="T\x00\x00\x00\x06f"`, "bad-length T\x00\x00\x00\x05f"}},
	{Name: "length of nothing", Body: "T\x00\x00\x00\x00fhi", Want: []string{"bad-length T\x00\x00\x00\x00f"}},
	{Name: "record of the limit", Limit: 8, Body: "T\x00\x00\x00\x08fhi", Want: []string{`bytes "hi" head="T\x00\x00\x00\bf"`}},
	{Name: "record over the limit", Limit: 8, Body: "T\x00\x00\x00\x09fabcT\x00\x00\x00\x07fd", Want: []string{"length-too-large T\x00\x00\x00\x09f", `bytes "d" head="T\x00\x00\x00\af"`}},
}

func TestFixed(t *testing.T) {
	for _, of := range named {
		t.Run(string(of.name), func(t *testing.T) { framingtest.Run(t, fixedInput(layout(of.name)), of.cases) })
	}
	t.Run("counts the frame", func(t *testing.T) { framingtest.Run(t, fixedInput(countsFrame), countsFrameCases) })
}

func TestLayoutIsValid(t *testing.T) {
	for _, l := range []framing.Layout{{Header: 1, Width: 1}, {Header: 12, Offset: 4, Width: 8}, countsFrame} {
		if !l.Valid() {
			t.Errorf("%+v is not valid", l)
		}
	}
	for _, l := range []framing.Layout{
		{}, {Header: 4}, {Header: 4, Width: 3}, {Header: 4, Width: 8}, {Header: 4, Offset: 1, Width: 4}, {Header: 4, Offset: -1, Width: 4},
		{Header: 4, Offset: 1 << 62, Width: 8}, {Header: -4, Width: 4},
	} {
		if l.Valid() {
			t.Errorf("%+v is valid", l)
		}
	}
	if _, ok := framing.LayoutOf("u24be"); ok {
		t.Error("u24be is a header")
	}
}

// TestFixedReadsWhatBinaryWrites: encoding/binary writes lengths in any width and byte order.
func TestFixedReadsWhatBinaryWrites(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for _, of := range named {
		l := layout(of.name)
		var order binary.AppendByteOrder = binary.BigEndian
		if l.Little {
			order = binary.LittleEndian
		}
		write := map[int]func(b []byte, n int) []byte{
			1: func(b []byte, n int) []byte { return append(b, byte(n)) },
			2: func(b []byte, n int) []byte { return order.AppendUint16(b, uint16(n)) },
			4: func(b []byte, n int) []byte { return order.AppendUint32(b, uint32(n)) },
			8: func(b []byte, n int) []byte { return order.AppendUint64(b, uint64(n)) },
		}[l.Width]
		var body []byte
		var want []string
		for range 100 {
			payload := bytes.Repeat([]byte{byte(random.IntN(256))}, random.IntN(min(1<<(8*min(l.Width, 2)), 700)))
			head := len(body)
			body = append(write(body, len(payload)), payload...)
			want = append(want, fmt.Sprintf("bytes %q head=%q", payload, body[head:head+l.Header]))
		}
		if got := framingtest.Uncut(t, fixedInput(l), body, random.Uint64()); !slices.Equal(got, want) {
			t.Errorf("%s\n got %.300q\nwant %.300q", of.name, got, want)
		}
	}
}

// FuzzFixed runs each body through all headers.
func FuzzFixed(f *testing.F) {
	for _, of := range named {
		for i, c := range of.cases {
			if len(c.Body) < 1000 { // a long one takes all the time
				f.Add([]byte(c.Body), uint64(i), uint16(c.Limit))
			}
		}
	}
	for i, c := range countsFrameCases {
		f.Add([]byte(c.Body), uint64(i), uint16(c.Limit))
	}
	f.Fuzz(func(t *testing.T, body []byte, seed uint64, limit uint16) {
		for _, of := range named {
			framingtest.Uncut(t, fixedInput(layout(of.name)).WithLimit(1+int(limit)%512), body, seed)
		}
		framingtest.Uncut(t, fixedInput(countsFrame).WithLimit(1+int(limit)%512), body, seed)
	})
}
