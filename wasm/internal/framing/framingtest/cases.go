package framingtest

import (
	"slices"
	"testing"
)

// A Case is a body and the records in it, however it is cut.
type Case struct {
	Name  string
	Body  string
	Want  []string
	Limit int // 0 for the limit of the input
}

// Run reads the body of each case at every cut.
func Run(t *testing.T, in Input, cases []Case) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			in := in
			if c.Limit > 0 {
				in.Limit = c.Limit
			}
			if got := in.Records(t, c.Body); !slices.Equal(got, c.Want) {
				t.Errorf("%q\n got %q\nwant %q", excerpt(c.Body), got, c.Want)
			}
		})
	}
}

// Fuzz looks for a body whose records depend on how it is cut.
func Fuzz(f *testing.F, in Input, cases ...[]Case) {
	for _, list := range cases {
		for i, c := range list {
			f.Add([]byte(c.Body), uint64(i), uint16(c.Limit))
		}
	}
	f.Fuzz(func(t *testing.T, body []byte, seed uint64, limit uint16) {
		Uncut(t, in.WithLimit(1+int(limit)%512), body, seed)
	})
}

// Uncut fails unless body reads the same whole, byte by byte, and cut by seed.
func Uncut(tb testing.TB, in Input, body []byte, seed uint64) []string {
	tb.Helper()
	whole := in.Read(tb, body, nil)
	for _, cuts := range [][]int{Each(len(body)), Random(seed, len(body))} {
		if got := in.Read(tb, body, cuts); !slices.Equal(got, whole) {
			tb.Fatalf("%q with limit %d, cut at %v\n got %q\nwhole %q", body, in.Limit, cuts, got, whole)
		}
	}
	return whole
}
