package framing_test

import (
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

const limit = 1000 // enough for every body that is not about limits

func jsonLines(d framing.Delimiter) framingtest.Input {
	return framingtest.Input{Framer: func() framing.Framer { return framing.NewJSONLines(d) }, Limit: limit}
}

func textLines(d framing.Delimiter) framingtest.Input {
	return framingtest.Input{Framer: func() framing.Framer { return framing.NewLines(d) }, Limit: limit}
}

var ndjsonCases = []framingtest.Case{
	{Name: "empty body", Body: ""},
	{Name: "two records", Body: "{\"n\":1}\n{\"n\":2}\n", Want: []string{`data {"n":1}`, `data {"n":2}`}},
	{Name: "CR before LF is not content", Body: "{\"n\":1}\r\n{\"n\":2}\r\n", Want: []string{`data {"n":1}`, `data {"n":2}`}},
	{Name: "white space around a record is not content", Body: " \t{\"n\":1} \r\n", Want: []string{`data {"n":1}`}},
	{Name: "keep-alives before, between and after", Body: "\n{}\n \n\r\nnull\n\n",
		Want: []string{"keep-alive", "data {}", `keep-alive " "`, "keep-alive", "data null", "keep-alive"}},
	{Name: "scalars", Body: "12\n-0.5e+3\ntrue\n\"a\"\n[]\n",
		Want: []string{"data 12", "data -0.5e+3", "data true", `data "a"`, "data []"}},
	{Name: "log line between good records", Body: "{}\nGC pause 3ms\n{}\n", Want: []string{"data {}", "not-json GC pause 3ms", "data {}"}},
	{Name: "HTML error page", Body: "<html>\n<body>502</body>\n</html>\n",
		Want: []string{"not-json <html>", "not-json <body>502</body>", "not-json </html>"}},
	{Name: "comment of an event stream", Body: ":\n:keepalive\n\n", Want: []string{"not-json :", "not-json :keepalive", "keep-alive"}},
	{Name: "hex chunk sizes of a second framing", Body: "1c\r\n{\"n\":1}\n\r\n0\r\n\r\n",
		Want: []string{"not-json 1c", `data {"n":1}`, "keep-alive", "data 0", "keep-alive"}},
	{Name: "record cut off by the next one's start", Body: "{\"a\":\n{\"b\":1}\n", Want: []string{`not-json {"a":`, `data {"b":1}`}},
	{Name: "object at the end without delimiter", Body: "{\"a\":1}\n{\"b\":2}", Want: []string{`data {"a":1}`, `data {"b":2}`}},
	{Name: "string and array at the end", Body: "[1]\n\"a\"", Want: []string{"data [1]", `data "a"`}},
	{Name: "object and CR at the end", Body: "{\"a\":1}\r", Want: []string{`data {"a":1}`}},
	{Name: "number at the end may be half of one", Body: "{}\n12", Want: []string{"data {}", "truncated 12"}},
	{Name: "literal at the end", Body: "true", Want: []string{"truncated true"}},
	{Name: "record cut off at the end", Body: "{}\n{\"a\":[1,", Want: []string{"data {}", `truncated {"a":[1,`}},
	{Name: "bracket in a string cut off at the end", Body: "{\"a\":\"}", Want: []string{`truncated {"a":"}`}},
	{Name: "white space at the end", Body: "{}\n \r", Want: []string{"data {}"}},
	{Name: "byte order mark", Body: "\xef\xbb\xbf{}\n\xef\xbb\xbf{}\n", Want: []string{"data {}", "not-json \ufeff{}"}},
	{Name: "body of a byte order mark", Body: "\xef\xbb\xbf"},
	{Name: "half a byte order mark at the end", Body: "\xef\xbb", Want: []string{"truncated \xef\xbb"}},
	{Name: "half a byte order mark, then a record", Body: "\xef\xbb\n{}\n", Want: []string{"not-json \xef\xbb", "data {}"}},
	{Name: "emoji", Body: "\"\U0001f600\"\n\"\U0001f600\"", Want: []string{"data \"\U0001f600\"", "data \"\U0001f600\""}},
	{Name: "emoji cut by the end of the body", Body: "\"\xf0\x9f", Want: []string{"truncated \"\xf0\x9f"}},
	{Name: "line separator U+2028 is content", Body: "\"\u2028\"\n", Want: []string{"data \"\u2028\""}},
	{Name: "escaped quotes and backslashes", Body: `{"a":"}\"\\"}` + "\n", Want: []string{`data {"a":"}\"\\"}`}},
}

var jsonCRCases = []framingtest.Case{
	{Name: "two records", Body: "{\"n\":1}\r{\"n\":2}\r", Want: []string{`data {"n":1}`, `data {"n":2}`}},
	{Name: "LF after CR is not content", Body: "{\"n\":1}\r\n{\"n\":2}\r\n", Want: []string{`data {"n":1}`, `data {"n":2}`}},
	{Name: "LF in a record", Body: "{\n \"n\":\n1}\r", Want: []string{"data {\n \"n\":\n1}"}},
	{Name: "keep-alive of a space", Body: "{} \r \r{}\r", Want: []string{"data {}", `keep-alive " "`, "data {}"}},
	{Name: "keep-alives of CRLF", Body: "\r\n\r\n{}\r\n\r\n", Want: []string{"keep-alive", "keep-alive", "data {}", "keep-alive"}},
	{Name: "object and LF at the end", Body: "{}\r\n{}\n", Want: []string{"data {}", "data {}"}},
}

var jsonCRLFCases = []framingtest.Case{
	{Name: "two records", Body: "{\"n\":1}\r\n{\"n\":2}\r\n", Want: []string{`data {"n":1}`, `data {"n":2}`}},
	{Name: "LF in a record", Body: "{\n\"n\":1\n}\r\n", Want: []string{"data {\n\"n\":1\n}"}},
	{Name: "CR CR LF", Body: "{}\r\r\n{}\r\n", Want: []string{"data {}", "data {}"}},
	{Name: "keep-alives", Body: "\r\n \r\n{}\r\n\r\n", Want: []string{"keep-alive", `keep-alive " "`, "data {}", "keep-alive"}},
	{Name: "error object with LF only before a record (demian85/gnip#32)",
		Body: "{\"id\":1}\r\n{\"error\":{\"sent\":\"}\"}}\n{\"id\":2}\r\n",
		Want: []string{`data {"id":1}`, `data {"error":{"sent":"}"}}`, `data {"id":2}`}},
	{Name: "error object with LF only before a keep-alive", Body: "{\"error\":{}}\n\r\n{\"id\":2}\r\n",
		Want: []string{`data {"error":{}}`, `data {"id":2}`}},
	{Name: "error object with LF only at the end", Body: "{\"id\":1}\r\n{\"error\":{}}\n",
		Want: []string{`data {"id":1}`, `data {"error":{}}`}},
	{Name: "error object with LF only before a cut off record", Body: "{\"error\":{}}\n{\"id\":",
		Want: []string{`data {"error":{}}`, `truncated {"id":`}},
	{Name: "scalar behind LF, ended by CRLF", Body: "{}\n12\r\n", Want: []string{"data {}", "data 12"}},
	{Name: "broken text before LF", Body: "{\"a\n{\"id\":2}\r\n", Want: []string{`not-json {"a`, `data {"id":2}`}},
	{Name: "HTML error page with LF", Body: "<html>\n</html>\n", Want: []string{"not-json <html>\n</html>"}},
	{Name: "CR at the end", Body: "{}\r", Want: []string{"data {}"}},
}

var textCases = []framingtest.Case{
	{Name: "only the delimiter is taken off", Body: " a \r\n\tb\n", Want: []string{"data  a ", "data \tb"}},
	{Name: "blank lines", Body: "\n \r\na\n", Want: []string{"keep-alive", `keep-alive " "`, "data a"}},
	{Name: "CR alone is content", Body: "a\rb\n\r\r\n", Want: []string{"data a\rb", "keep-alive \"\\r\""}},
	{Name: "line without end", Body: "a\nb", Want: []string{"data a", "data b"}},
	{Name: "object at the end keeps its white space", Body: "a\n {} ", Want: []string{"data a", "data  {} "}},
}

var textCRLFCases = []framingtest.Case{
	{Name: "LF and CR alone are content", Body: "a\nb\rc\r\nd\r\n", Want: []string{"data a\nb\rc", "data d"}},
}

var textCRCases = []framingtest.Case{
	{Name: "LF within is content, LF after the delimiter is not", Body: "a\nb\r\nc\r", Want: []string{"data a\nb", "data c"}},
}

func TestNDJSON(t *testing.T)   { framingtest.Run(t, jsonLines(framing.LF), ndjsonCases) }
func TestJSONCR(t *testing.T)   { framingtest.Run(t, jsonLines(framing.CR), jsonCRCases) }
func TestJSONCRLF(t *testing.T) { framingtest.Run(t, jsonLines(framing.CRLF), jsonCRLFCases) }
func TestText(t *testing.T)     { framingtest.Run(t, textLines(framing.LF), textCases) }
func TestTextCR(t *testing.T)   { framingtest.Run(t, textLines(framing.CR), textCRCases) }
func TestTextCRLF(t *testing.T) { framingtest.Run(t, textLines(framing.CRLF), textCRLFCases) }
