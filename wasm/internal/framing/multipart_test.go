package framing_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/textproto"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

func multipartInput(boundary string) framingtest.Input {
	return framingtest.Input{Framer: func() framing.Framer { return framing.NewMultipart(boundary, false) }, Limit: limit}
}

// part is a record in words.
func part(head, payload string) string { return fmt.Sprintf("bytes %q head=%q", payload, head) }

// plainType is a header block of one field.
const plainType = "Content-Type: text/plain\r\n\r\n"

// sized is a header block that says how long the payload is.
func sized(n int) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n", n) }

const jpeg = "\xff\xd8\r\n--\r\n--boun\r\n\r\n\n--bound \xff\xd9"

// multipartCases have the boundary "b".
var multipartCases = []judgedCase{
	{Case: framingtest.Case{Name: "empty body"}},
	{Case: framingtest.Case{Name: "two parts and the end", Body: "--b\r\n" + plainType + "one\r\n--b\r\n\r\ntwo\r\n--b--\r\n", Want: []string{part(plainType, "one"), part("\r\n", "two")}}, verdict: complete},
	{Case: framingtest.Case{Name: "preamble and epilogue", Body: "This is for mail. --b\r\n-- b\r\n\r\n--b\r\n\r\none\r\n--b--epilogue\r\n--b\r\n\r\nno", Want: []string{part("\r\n", "one")}}, verdict: complete},
	{Case: framingtest.Case{Name: "preamble of a line end", Body: "\r\n--b\r\n\r\none\r\n--b--", Want: []string{part("\r\n", "one")}}, verdict: complete},
	{Case: framingtest.Case{Name: "LF", Body: "--b\n\none\n--b\nA: b\n\ntwo\n--b--\n", Want: []string{part("\n", "one"), part("A: b\n\n", "two")}}, verdict: complete},
	{Case: framingtest.Case{Name: "padding", Body: "--b \t \r\n\r\none\r\n--b\t\n\r\ntwo\r\n--b-- \r\n", Want: []string{part("\r\n", "one"), part("\r\n", "two")}}, verdict: complete},
	{Case: framingtest.Case{Name: "something behind a boundary", Body: "--b-\r\n\r\none\r\n--bound\r\n\r\ntwo\r\n--b -- \r\n\r\nthree\r\n--b", Want: []string{part("\r\n", "one"), part("\r\n", "two"), part("\r\n", "three")}}},
	{Case: framingtest.Case{Name: "payloads of nothing", Body: "--b\r\n\r\n\r\n--b\r\n\r\n--b\r\n" + plainType + "\r\n--b--", Want: []string{part("\r\n", ""), part("\r\n", ""), part(plainType, "")}}, verdict: complete},
	{Case: framingtest.Case{Name: "payloads of line ends", Body: "--b\r\n\r\n\r\n\r\n\r\n--b\r\n\r\n\r\r\n--b\r\n\r\n\n\n--b--", Want: []string{part("\r\n", "\r\n\r\n"), part("\r\n", "\r"), part("\r\n", "\n")}}, verdict: complete},
	{Case: framingtest.Case{Name: "what is nearly a mark", Body: "--b\r\n\r\n--\r\n-b\r\n --b\r\r--b--b\r\n--\nb\n--b--", Want: []string{part("\r\n", "--\r\n-b\r\n --b\r\r--b--b\r\n--\nb")}}, verdict: complete},
	{Case: framingtest.Case{Name: "parts are told before the end of the mark's line", Body: "--b\r\n\r\n{}\r\n--b", Want: []string{part("\r\n", "{}")}}},
	{Case: framingtest.Case{Name: "as Apollo's router writes them", Body: "\r\n--b\r\n" + plainType + "{}\r\n--b" + "\r\n" + plainType + "[]\r\n--b" + "--\r\n", Want: []string{part(plainType, "{}"), part(plainType, "[]")}}, verdict: complete},

	{Case: framingtest.Case{Name: "no end", Body: "--b\r\n\r\none\r\n--b\r\n", Want: []string{part("\r\n", "one")}}},
	{Case: framingtest.Case{Name: "half an end", Body: "--b\r\n\r\none\r\n--b-", Want: []string{part("\r\n", "one")}}},
	{Case: framingtest.Case{Name: "cut in a header block", Body: "--b\r\nContent-Ty", Want: []string{"truncated Content-Ty"}}},
	{Case: framingtest.Case{Name: "cut behind a header block", Body: "--b\r\n" + plainType, Want: []string{"truncated " + plainType}}},
	{Case: framingtest.Case{Name: "cut in a payload", Body: "--b\r\n" + plainType + "on", Want: []string{"truncated " + plainType + "on"}}},
	{Case: framingtest.Case{Name: "cut in a mark", Body: "--b\r\n\r\none\r\n--", Want: []string{"truncated \r\none"}}},
	{Case: framingtest.Case{Name: "cut behind JSON", Body: "--b\r\n\r\n {\"a\":1}\n\r\n-", Want: []string{part("\r\n", " {\"a\":1}\n")}}},
	{Case: framingtest.Case{Name: "cut in JSON", Body: "--b\r\n\r\n{\"a\":1\r\n", Want: []string{"truncated \r\n{\"a\":1"}}},
	{Case: framingtest.Case{Name: "no mark", Body: "{\"data\":{}}"}},
	{Case: framingtest.Case{Name: "longest preamble", Body: strings.Repeat("x", 64<<10-5) + "\r\n--b\r\n\r\none\r\n--b--", Want: []string{part("\r\n", "one")}}, verdict: complete},
	{Case: framingtest.Case{Name: "preamble that is too long", Body: strings.Repeat("x", 64<<10-4) + "\r\n--b\r\n\r\none\r\n--b--"},
		verdict: lostBy("the body has no part in its first 64 KiB: it does not have the boundary of its Content-Type")},

	{Case: framingtest.Case{Name: "no empty line", Body: "--b\r\nA: b\r\n--b\r\n\r\none\r\n--b--", Want: []string{"bad-frame A: b\r\n", part("\r\n", "one")}}, verdict: complete},
	{Case: framingtest.Case{Name: "no empty line before the end", Body: "--b\r\nA: b\r\n--b--", Want: []string{"bad-frame A: b\r\n"}}, verdict: complete},
	{Case: framingtest.Case{Name: "no part between marks", Body: "--b\r\n--b\r\n\r\none\r\n--b\r\n--b--", Want: []string{"bad-frame ", part("\r\n", "one"), "bad-frame "}}, verdict: complete},
	{Case: framingtest.Case{Name: "longest header block", Limit: 1 << 20, Body: "--b\r\n" + longHead(16<<10) + "one\r\n--b--", Want: []string{part(longHead(16<<10), "one")}}, verdict: complete},
	{Case: framingtest.Case{Name: "header block that is too long", Limit: 1 << 20, Body: "--b\r\n" + longHead(16<<10+1) + "one\r\n--b\r\n\r\ntwo\r\n--b--", Want: []string{"bad-frame " + longHead(20000)[:1024], part("\r\n", "two")}}, verdict: complete},
	{Case: framingtest.Case{Name: "header line that is too long", Limit: 1 << 20, Body: "--b\r\n" + strings.Repeat("x", 17<<10) + "\n--b\r\n\r\ntwo\r\n--b--", Want: []string{"bad-frame " + strings.Repeat("x", 1024), part("\r\n", "two")}}, verdict: complete},
	{Case: framingtest.Case{Name: "header block over the limit", Limit: 20, Body: "--b\r\n" + plainType + "one\r\n--b\r\n\r\ntwo\r\n--b--", Want: []string{"too-large " + plainType[:16], part("\r\n", "two")}}, verdict: complete},
	{Case: framingtest.Case{Name: "part of the limit", Limit: 20, Body: "--b\r\n\r\n12345678901234\r\n--b--", Want: []string{part("\r\n", "12345678901234")}}, verdict: complete},
	{Case: framingtest.Case{Name: "part of the limit, with CR and LF in it", Limit: 20, Body: "--b\r\n\r\n1234567890\r\r\n-\r\n--b--", Want: []string{part("\r\n", "1234567890\r\r\n-")}}, verdict: complete},
	{Case: framingtest.Case{Name: "part over the limit", Limit: 20, Body: "--b\r\n\r\n123456789012345\r\n--b\r\n\r\ntwo\r\n--b--", Want: []string{"too-large \r\n123456789012345", part("\r\n", "two")}}, verdict: complete},
	{Case: framingtest.Case{Name: "part far over the limit", Limit: 20, Body: "--b\r\n\r\n" + strings.Repeat("1\r\n", 99) + "\r\n--b\r\n\r\ntwo\r\n--b--", Want: []string{"too-large \r\n1\r\n1\r\n1\r\n1\r\n1\r\n", part("\r\n", "two")}}, verdict: complete},

	{Case: framingtest.Case{Name: "counted", Body: "--b\r\n" + sized(3) + "one\r\n--b\r\n" + sized(3) + "two", Want: []string{part(sized(3), "one"), part(sized(3), "two")}}},
	{Case: framingtest.Case{Name: "counted, in any case, with other fields", Body: "--b\r\nA: b\r\ncontent-LENGTH:3 \r\nContent-Length: 9\r\n\r\none", Want: []string{part("A: b\r\ncontent-LENGTH:3 \r\nContent-Length: 9\r\n\r\n", "one")}}},
	{Case: framingtest.Case{Name: "counted, of nothing", Body: "--b\r\n" + sized(0) + "\r\n--b\r\n" + sized(0), Want: []string{part(sized(0), ""), part(sized(0), "")}}},
	{Case: framingtest.Case{Name: "counted, mark without a line end", Body: "--b\r\n" + sized(3) + "one--b\r\n" + sized(0) + "--b--", Want: []string{part(sized(3), "one"), part(sized(0), "")}}, verdict: complete},
	{Case: framingtest.Case{Name: "counted, more line ends", Body: "--b\r\n" + sized(3) + "one\r\n\r\n\n--b--", Want: []string{part(sized(3), "one")}}, verdict: complete},
	{Case: framingtest.Case{Name: "counted with the line end", Body: "--b\r\n" + sized(5) + "one\r\n--b--", Want: []string{part(sized(5), "one\r\n")}}, verdict: complete},
	{Case: framingtest.Case{Name: "counted, ends as a mark begins", Body: "--b\r\n" + sized(5) + "one\n-\r\n--b\r\n" + sized(6) + "two\n--\r\n--b--", Want: []string{part(sized(5), "one\n-"), part(sized(6), "two\n--")}}, verdict: complete},
	{Case: framingtest.Case{Name: "count too short", Body: "--b\r\n" + sized(2) + "one\r\n--b\r\n\r\ntwo\r\n--b--", Want: []string{part(sized(2), "on"), "bad-length e", part("\r\n", "two")}}, verdict: complete},
	{Case: framingtest.Case{Name: "count of nothing", Body: "--b\r\n" + sized(0) + "one\r\n--b--", Want: []string{part(sized(0), ""), "bad-length one"}}, verdict: complete},
	{Case: framingtest.Case{Name: "count far too short", Limit: 30, Body: "--b\r\n" + sized(2) + "on" + strings.Repeat("e\r\n", 99) + "\r\n--b\r\n\r\ntwo\r\n--b--", Want: []string{part(sized(2), "on"), "bad-length " + strings.Repeat("e\r\n", 10), part("\r\n", "two")}}, verdict: complete},
	{Case: framingtest.Case{Name: "count too short at the end", Body: "--b\r\n" + sized(2) + "one\r\n-", Want: []string{part(sized(2), "on"), "bad-length e"}}},
	{Case: framingtest.Case{Name: "count too long by 4", Body: "--b\r\n" + sized(7) + "one\r\n--b\r\n\r\ntwo\r\n--b--", Want: []string{part(sized(7), "one"), part("\r\n", "two")}}, verdict: complete},
	{Case: framingtest.Case{Name: "count far too long", Body: "--b\r\n" + sized(99) + "one\r\n--b\r\n\r\ntwo\r\n--b--", Want: []string{part(sized(99), "one"), part("\r\n", "two")}}, verdict: complete},
	{Case: framingtest.Case{Name: "count over the limit", Limit: 30, Body: "--b\r\n" + sized(9) + "one\r\n--b\r\n\r\ntwo\r\n--b--", Want: []string{part(sized(9), "one"), part("\r\n", "two")}}, verdict: complete},
	{Case: framingtest.Case{Name: "count of 30 digits", Body: "--b\r\nContent-Length: " + strings.Repeat("9", 30) + "\r\n\r\none\r\n--b--", Want: []string{part("Content-Length: "+strings.Repeat("9", 30)+"\r\n\r\n", "one")}}, verdict: complete},
	{Case: framingtest.Case{Name: "count that is no number", Body: "--b\r\nContent-Length: -1\r\n\r\none\r\n--b\r\nContent-Length:\r\n\r\ntwo\r\n--b--", Want: []string{part("Content-Length: -1\r\n\r\n", "one"), part("Content-Length:\r\n\r\n", "two")}}, verdict: complete},
	{Case: framingtest.Case{Name: "cut in what is counted", Body: "--b\r\n" + sized(9) + "one\r\n--", Want: []string{"truncated " + sized(9) + "one"}}},
}

