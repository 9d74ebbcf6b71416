package sse_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

// Later data lines move down to the first one, over what stood between. JavaScript
// decodes the bytes from the first row to the last at once, so what is left of that
// must still be UTF-8; [framingtest.Input.Read] checks it for every batch.
var gapCases = []framingtest.Case{
	{Name: "line moved onto half a character of a comment", Body: "data:a\n:1ééééééé\ndata:bcd\n\n", Want: []string{`comment "1ééééééé"`, "data a\nbcd"}},
	{Name: "line end put onto half a character", Body: "data:a\ndata:é\n:é\ndata\ndata:\ndata\n\n", Want: []string{`comment "é"`, "data a\né\n\n\n"}},
	{Name: "line moved onto emoji of the type", Body: "data:a\nevent:\U0001f600\U0001f600\ndata:12\ndata:3\ndata:4\n\ndata:z\n\n",
		Want: []string{"data a\n12\n3\n4 type=\U0001f600\U0001f600", "data z"}},
	{Name: "line moved onto itself", Body: "data:a\ndata:\U0001f600\U0001f600\U0001f600\U0001f600\ndata:é\n\ndata:z\n\n",
		Want: []string{"data a\n\U0001f600\U0001f600\U0001f600\U0001f600\né", "data z"}},
}

func TestGap(t *testing.T) { framingtest.Run(t, input, gapCases) }

func TestGapAtRandom(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	lines := []string{"data:%", "data:%", "data", "event:%", ":%", "%:x", "id:%", "retry:1", "", ""}
	text := []rune("aé€\U0001f600b")
	for i := range 3000 {
		var body strings.Builder
		for range random.IntN(24) {
			value := make([]rune, random.IntN(8))
			for i := range value {
				value[i] = text[random.IntN(len(text))]
			}
			body.WriteString(strings.ReplaceAll(lines[random.IntN(len(lines))], "%", string(value)))
			body.WriteString([]string{"\n", "\r", "\r\n"}[random.IntN(3)])
		}
		in := input.WithLimit(random.IntN(100) + 1)
		whole := in.Read(t, []byte(body.String()), nil)
		for seed := range uint64(4) {
			cuts := framingtest.Random(seed, body.Len())
			if got := in.Read(t, []byte(body.String()), cuts); !slices.Equal(got, whole) {
				t.Fatalf("body %d: %q, cut at %v\n got %q\nwhole %q", i, body.String(), cuts, got, whole)
			}
		}
	}
}
