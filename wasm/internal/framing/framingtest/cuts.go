package framingtest

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"testing"
)

// Each cuts a body of n bytes after every byte.
func Each(n int) []int {
	cuts := make([]int, max(n-1, 0))
	for i := range cuts {
		cuts[i] = i + 1
	}
	return cuts
}

// Every cuts a body of n bytes into pieces of size bytes.
func Every(size, n int) []int {
	var cuts []int
	for at := size; at < n; at += size {
		cuts = append(cuts, at)
	}
	return cuts
}

// Random cuts a body of n bytes by seed: some pieces are empty, most are short.
func Random(seed uint64, n int) []int {
	random := rand.New(rand.NewPCG(seed, 0x5eed))
	var cuts []int
	for at := 0; at < n; {
		cuts = append(cuts, at)
		if at += random.IntN(8); random.IntN(4) == 0 {
			at += random.IntN(64)
		}
	}
	return cuts
}

// Records reads body whole, byte by byte, cut in two everywhere and cut at random, and fails unless all of them give the same records, which it returns.
func (in Input) Records(tb testing.TB, body string) []string {
	tb.Helper()
	text := []byte(body)
	whole := in.Read(tb, text, nil)
	same := func(how string, cuts []int) {
		tb.Helper()
		if got := in.Read(tb, text, cuts); !slices.Equal(got, whole) {
			tb.Fatalf("%s, cut %s at %v\n got %q\nwhole %q", excerpt(body), how, cuts, got, whole)
		}
	}
	same("byte by byte", Each(len(text)))
	for i := 0; i < len(text); i++ {
		if i > 200 && i < len(text)-200 {
			i += 12 // in the middle of a long record one place is as good as another
		}
		same("in two", []int{i})
	}
	sum := fnv.New64a()
	sum.Write(text)
	for i := range uint64(16) {
		same("at random", Random(sum.Sum64()+i, len(text)))
	}
	return whole
}

func excerpt(body string) string {
	const most = 400
	if len(body) > most {
		return body[:most] + "..."
	}
	return body
}