// longHead is a header block of n bytes in short lines.
func longHead(n int) string {
	lines := strings.Repeat("A: bcdefghijklmnopqrstuvwxyz\r\n", (n-10)/30)
	return lines + "B: " + strings.Repeat("b", n-len(lines)-7) + "\r\n\r\n"
}

func TestMultipart(t *testing.T) { runJudged(t, multipartInput("b"), multipartCases) }

var pictureCases = []judgedCase{
	{Case: framingtest.Case{Name: "binary parts", Body: "--bounds\r\n\r\n" + jpeg + "\r\n--bounds\r\n" + sized(len(jpeg)) + jpeg, Want: []string{part("\r\n", jpeg), part(sized(len(jpeg)), jpeg)}}},
}

func TestMultipartOfPictures(t *testing.T) { runJudged(t, multipartInput("bounds"), pictureCases) }

// graphQLCases have the boundary of GraphQL's incremental delivery.
var graphQLCases = []judgedCase{
	{Case: framingtest.Case{Name: "marks ahead of parts", Body: "\r\n---\r\n" + plainType + "{\"a\":1}\r\n---\r\n" + plainType + "{}\r\n-----\r\n", Want: []string{part(plainType, `{"a":1}`), part(plainType, "{}")}}, verdict: complete},
	{Case: framingtest.Case{Name: "hyphens in a payload", Body: "---\r\n\r\n--\r\n--\n-\r\n - ---\r\n-----", Want: []string{part("\r\n", "--\r\n--\n-\r\n - ---")}}, verdict: complete},
}

