package framingtest

import (
	"flag"
	"fmt"
	"slices"
	"testing"

	"github.com/feedsource/feedsource/test/vectors"
)

// update writes the golden files anew: go test ./wasm/internal/{framing,sse,feed} -run Golden -update
var update = flag.Bool("update", false, "write the golden files of test/vectors anew")

// Golden reads the bodies of cases and compares what is in them, byte by byte and with
// its place, with a golden file of test/vectors. input gives the framer of a case.
func Golden(t *testing.T, file string, cases []vectors.Case, input func(vectors.Case) Input) {
	t.Helper()
	for i, c := range cases {
		cases[i].Want = rows(t, input(c), c)
	}
	if *update {
		if err := vectors.Write(file, cases); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := vectors.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := titles(cases); !slices.Equal(got, titles(want)) {
		t.Fatalf("%s has other cases; see what changes when you write it anew: go test ./wasm/internal/{framing,sse,feed} -run Golden -update", file)
	}
	for i, c := range cases {
		if !slices.Equal(c.Want, want[i].Want) {
			t.Errorf("%s of %s\n got %s\nwant %s", c.Title(), file, shown(c.Want), shown(want[i].Want))
		}
	}
}

// rows are the records of a body, which must be the same however it is cut.
func rows(t *testing.T, in Input, c vectors.Case) []vectors.Record {
	t.Helper()
	body := []byte(c.Body)
	whole := in.Placed(t, body, nil)
	ways := [][]int{Each(len(body)), Random(uint64(len(body)), len(body))}
	if len(body) > 10_000 {
		ways = [][]int{Every(997, len(body))} // it is much the same all through
	}
	for _, cuts := range ways {
		if got := in.Placed(t, body, cuts); !slices.Equal(got, whole) {
			t.Fatalf("%s\n%s, cut at %s\n got %s\nwhole %s", c.Title(), excerpt(c.Body), excerpt(fmt.Sprint(cuts)), shown(got), shown(whole))
		}
	}
	return whole
}

func shown(records []vectors.Record) string { return excerpt(fmt.Sprintf("%+v", records)) }

// titles reports whether two lists have the same cases.
func titles(cases []vectors.Case) []string {
	var list []string
	for _, c := range cases {
		list = append(list, fmt.Sprintf("%s %s %s %d %q", c.Title(), c.Format, c.ContentType, c.Limit, c.Body))
	}
	return list
}

// Golden is a case of a table as one of a golden file.
func (c Case) Golden(group, format string, limit int) vectors.Case {
	if c.Limit > 0 {
		limit = c.Limit
	}
	return vectors.Case{Group: group, Name: c.Name, Format: format, Limit: limit, Body: c.Body}
}
