package framing_test

import (
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

// FuzzLines runs each body through all delimiters, as JSON and as text.
func FuzzLines(f *testing.F) {
	for _, cases := range [][]framingtest.Case{ndjsonCases, jsonCRCases, jsonCRLFCases, textCases, textCRCases, textCRLFCases, limitCases} {
		for i, c := range cases {
			f.Add([]byte(c.Body), uint64(i), uint16(c.Limit))
		}
	}
	f.Fuzz(func(t *testing.T, body []byte, seed uint64, limit uint16) {
		for _, d := range []framing.Delimiter{framing.LF, framing.CR, framing.CRLF} {
			for _, in := range []framingtest.Input{jsonLines(d), textLines(d)} {
				framingtest.Uncut(t, in.WithLimit(1+int(limit)%512), body, seed)
			}
		}
	})
}

func FuzzLength(f *testing.F)    { framingtest.Fuzz(f, lengthInput, lengthCases, limitLengthCases) }
func FuzzJSON(f *testing.F)      { framingtest.Fuzz(f, jsonInput, jsonCases, limitCases, limitJSONCases) }
func FuzzJSONSeq(f *testing.F)   { framingtest.Fuzz(f, seqInput, seqCases) }
func FuzzJSONArray(f *testing.F) { framingtest.Fuzz(f, arrayInput, arrayCases) }