func TestMultipartOfGraphQL(t *testing.T) { runJudged(t, multipartInput("-"), graphQLCases) }

// cameraCases have the boundary "--cam".
var cameraCases = []judgedCase{
	{Case: framingtest.Case{Name: "marks are the boundary", Body: "--cam\r\n" + sized(1) + "1\r\n--cam\r\n\r\n2\r\n----cam\r\n--cam--", Want: []string{part(sized(1), "1"), part("\r\n", "2\r\n----cam")}}, verdict: complete},
	{Case: framingtest.Case{Name: "marks have hyphens of their own", Body: "----cam\r\n" + sized(1) + "1\r\n----cam\r\n\r\n2\r\n--cam\r\n----cam--", Want: []string{part(sized(1), "1"), part("\r\n", "2\r\n--cam")}}, verdict: complete},
}

func TestMultipartOfCameras(t *testing.T) {
	runJudged(t, multipartInput("--cam"), cameraCases)
	hyphens := []judgedCase{{Case: framingtest.Case{Name: "hyphens", Body: "-----\r\n\r\none\r\n-----\r\n\r\ntwo\r\n-------", Want: []string{part("\r\n", "one"), part("\r\n", "two")}}, verdict: complete}}
	runJudged(t, multipartInput("---"), hyphens)
}

