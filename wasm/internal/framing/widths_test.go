package framing_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"unicode/utf16"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// TestMeasure cuts random text into rows and gaps and slices it as JavaScript does.
// That a batch of any framer can be sliced so is checked by [framingtest.Input.Read].
func TestMeasure(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 14))
	alphabet := []rune("aaaaaaa\x00\u007f\u0080é\u07ff\u0800€\ud7ff\ue000\ufeff\uffff\U00010000\U0001f600\U0010ffff")
	for range 5000 {
		buf := []byte("half a gap ahead")
		var want []string
		var rows []framing.Row
		for range random.IntN(6) {
			runes := make([]rune, random.IntN(40))
			for i := range runes {
				runes[i] = alphabet[random.IntN(len(alphabet))]
			}
			if n := len(string(runes)); random.IntN(3) > 0 {
				rows = append(rows, framing.Row{Off: int32(len(buf)), Len: int32(n)})
				want = append(want, string(runes))
			}
			buf = append(buf, string(runes)...)
		}
		var got []string
		if len(rows) > 0 {
			units := utf16.Encode([]rune(string(buf[rows[0].Off:])))
			from := rows[0].Off
			framing.Measure(buf, rows)
			for _, row := range rows {
				got = append(got, string(utf16.Decode(units[row.Off-from:][:row.Len])))
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%q\n got %q\nwant %q", buf, got, want)
		}
	}
	framing.Measure(nil, nil) // does nothing
}
