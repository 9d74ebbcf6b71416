// Package equality puts the bodies of package vectors to the built package in Chromium:
// what the engine there delivers must be, byte for byte, what it delivers natively and
// what the specifications say.
package equality

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/vectors"
)

func TestMain(m *testing.M) { harness.Main(m) }

// A reading is a case as read.js takes it.
type reading struct {
	Format string   `json:"format"`
	Type   string   `json:"type"`
	Limit  int      `json:"limit"`
	Types  []string `json:"types"`
	Text   []byte   `json:"text"` // the only record, if a text is judged
	Body   []byte   `json:"body"`
	Cuts   []int    `json:"cuts"`
	Want   []record `json:"want"`
	// Options are those of the feed, beyond the others here.
	Options map[string]any `json:"options,omitempty"`
}

// A record is one that is wanted: its bytes, or for long ones where they are in the body.
type record struct {
	Kind   string `json:"kind"`
	Type   string `json:"type"`
	ID     string `json:"id"`
	At     int    `json:"at"`
	Length int    `json:"length"`
	Text   []byte `json:"text,omitempty"`
	Head   []byte `json:"head"`
}

// readingOf is a case that is cut in one of the ways.
func readingOf(c vectors.Case, cut way) reading {
	r := reading{Format: c.Format, Type: c.ContentType, Limit: c.Limit, Types: []string{}, Body: []byte(c.Body), Cuts: cut.cuts(len(c.Body)), Want: []record{}}
	for _, want := range c.Want {
		one := record{Kind: want.Kind, Type: want.Type, ID: want.ID, At: want.At, Length: len(want.Text), Head: []byte(want.Head)}
		if want.At == vectors.Anywhere || len(want.Text) < 1000 {
			one.Text = append([]byte{}, want.Text...)
		}
		if want.Type != "" {
			r.Types = append(r.Types, want.Type)
		}
		r.Want = append(r.Want, one)
	}
	return r
}

// A way is one of cutting a body into chunks.
type way struct {
	name string
	cuts func(n int) []int
}

// ways are the columns of the suites.
var ways = []way{
	{"one chunk", func(int) []int { return []int{} }},
	{"byte by byte", func(n int) []int { return every(max(1, n/manyPieces), n) }},
	{"cut at random", func(n int) []int { return random(uint64(n), n) }},
}

// manyPieces are what a body is cut into at most, about: a long one is much the same all
// through.
const manyPieces = 500

func every(size, n int) []int {
	cuts := []int{}
	for at := size; at < n; at += size {
		cuts = append(cuts, at)
	}
	return cuts
}

func random(seed uint64, n int) []int {
	dice, cuts := rand.New(rand.NewPCG(seed, 41)), []int{}
	for at := 0; at < n; {
		at += dice.IntN(22 + n/200)
		cuts = append(cuts, min(at, n))
	}
	return cuts
}

// ask serves readings to a page and has a function of read.js do its work with each.
func ask[R any](t *testing.T, work string, readings []reading) []R {
	t.Helper()
	site := harness.NewSite(t)
	site.Handle("/readings", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(readings) // a page that has gone fails its test
	})
	page := harness.OpenFor(t, site.URL+"/module.html", 3*time.Minute)
	results := harness.Call[[]R](page, "read.js", work, harness.Args{"path": "/readings"})
	require.Len(t, results, len(readings))
	return results
}

// A comparison is what compare of read.js gives.
type comparison struct {
	Same  int
	Wrong string
}

// compared are the comparisons of cases, in each of the ways.
func compared(t *testing.T, cases []vectors.Case) map[string][]comparison {
	t.Helper()
	all := map[string][]comparison{}
	for _, cut := range ways {
		readings := make([]reading, len(cases))
		for i, c := range cases {
			readings[i] = readingOf(c, cut)
		}
		all[cut.name] = ask[comparison](t, "compareAll", readings)
	}
	return all
}

// hold fails unless all records of a case were as they should be.
func (c comparison) hold(t *testing.T, of vectors.Case) {
	t.Helper()
	if c.Wrong != "" || c.Same != len(of.Want) {
		t.Errorf("%s: %d records of %d are as they should be: %s\n%s", of.Title(), c.Same, len(of.Want), c.Wrong, excerpt(of.Body))
	}
}

func excerpt(s string) string { return fmt.Sprintf("%.400q", s) }
