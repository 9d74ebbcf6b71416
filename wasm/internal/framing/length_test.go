package framing_test

import (
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

var lengthInput = framingtest.Input{Framer: func() framing.Framer { return framing.NewLength() }, Limit: limit}

const (
	hi     = `{"id_str":"7","text":"hi"}` // 26 bytes, 28 with CRLF
	hé     = `{"id_str":"7","text":"hé"}` // 27 bytes, 29 with CRLF
	grin   = "{\"text\":\"\U0001f600\"}"  // 15 bytes, 17 with CRLF
	pretty = "{\n \"text\":\n \"hi\"\n}"  // 20 bytes, 22 with CRLF
)

var lengthCases = []framingtest.Case{
	{Name: "empty body", Body: ""},
	{Name: "two messages and a keep-alive", Body: "28\r\n" + hi + "\r\n\r\n29\r\n" + hé + "\r\n",
		Want: []string{"data " + hi, "keep-alive", "data " + hé}},
	{Name: "keep-alives before, between and after", Body: "\r\n \r\n28\r\n" + hi + "\r\n\r\n\r\n28\r\n" + hi + "\r\n\r\n",
		Want: []string{"keep-alive", `keep-alive " "`, "data " + hi, "keep-alive", "keep-alive", "data " + hi, "keep-alive"}},
	{Name: "bytes are counted, not characters", Body: "17\r\n" + grin + "\r\n17\r\n" + grin + "\r\n", Want: []string{"data " + grin, "data " + grin}},
	{Name: "LF in a message", Body: "22\r\n" + pretty + "\r\n28\r\n" + hi + "\r\n", Want: []string{"data " + pretty, "data " + hi}},
	{Name: "CRLF in a message with a right count", Body: "6\r\n{\r\n}\r\n28\r\n" + hi + "\r\n", Want: []string{"data {\r\n}", "data " + hi}},
	{Name: "length line with LF only", Body: "28\n" + hi + "\r\n28\n" + hi + "\r\n", Want: []string{"data " + hi, "data " + hi}},
	{Name: "LF only everywhere", Body: "27\n" + hi + "\n27\n" + hi + "\n", Want: []string{"data " + hi, "data " + hi}},
	{Name: "white space around the length", Body: " 28 \r\n" + hi + "\r\n", Want: []string{"data " + hi}},
	{Name: "count too short by 1", Body: "27\r\n" + hi + "\r\n28\r\n" + hi + "\r\n", Want: []string{"data " + hi, "data " + hi}},
	{Name: "count too short by 2, CRLF not counted", Body: "26\r\n" + hi + "\r\n28\r\n" + hi + "\r\n", Want: []string{"data " + hi, "data " + hi}},
	{Name: "count too short by 20", Body: "8\r\n" + hi + "\r\n28\r\n" + hi + "\r\n", Want: []string{"data " + hi, "data " + hi}},
	{Name: "characters counted instead of bytes", Body: "28\r\n" + hé + "\r\n28\r\n" + hi + "\r\n", Want: []string{"data " + hé, "data " + hi}},
	{Name: "count too long by 1", Body: "29\r\n" + hi + "\r\n28\r\n" + hi + "\r\n", Want: []string{"data " + hi, "data " + hi}},
	{Name: "count too long by 2", Body: "30\r\n" + hi + "\r\n28\r\n" + hi + "\r\n", Want: []string{"data " + hi, "data " + hi}},
	{Name: "count too long by 2 at the end", Body: "30\r\n" + hi + "\r\n", Want: []string{"data " + hi}},
	{Name: "count of zero", Body: "0\r\n28\r\n" + hi + "\r\n", Want: []string{`keep-alive "0"`, "data " + hi}},
	{Name: "not a number", Body: "abc\r\n28\r\n" + hi + "\r\n", Want: []string{"bad-length abc", "data " + hi}},
	{Name: "negative number", Body: "-28\r\n28\r\n" + hi + "\r\n", Want: []string{"bad-length -28", "data " + hi}},
	{Name: "sign", Body: "+28\r\n28\r\n" + hi + "\r\n", Want: []string{"bad-length +28", "data " + hi}},
	{Name: "two numbers", Body: "2 8\r\n28\r\n" + hi + "\r\n", Want: []string{"bad-length 2 8", "data " + hi}},
	{Name: "hex chunk size of a second framing", Body: "1c\r\n28\r\n" + hi + "\r\n", Want: []string{"bad-length 1c", "data " + hi}},
	{Name: "message without a length", Body: hi + "\r\n28\r\n" + hi + "\r\n", Want: []string{"bad-length " + hi, "data " + hi}},
	{Name: "length beyond the limit", Body: "1003\r\n" + hi + "\r\n28\r\n" + hi + "\r\n", Want: []string{"length-too-large 1003", "data " + hi}},
	{Name: "length of 10 digits", Body: "4294967296\r\n" + hi + "\r\n28\r\n" + hi + "\r\n", Want: []string{"length-too-large 4294967296", "data " + hi}},
	{Name: "length of 30 digits", Body: "100000000000000000000000000028\r\n" + hi + "\r\n28\r\n" + hi + "\r\n",
		Want: []string{"length-too-large 100000000000000000000000000028", "data " + hi}},
	{Name: "refused length in a feed of LF", Body: "5000\n" + hi + "\n27\n" + hi + "\n", Want: []string{"length-too-large 5000", "data " + hi}},
	{Name: "refused length, message with CR and LF apart", Body: "5000\r\n\n\r{\n}\r\r\n28\r\n" + hi + "\r\n",
		Want: []string{"length-too-large 5000", "data " + hi}},
	{Name: "message that is no JSON", Body: "8\r\n<html>\r\n28\r\n" + hi + "\r\n7\r\n{\"a\":\r\n6\r\nfals\r\n",
		Want: []string{"not-json <html>", "data " + hi, `not-json {"a":`, "not-json fals"}},
	{Name: "message with white space around it", Body: "6\r\n {} \r\n", Want: []string{"data {}"}},
	{Name: "message without a text", Body: "2\r\n\r\n4\r\n{}\r\n", Want: []string{"keep-alive", "data {}"}},
	{Name: "HTML error page", Body: "<html>\n502\n", Want: []string{"bad-length <html>"}},
	{Name: "end in a length", Body: "28\r\n" + hi + "\r\n2", Want: []string{"data " + hi, "truncated 2"}},
	{Name: "end behind a length", Body: "28\r\n"},
	{Name: "end in a message", Body: "28\r\n{\"id_str", Want: []string{`truncated {"id_str`}},
	{Name: "end before CRLF", Body: "28\r\n" + hi, Want: []string{"data " + hi}},
	{Name: "end in CRLF", Body: "28\r\n" + hi + "\r", Want: []string{"data " + hi}},
	{Name: "end before CRLF, CRLF not counted", Body: "26\r\n" + hi, Want: []string{"data " + hi}},
	{Name: "end in CRLF, CRLF not counted", Body: "26\r\n" + hi + "\r", Want: []string{"data " + hi}},
	{Name: "end in a message whose count was too short", Body: "8\r\n{\"id_str\":\"7\"", Want: []string{`truncated {"id_str":"7"`}},
	{Name: "end behind a message whose count was too short", Body: "8\r\n" + hi, Want: []string{"data " + hi}},
	{Name: "number at the end, without its CRLF", Body: "4\r\n12", Want: []string{"truncated 12"}},
	{Name: "number at the end, without its LF", Body: "3\n12", Want: []string{"truncated 12"}},
	{Name: "number at the end, as long as its count", Body: "2\n12", Want: []string{"truncated 12"}},
	{Name: "number at the end, with its LF", Body: "3\n12\n", Want: []string{"data 12"}},
	{Name: "end in a message, a byte short of its count", Body: "5\n{\"b\"", Want: []string{`truncated {"b"`}},
	{Name: "end in a message, as long as its count", Body: "4\n{\"b\"", Want: []string{`truncated {"b"`}},
	{Name: "string at the end", Body: "5\n\"ab\"", Want: []string{`data "ab"`}},
	{Name: "part of a string at the end", Body: "5\n\"ab", Want: []string{`truncated "ab`}},
	{Name: "number at the end, short of its count", Body: "5\r\n12", Want: []string{"truncated 12"}},
	{Name: "byte order mark", Body: "\xef\xbb\xbf28\r\n" + hi + "\r\n", Want: []string{"data " + hi}},
	{Name: "emoji cut by the end of the body", Body: "17\r\n{\"text\":\"\xf0\x9f", Want: []string{"truncated {\"text\":\"\xf0\x9f"}},
}

func TestLength(t *testing.T) { framingtest.Run(t, lengthInput, lengthCases) }