// multipartTables are the cases by their boundary.
var multipartTables = []struct {
	boundary string
	cases    []judgedCase
}{{"b", multipartCases}, {"bounds", pictureCases}, {"-", graphQLCases}, {"--cam", cameraCases}}

func TestEndlessBodyNeedNotSayThatItIsComplete(t *testing.T) {
	assert.True(t, framing.NewMultipart("b", false).Finite())
	assert.False(t, framing.NewMultipart("b", true).Finite())
}

// A part is there with its last byte, if that can be known, or with the last of the boundary.
func TestPartsAreNotHeldBack(t *testing.T) {
	for _, body := range []string{
		"--b\r\n" + sized(3) + "one", "--b\r\n" + sized(5) + "one\r\n", "--b\r\n" + sized(0), "--b\r\n\r\n{}\r\n--b",
	} {
		s := framing.NewStream(framing.NewMultipart("b", false), framing.NewTable(limit))
		framingtest.Send(s, body[:len(body)-1], len(body))
		assert.Empty(t, s.Rows, "%q without its last byte", body)
		framingtest.Send(s, body[len(body)-1:], 1)
		assert.Len(t, s.Rows, 1, "%q", body)
	}
}

func TestBoundary(t *testing.T) {
	for contentType, want := range map[string]string{
		"":                                 "-",
		"multipart/mixed":                  "-",
		"multipart/mixed;":                 "-",
		"multipart/mixed; boundary=":       "-",
		`multipart/mixed; boundary=""`:     "-",
		"multipart/mixed; boundary=b":      "b",
		"multipart/mixed;BOUNDARY = b ; c": "b",
		`multipart/mixed; boundary="-"; deferSpec=20220824`:         "-",
		`multipart/mixed; deferSpec=20220824; boundary=graphql`:     "graphql",
		`multipart/mixed; x="; boundary=a"; boundary=b; boundary=c`: "b",
		`multipart/mixed; boundary="a \"b\\ "`:                      `a "b\`,
		`multipart/mixed; boundary="a;b`:                            "a;b",
		"multipart/mixed; boundary=gc0pJq0M:08jU534c0p/a=b,c?":      "gc0pJq0M:08jU534c0p/a=b,c?",
		"multipart/x-mixed-replace;boundary=--myboundary":           "--myboundary",
		"multipart/x-mixed-replace; my-boundary=a; boundary=b":      "b",
		"multipart/x-mixed-replace; x; boundary=b":                  "b",
	} {
		assert.Equal(t, want, framing.Boundary(contentType), contentType)
	}
}

