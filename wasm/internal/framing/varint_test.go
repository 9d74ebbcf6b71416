package framing_test

import (
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

var varintInput = framingtest.Input{Framer: func() framing.Framer { return framing.NewVarint() }, Limit: limit}

const hundred = "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"

var varintCases = []framingtest.Case{
	{Name: "empty body", Body: ""},
	{Name: "two messages", Body: "\x05hello\x02\x08\x01", Want: []string{`bytes "hello"`, `bytes "\b\x01"`}},
	{Name: "message of default values", Body: "\x00\x01a\x00", Want: []string{`bytes ""`, `bytes "a"`, `bytes ""`}},
	{Name: "length of two bytes", Body: "\xac\x02" + hundred + hundred + hundred + "\x00", Want: []string{`bytes "` + hundred + hundred + hundred + `"`, `bytes ""`}},
	{Name: "length with zeros behind it", Body: "\x81\x00a\x82\x80\x80\x80\x80\x80\x80\x80\x80\x00bc", Want: []string{`bytes "a"`, `bytes "bc"`}},
	{Name: "message that looks like lengths", Body: "\x03\xff\xff\xff\x01\x80", Want: []string{`bytes "\xff\xff\xff"`, `bytes "\x80"`}},
	{Name: "message of the limit", Limit: 4, Body: "\x04abcd\x01e", Want: []string{`bytes "abcd"`, `bytes "e"`}},
	{Name: "length over the limit", Limit: 4, Body: "\x05abcde\x01f", Want: []string{"length-too-large \x05", `bytes "f"`}},
	{Name: "two over the limit", Limit: 4, Body: "\x05abcde\x85\x00abcde\x00", Want: []string{"length-too-large \x05", "length-too-large \x85\x00", `bytes ""`}},
	{Name: "end in a message over the limit", Limit: 4, Body: "\x05abc", Want: []string{"length-too-large \x05"}},
	{Name: "end behind a length over the limit", Limit: 4, Body: "\x05", Want: []string{"length-too-large \x05"}},
	{Name: "length of 2^63", Body: "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01" + hundred, Want: []string{"length-too-large \x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"}},
	{Name: "length of 2^64-1", Body: "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01" + hundred, Want: []string{"length-too-large \xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"}},
	{Name: "length of 2^64", Body: "\x01a\x80\x80\x80\x80\x80\x80\x80\x80\x80\x02\x01a", Want: []string{`bytes "a"`, "bad-length \x80\x80\x80\x80\x80\x80\x80\x80\x80\x02"}},
	{Name: "length of more than ten bytes", Body: strings.Repeat("\x80", 30) + "\x01a", Want: []string{"bad-length " + strings.Repeat("\x80", 10)}},
	{Name: "end in a length", Body: "\x01a\xac", Want: []string{`bytes "a"`, "truncated \xac"}},
	{Name: "end behind a length", Body: "\x01a\x05", Want: []string{`bytes "a"`, "truncated "}},
	{Name: "end in a message", Body: "\x05hell", Want: []string{"truncated hell"}},
	{Name: "bytes of a byte order mark are a length", Body: "\xef\xbb\xbf\x01" + hundred, Limit: 8, Want: []string{"length-too-large \xef\xbb\xbf\x01"}},
}

func TestVarint(t *testing.T) { framingtest.Run(t, varintInput, varintCases) }

func FuzzVarint(f *testing.F) { framingtest.Fuzz(f, varintInput, varintCases) }
