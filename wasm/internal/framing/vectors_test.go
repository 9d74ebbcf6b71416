package framing_test

import (
	"testing"

	"github.com/feedsource/feedsource/test/vectors"
	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

// inFormat reads a case with the framer of its format.
func inFormat(c vectors.Case) framingtest.Input {
	return framingtest.Input{Limit: c.Limit, Framer: func() framing.Framer {
		f, ok := framing.New(framing.Format(c.Format), framing.Source{ContentType: c.ContentType})
		if !ok {
			panic(c.Format + " is no format of this package")
		}
		return f
	}}
}

// byHand is every case that was written by hand.
func byHand(t *testing.T) []vectors.Case {
	t.Helper()
	var all []vectors.Case
	for _, file := range vectors.Files {
		cases, err := vectors.Read(file)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, cases...)
	}
	return all
}

// TestVectors: what the specifications say is in a body, at every cut.
func TestVectors(t *testing.T) {
	for _, c := range byHand(t) {
		framingtest.Run(t, inFormat(c), []framingtest.Case{{Name: c.Title(), Body: c.Body, Want: vectors.Words(c.Want)}})
	}
}

// tables are the cases of this package's own tests, by the format that has them.
var tables = []struct {
	format framing.Format
	cases  [][]framingtest.Case
}{
	{framing.NDJSON, [][]framingtest.Case{ndjsonCases, limitCases, limitCRCases}},
	{framing.JSONCR, [][]framingtest.Case{jsonCRCases, limitCRCases}},
	{framing.JSONCRLF, [][]framingtest.Case{jsonCRLFCases, limitCRCases}},
	{framing.LengthFmt, [][]framingtest.Case{lengthCases, limitLengthCases}},
	{framing.JSONText, [][]framingtest.Case{jsonCases, limitCases, limitJSONCases}},
	{framing.JSONSeq, [][]framingtest.Case{seqCases}},
	{framing.JSONArray, [][]framingtest.Case{arrayCases}},
	{framing.TextLines, [][]framingtest.Case{textCases}},
}

// TestGolden keeps what this package makes of every body that it knows, for the engine
// in Chromium to be compared with.
func TestGolden(t *testing.T) {
	cases := byHand(t)
	for _, table := range tables {
		for _, list := range table.cases {
			for _, c := range list {
				cases = append(cases, c.Golden("torture, "+string(table.format), string(table.format), limit))
			}
		}
	}
	texts, err := vectors.JSON()
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range vectors.Carriers {
		for _, text := range texts {
			if c, ok := text.In(format); ok {
				cases = append(cases, c)
			}
		}
	}
	framingtest.Golden(t, "golden/framing.txt", cases, inFormat)
}