func TestFieldsOfParts(t *testing.T) {
	block := []byte("Content-Type: \t image/jpeg \r\nX-Empty:\r\nX-Folded: a\r\n  b \r\n\tc\r\nno field\r\nX-Two: 1\r\nX-Two: 2\r\n\r\n")
	before := string(block)
	for name, want := range map[string]string{"content-type": "image/jpeg", "CONTENT-TYPE": "image/jpeg", "X-Empty": "", "x-folded": "a b c", "X-Two": "1"} {
		value, ok := framing.MIMEHead.Field(block, name)
		assert.True(t, ok, name)
		assert.Equal(t, want, string(value), name)
	}
	for _, name := range []string{"", "x", "no field", "content", "Content-Type:", "b"} {
		_, ok := framing.MIMEHead.Field(block, name)
		assert.False(t, ok, name)
	}
	assert.Equal(t, before, string(block))
}

// filler is bytes that look much like marks of the boundary.
func filler(random *rand.Rand, boundary string) (payload []byte) {
	pieces := []string{"\r", "\n", "\r\n", "\r\n--", "\n--", "-", "\xff", "x", "\r\n\r\n", "--" + boundary, "\r\n--" + boundary[:len(boundary)-1]}
	for range random.IntN(12) {
		payload = append(payload, pieces[random.IntN(len(pieces))]...)
	}
	return payload
}

