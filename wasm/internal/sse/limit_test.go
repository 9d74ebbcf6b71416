package sse_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
	"github.com/feedsource/feedsource/wasm/internal/sse"
)

// The limit is for a line and for the data of an event.
var limitCases = []framingtest.Case{
	{Name: "line over the limit", Limit: 12, Body: "data: 1234567\n\ndata: 7\n\n", Want: []string{"too-large data: 123456", "data 7"}},
	{Name: "line over the limit within a block", Limit: 12, Body: "id:9\ndata: a\ndata: 1234567\ndata: b\n\ndata: 7\n\n",
		Want: []string{"too-large data: 123456", "data 7 id=9"}},
	{Name: "lines over the limit in one block", Limit: 4, Body: "data:1\nfoooo:1\nbarrrrr\n\ndata\n\n",
		Want: []string{"too-large data", "too-large fooo", "too-large barr", "data "}},
	{Name: "comment over the limit", Limit: 8, Body: "data: a\n:  123456789\ndata: b\n\ndata: 7\n\n", Want: []string{"too-large :  12345", "data 7"}},
	{Name: "data that grows to the limit", Limit: 8, Body: "data:12\ndata:45\ndata:78\n\n", Want: []string{"data 12\n45\n78"}},
	{Name: "data that grows over the limit", Limit: 8, Body: "data:123\ndata:456\ndata:9\n:c\ndata:z\n\ndata:7\n\n",
		Want: []string{"too-large 123\n456\n", `comment "c"`, "data 7"}},
	{Name: "excerpt of data ends before half a character", Limit: 9, Body: "data:1234\ndata:12\U0001f600\n\ndata:7\n\n",
		Want: []string{"too-large data:12", "data 7"}},
	{Name: "excerpt of joined data ends before half a character", Limit: 9, Body: "data:12\ndata:34\ndata:\U0001f600\n\ndata:\U0001f600\ndata:\U0001f600\n\n",
		Want: []string{"too-large 12\n34\n", "data \U0001f600\n\U0001f600"}},
	{Name: "fields do not count as data", Limit: 9, Body: "data:123\nevent: t\nid: 1\nevent: u\n:c\nfoo:bar\ndata:5678\n\n", Want: []string{`comment "c"`, "data 123\n5678 type=u id=1"}},
	{Name: "ID of a block that is too large counts", Limit: 8, Body: "id:7\ndata:56789\n\ndata:a\n\n", Want: []string{"too-large data:567", "data a id=7"}},
	{Name: "unfinished line of the limit and one byte at the end", Limit: 4, Body: "data:", Want: nil},
	{Name: "unfinished line over the limit at the end", Limit: 4, Body: "data:1", Want: []string{"too-large data"}},
}

func TestLimits(t *testing.T) { framingtest.Run(t, input, limitCases) }

// TestLineOfTheLimit: a line of exactly the limit passes with any line end however
// it is cut, one more byte never does, and the next event is there.
func TestLineOfTheLimit(t *testing.T) {
	for _, end := range []string{"\n", "\r", "\r\n"} {
		for _, limit := range []int{6, 60, 1100} {
			for n := limit - 1; n <= limit+3; n++ {
				line := "data:" + strings.Repeat("a", n-5)
				want := "data " + line[5:]
				if n > limit {
					want = "too-large " + line[:min(limit, 1024)]
				}
				got := input.WithLimit(limit).Records(t, line+end+end+"data"+end+end)
				if !slices.Equal(got, []string{want, "data "}) {
					t.Errorf("limit %d, line of %d bytes, %q:\n got %q", limit, n, end, got)
				}
			}
		}
	}
}

// An ID is copied with every batch and sent with every request: a long one would make
// each byte that follows cost as much as it has.
func TestLongIDIsIgnored(t *testing.T) {
	longest := strings.Repeat("a", sse.MaxIDBytes)
	got := input.WithLimit(1<<20).Records(t, "id:1\ndata:a\n\nid:"+longest+"\ndata:b\n\nid:"+longest+"a\ndata:c\n\nid: 2\ndata:d\n\n")
	if want := []string{"data a id=1", "data b id=" + longest, "data c id=" + longest, "data d id=2"}; !slices.Equal(got, want) {
		t.Errorf("got %d records: %.80q", len(got), got)
	}
}
