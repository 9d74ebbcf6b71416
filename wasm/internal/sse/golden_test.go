package sse_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/feedsource/feedsource/test/vectors"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

// TestGolden keeps what the parser makes of every body that this package's tests know,
// for the engine in Chromium to be compared with.
func TestGolden(t *testing.T) {
	var cases []vectors.Case
	for _, list := range [][]framingtest.Case{cornerCases, limitCases, gapCases} {
		for _, c := range list {
			cases = append(cases, c.Golden("torture, sse", "sse", limit))
		}
	}
	random := rand.New(rand.NewPCG(31, 32))
	for n := range 60 {
		var body string
		for range 10 + random.IntN(30) {
			body += nasty[random.IntN(len(nasty))]
		}
		cases = append(cases, framingtest.Case{Name: fmt.Sprint("fields at random ", n+1), Body: body}.Golden("torture, sse", "sse", limit))
	}
	framingtest.Golden(t, "golden/sse.txt", cases, func(c vectors.Case) framingtest.Input { return input.WithLimit(c.Limit) })
}