// What package mime/multipart writes is read as it was meant, and as its reader does, with a
// preamble, with an epilogue, with LF for CRLF around parts, and counted or not.
func TestPartsOfMIMEMultipart(t *testing.T) {
	random := rand.New(rand.NewPCG(71, 72))
	read := 0
	for range 2000 {
		boundary := []string{"-", "b", "--cam", "Aa'()+_,./:=? 0-9", "----WebKitFormBoundary7MA4YWxk"}[random.IntN(5)]
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		require.NoError(t, w.SetBoundary(boundary))
		if random.IntN(3) == 0 {
			body.WriteString("preamble\r\n")
		}
		for range random.IntN(5) {
			payload, header := filler(random, boundary), textproto.MIMEHeader{}
			if bytes.Contains(append([]byte("\n"), payload...), []byte("\n--"+boundary)) {
				continue
			}
			if random.IntN(2) == 0 {
				header.Set("Content-Length", fmt.Sprint(len(payload)))
			}
			if random.IntN(2) == 0 {
				header.Set("A", "b")
			}
			one, err := w.CreatePart(header)
			require.NoError(t, err)
			_, err = one.Write(payload)
			require.NoError(t, err)
		}
		require.NoError(t, w.Close())
		if random.IntN(3) == 0 {
			body.WriteString("\r\nepilogue\r\n--" + boundary + "\r\n\r\n")
		}
		want := partsOf(t, body.Bytes(), boundary)
		in := multipartInput(boundary)
		require.Equal(t, want, framingtest.Uncut(t, in, body.Bytes(), random.Uint64()), "%q", body.String())
		require.Equal(t, complete, verdict(t, in, body.Bytes(), nil))
		read += len(want)
	}
	assert.Greater(t, read, 2000)
}

// partsOf are the parts that mime/multipart reads, in words.
func partsOf(t *testing.T, body []byte, boundary string) (list []string) {
	t.Helper()
	r := multipart.NewReader(bytes.NewReader(body), boundary)
	for {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			return list
		}
		require.NoError(t, err, "%q", body)
		payload, err := io.ReadAll(p)
		require.NoError(t, err, "%q", body)
		head := ""
		for _, name := range []string{"A", "Content-Length"} { // as they are written
			if value := p.Header.Get(name); value != "" {
				head += name + ": " + value + "\r\n"
			}
		}
		list = append(list, part(head+"\r\n", string(payload)))
	}
}

func FuzzMultipart(f *testing.F) {
	for _, table := range multipartTables {
		for i, c := range table.cases {
			if len(c.Body) < 2000 {
				f.Add([]byte(c.Body), uint64(i), uint16(c.Limit))
			}
		}
	}
	f.Fuzz(func(t *testing.T, body []byte, seed uint64, limit uint16) {
		for _, boundary := range []string{"b", "-", "--cam"} {
			uncut(t, multipartInput(boundary).WithLimit(1+int(limit)%512), body, seed)
		}
	})
}
