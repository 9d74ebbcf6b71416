package framing_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

// A piece of a body ends where the next record may start: whatever stands before
// and after it, it brings the same records.
type piece struct {
	text string
	want []string
}

func data(s string) []string { return []string{"data " + s} }

var jsonTexts = []string{"{}", "[]", "1", "-0.5e3", "true", `""`, `{"a":"}\"\\"}`, `{"a":[{},"]"]}`, "\"\U0001f600\u2028\""}

var composed = []struct {
	name   string
	in     framingtest.Input
	pieces []piece
}{
	{"ndjson", jsonLines(framing.LF), endings("\n", "\r\n", " \r\n")},
	{"json-cr", jsonLines(framing.CR), endings("\r", "\r\n", "\n \r")},
	{"json-crlf", jsonLines(framing.CRLF), append(endings("\r\n", "\r\r\n", "\n\r\n"),
		piece{"{\"error\":{}}\n{\n}\r\n", append(data(`{"error":{}}`), "data {\n}")})},
	{"json", jsonInput, append(endings("\n", "\r", "\r\n", " ", ","),
		piece{"{\"a\":1,\"b\"\n{}\n", []string{`not-json {"a":1,"b"`, "data {}"}},
		piece{"oops\n{}\n", []string{"not-json oops", "data {}"}})},
	{"json-seq", seqInput, append(starts("\x1e", "\n"),
		piece{"\x1eoops\n", []string{"not-json oops"}}, piece{"\x1e[1,\n", []string{"truncated [1,"}})},
	{"length", lengthInput, append(counted(),
		piece{"abc\r\n", []string{"bad-length abc"}},
		piece{"99999999999999999999\n{}\n", []string{"length-too-large 99999999999999999999"}},
		piece{"5000\r\n\n\r{}\r\n", []string{"length-too-large 5000"}})},
}

func endings(delimiters ...string) (pieces []piece) {
	for _, d := range delimiters {
		for _, text := range jsonTexts {
			pieces = append(pieces, piece{text + d, data(text)})
		}
	}
	return pieces
}

func starts(before, behind string) (pieces []piece) {
	for _, text := range jsonTexts {
		pieces = append(pieces, piece{before + text + behind, data(text)})
	}
	return pieces
}

// counted gives messages with a right count, and one that is too short.
func counted() (pieces []piece) {
	for _, text := range append(jsonTexts, "{\r\n}", "\n{\n}\n") {
		body := fmt.Sprintf("%d\r\n%s\r\n", len(text)+2, text)
		pieces = append(pieces, piece{body, data(strings.TrimSpace(text))})
		if !strings.Contains(text, "\n") {
			pieces = append(pieces, piece{fmt.Sprintf("%d\r\n%s\r\n", max(len(text)-1, 1), text), data(text)})
		}
	}
	return pieces
}

func TestPiecesDoNotInfluenceEachOther(t *testing.T) {
	for _, c := range composed {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(5, 6))
			for range 500 {
				var body strings.Builder
				var want []string
				for range random.IntN(20) {
					p := c.pieces[random.IntN(len(c.pieces))]
					body.WriteString(p.text)
					want = append(want, p.want...)
				}
				got := framingtest.Uncut(t, c.in, []byte(body.String()), random.Uint64())
				got = slices.DeleteFunc(got, func(s string) bool { return strings.HasPrefix(s, "keep-alive") })
				if c.name == "json-seq" && len(want) > 0 && strings.HasPrefix(want[len(want)-1], "truncated") {
					want = want[:len(want)-1] // at the end the LF is cut off as well
					got = got[:len(got)-1]
				}
				if !slices.Equal(got, want) {
					t.Fatalf("%q\n got %q\nwant %q", body.String(), got, want)
				}
			}
		})
	}
}

// TestTextOracle compares lines of text with strings.Split.
func TestTextOracle(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for delimiter, mark := range map[framing.Delimiter]string{framing.LF: "\n", framing.CRLF: "\r\n", framing.CR: "\r"} {
		for range 3000 {
			var body strings.Builder
			for range random.IntN(30) {
				body.WriteString([]string{"\r", "\n", "\r\n", " ", "a", "\u00e9", "{}", "\x00"}[random.IntN(8)])
			}
			body.WriteString(mark)
			lines := strings.Split(body.String(), mark)
			var want []string
			for _, line := range lines[:len(lines)-1] {
				if delimiter == framing.LF {
					line = strings.TrimSuffix(line, "\r")
				} else if delimiter == framing.CR {
					line = strings.TrimPrefix(line, "\n")
				}
				switch {
				case strings.Trim(line, " \r\n\t") != "":
					want = append(want, "data "+line)
				case line == "":
					want = append(want, "keep-alive")
				default:
					want = append(want, fmt.Sprintf("keep-alive %q", line))
				}
			}
			if got := framingtest.Uncut(t, textLines(delimiter), []byte(body.String()), random.Uint64()); !slices.Equal(got, want) {
				t.Fatalf("%q\n got %q\nwant %q", body.String(), got, want)
			}
		}
	}
}
