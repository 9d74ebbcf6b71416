package framing_test

import (
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

var (
	jsonInput  = framingtest.Input{Framer: func() framing.Framer { return framing.NewJSON() }, Limit: limit}
	seqInput   = framingtest.Input{Framer: func() framing.Framer { return framing.NewJSONSeq() }, Limit: limit}
	arrayInput = framingtest.Input{Framer: func() framing.Framer { return framing.NewJSONArray() }, Limit: limit}
)

var jsonCases = []framingtest.Case{
	{Name: "empty body", Body: ""},
	{Name: "back to back", Body: `{"n":1}{"n":2}[3]"4"`, Want: []string{`data {"n":1}`, `data {"n":2}`, "data [3]", `data "4"`}},
	{Name: "white space and commas between", Body: "{} \t{},\n{} , {}\r\n", Want: []string{"data {}", "data {}", "data {}", "data {}"}},
	{Name: "object that spans lines", Body: "{\n  \"a\": [\n    {\"b\": 1},\r\n    2\n  ]\n}\n{}\n",
		Want: []string{"data {\n  \"a\": [\n    {\"b\": 1},\r\n    2\n  ]\n}", "data {}"}},
	{Name: "inner objects at the start of a line", Body: "[\n{\n},\n{\n}\n]\n{}", Want: []string{"data [\n{\n},\n{\n}\n]", "data {}"}},
	{Name: "brackets and quotes in strings", Body: `{"a":"}{]["}{"b":"\"}\\"}{"c":"\\\""}`,
		Want: []string{`data {"a":"}{]["}`, `data {"b":"\"}\\"}`, `data {"c":"\\\""}`}},
	{Name: "scalars", Body: "1 -2.5e-3,true false\nnull \"a\"1\"b\"2[3]4{}",
		Want: []string{"data 1", "data -2.5e-3", "data true", "data false", "data null", `data "a"`, "data 1", `data "b"`, "data 2", "data [3]", "data 4", "data {}"}},
	{Name: "not quite scalars", Body: "01\n{}tru\n{}1.\n{}-\n[]1e5x \n{}1.e5\n{}",
		Want: []string{"not-json 01", "data {}", "not-json tru", "data {}", "not-json 1.", "data {}", "not-json -", "data []", "not-json 1e5x", "data {}", "not-json 1.e5", "data {}"}},
	{Name: "keep-alives of three documents of Gitter", Body: "{}\r\n \r\n{}\r \r{}\n \n\n{}",
		Want: []string{"data {}", "keep-alive", "data {}", "keep-alive", "data {}", "keep-alive", "keep-alive", "data {}"}},
	{Name: "keep-alives before and after", Body: "\r\n\n{}\n\n\r\r", Want: []string{"keep-alive", "keep-alive", "data {}", "keep-alive", "keep-alive", "keep-alive"}},
	{Name: "CR CRLF is two line ends", Body: "{}\r\r\n{}", Want: []string{"data {}", "keep-alive", "data {}"}},
	{Name: "hex chunk sizes of a second framing", Body: "1c\r\n{\"n\":1}\r\na\r\n{}\r\n",
		Want: []string{"not-json 1c", `data {"n":1}`, "not-json a", "data {}"}},
	{Name: "HTML error page", Body: "<html>\n<body>{}[]</body>\n</html>\n", Want: []string{"not-json <html>\n<body>{}[]</body>\n</html>"}},
	{Name: "record cut off by the next one's start", Body: "{\"a\":1,\"b\"\n{\"c\":2}\n", Want: []string{`not-json {"a":1,"b"`, `data {"c":2}`}},
	{Name: "record cut off in a string", Body: "{\"a\":\"x\n{\"c\":2}\n", Want: []string{`not-json {"a":"x`, `data {"c":2}`}},
	{Name: "record cut off behind a backslash", Body: "{\"a\":\"x\\\n{\"c\":2}\n", Want: []string{`not-json {"a":"x\`, `data {"c":2}`}},
	{Name: "record cut off, its rest on the next line", Body: "{\"a\":\"x\ny\"}\n{\"c\":2}\n", Want: []string{"not-json {\"a\":\"x\ny\"}", `data {"c":2}`}},
	{Name: "closing bracket with no opening one", Body: "}\n{}\n]]\n[]", Want: []string{"not-json }", "data {}", "not-json ]]", "data []"}},
	{Name: "record separators where none belong", Body: "\x1e{\"a\":1}\n{}", Want: []string{"not-json \x1e{\"a\":1}", "data {}"}},
	{Name: "end behind an object", Body: `{"a":1}`, Want: []string{`data {"a":1}`}},
	{Name: "end behind a number", Body: "{}12", Want: []string{"data {}", "truncated 12"}},
	{Name: "end behind a literal", Body: "null", Want: []string{"truncated null"}},
	{Name: "end in an object", Body: "{}{\"a\":[{}\n", Want: []string{"data {}", "truncated {\"a\":[{}"}},
	{Name: "end in a string", Body: `{}"a`, Want: []string{"data {}", `truncated "a`}},
	{Name: "byte order mark", Body: "\xef\xbb\xbf{}\n\xef\xbb\xbf{}\n{}", Want: []string{"data {}", "not-json \ufeff{}", "data {}"}},
	{Name: "half a byte order mark at the end", Body: "\xef\xbb", Want: []string{"not-json \xef\xbb"}},
	{Name: "emoji, U+2028 and the end", Body: "\"\U0001f600\u2028\"", Want: []string{"data \"\U0001f600\u2028\""}},
	{Name: "emoji cut by the end of the body", Body: "\"\xf0\x9f\x98", Want: []string{"truncated \"\xf0\x9f\x98"}},
	{Name: "deep nesting", Body: "[[[[[[[[{\"a\":[]}]]]]]]]][[", Want: []string{"data [[[[[[[[{\"a\":[]}]]]]]]]]", "truncated [["}},
}

var seqCases = []framingtest.Case{
	{Name: "empty body", Body: ""},
	{Name: "two texts", Body: "\x1e{\"n\":1}\n\x1e{\"n\":2}\n", Want: []string{`data {"n":1}`, `data {"n":2}`}},
	{Name: "consecutive separators", Body: "\x1e\x1e{}\n\x1e\x1e\x1e\n{}\n", Want: []string{"keep-alive", "data {}", "keep-alive", "keep-alive", "data {}"}},
	{Name: "white space behind a text is held with it", Body: "\x1e{}  \n\x1e{} \n", Limit: 3, Want: []string{"too-large {} ", "data {}"}},
	{Name: "texts that span lines", Body: "\x1e{\n\"a\":1\n}\n\x1e[\n\n]\n", Want: []string{"data {\n\"a\":1\n}", "data [\n\n]"}},
	{Name: "scalars with white space behind", Body: "\x1e12\n\x1etrue \x1e\"a\"\x1e", Want: []string{"data 12", "data true", `data "a"`}},
	{Name: "number with no white space behind (section 2.4)", Body: "\x1e12\x1e{}\n", Want: []string{"truncated 12", "data {}"}},
	{Name: "end behind a number", Body: "\x1e{}\n\x1e12", Want: []string{"data {}", "truncated 12"}},
	{Name: "end behind an object without LF", Body: "\x1e{}", Want: []string{"data {}"}},
	{Name: "broken text between good ones", Body: "\x1e{}\n\x1eoops\n{}\n\x1e{}\n", Want: []string{"data {}", "not-json oops\n{}", "data {}"}},
	{Name: "text cut off by the next separator", Body: "\x1e{\"a\":[1\x1e{}\n\x1e{\"a\":\"\x1e{}\n",
		Want: []string{`truncated {"a":[1`, "data {}", `truncated {"a":"`, "data {}"}},
	{Name: "two texts behind one separator", Body: "\x1e{}\n{}\n\x1e[]\n", Want: []string{"data {}", "not-json {}", "data []"}},
	{Name: "comma is no white space", Body: "\x1e,{}\n\x1e{},\n\x1e{}\n", Want: []string{"not-json ,{}", "not-json {},", "data {}"}},
	{Name: "element that is more than one text (section 2.1)", Body: "\x1e{\"a\":1} \"x\"\n\x1e1]\n\x1e12\"x\"\n\x1etrue[\n\x1e{}\n",
		Want: []string{`not-json {"a":1} "x"`, "not-json 1]", `not-json 12"x"`, "not-json true[", "data {}"}},
	{Name: "white space ahead of the LF", Body: "\x1e{} \t\r\n\x1e1\r\n\x1e{}  ", Want: []string{"data {}", "data 1", "data {}"}},
	{Name: "text ahead of the first separator", Body: "{}\n{}\n\x1e{}\n", Want: []string{"not-json {}\n{}", "data {}"}},
	{Name: "HTML error page", Body: "<html>\n", Want: []string{"not-json <html>"}},
	{Name: "byte order mark", Body: "\xef\xbb\xbf\x1e{}\n", Want: []string{"data {}"}},
}

var arrayCases = []framingtest.Case{
	{Name: "empty body", Body: ""},
	{Name: "empty array", Body: "[]"},
	{Name: "elements", Body: "[1,\"a\",[2],{\"b\":[]},null]", Want: []string{"data 1", `data "a"`, "data [2]", `data {"b":[]}`, "data null"}},
	{Name: "element on a line of its own", Body: "[\n{\"n\":1}\n,\n{\"n\":2}\n]\n", Want: []string{`data {"n":1}`, `data {"n":2}`}},
	{Name: "bracket in a string", Body: `[{"a":"]"}]`, Want: []string{`data {"a":"]"}`}},
	{Name: "keep-alives", Body: "\n[\n\n{},\n \n\n{}\n\n]\n\n", Want: []string{"keep-alive", "keep-alive", "data {}", "keep-alive", "keep-alive", "data {}", "keep-alive"}},
	{Name: "end behind a number", Body: "[1,2", Want: []string{"data 1", "truncated 2"}},
	{Name: "end in an element", Body: "[{},{\"a\"", Want: []string{"data {}", `truncated {"a"`}},
	{Name: "commas are not counted", Body: "[,1,,{},\n,]", Want: []string{"data 1", "data {}"}},
	{Name: "end behind a comma", Body: "[{},", Want: []string{"data {}"}},
	{Name: "not an array", Body: "{\"a\":\n[1]}\n[2]", Want: []string{"not-array {\"a\":\n[1]}\n[2]"}},
	{Name: "HTML error page", Body: "<html>\n[", Want: []string{"not-array <html>\n["}},
	{Name: "trailing data", Body: "[1] {\"a\":1}\n[2]\n", Want: []string{"data 1"}},
	{Name: "second closing bracket", Body: "[1]]", Want: []string{"data 1"}},
	{Name: "broken element on its own line", Body: "[\n{},\noops,\n{}\n]", Want: []string{"data {}", "not-json oops,", "data {}"}},
	{Name: "element cut off by the next one's start", Body: "[\n{\"a\":1\n{\"b\":2}]", Want: []string{`not-json {"a":1`, `data {"b":2}`}},
	{Name: "byte order mark", Body: "\xef\xbb\xbf[{}]", Want: []string{"data {}"}},
}

func TestJSON(t *testing.T)      { framingtest.Run(t, jsonInput, jsonCases) }
func TestJSONSeq(t *testing.T)   { framingtest.Run(t, seqInput, seqCases) }
func TestJSONArray(t *testing.T) { framingtest.Run(t, arrayInput, arrayCases) }

// TestVerdict: only the ']' of a top-level array says that a body is complete.
func TestVerdict(t *testing.T) {
	for body, want := range map[string]bool{
		"": false, "[": false, "[1": false, "[1]": true, " [] ": true, "[[]": false, `["]"`: false, "[1]x": true, "[1]]": true, "{}": false,
	} {
		for _, cuts := range [][]int{nil, framingtest.Each(len(body))} {
			array := framing.NewJSONArray()
			s := framing.NewStream(array, framing.NewTable(limit))
			arrayInput.ReadInto(t, s, []byte(body), cuts)
			if got := array.Verdict() != nil; !array.Finite() || got != want {
				t.Errorf("%q, cut at %v: finished is %v", body, cuts, got)
			}
		}
	}
	for _, other := range []*framing.JSON{framing.NewJSON(), framing.NewJSONSeq()} {
		jsonInput.ReadInto(t, framing.NewStream(other, framing.NewTable(limit)), []byte("\x1e[]\n"), nil)
		if other.Finite() || other.Verdict() != nil {
			t.Error("a form without an end marker is finished")
		}
	}
}
