package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The contenders that need nothing from npm deliver what was sent, in every
// dimension: a benchmark that nobody runs for a while must not rot.
func TestContendersDeliverWhatWasSent(t *testing.T) {
	bundle, err := bundlePage("page/own.js")
	require.NoError(t, err)
	page, err := open(bundle)
	require.NoError(t, err)
	t.Cleanup(page.close)
	cases, err := page.cases(true)
	require.NoError(t, err)
	smoke := regexp.MustCompile(`^(throughput: .*, (ticks, chunks of 512, to text|cjk, chunks of 65536, to objects)|throughput: (ndjson|sse), large, chunks of 1460, to text|throughput: json-crlf, tokens, chunks of 1460, to text|delivery|http|warm: .* 0 ms|live: live: 1000 )`)
	options := Options{Seed: 1, Rounds: 1, Megabytes: 0.2, All: true, Only: smoke}
	ran := map[string]int{}
	for _, one := range cases {
		if !options.wants(one.Dimension, one.Title) {
			continue
		}
		groups, err := page.run(one, options)
		require.NoError(t, err, one.Title)
		for _, g := range groups {
			ran[one.Dimension]++
			require.NotEmpty(t, g.Rows, g.Title)
			for _, row := range g.Rows {
				if row.Fails != "reads from the network only" {
					assert.Empty(t, row.Fails, "%s: %s", g.Title, row.Name)
					assert.NotZero(t, row.Rounds, "%s: %s", g.Title, row.Name)
				}
			}
		}
	}
	assert.Len(t, ran, 5, "dimensions that ran: %v", ran)
}

// Every module is bundled into the page. Reading them here also tells go test, which
// keeps results by the files that a test has read, when to run this package again.
func TestEveryModuleTakesPart(t *testing.T) {
	files, err := filepath.Glob("[pc]*/*.js")
	require.NoError(t, err)
	require.Greater(t, len(files), 20)
	var all strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		all.Write(text)
	}
	entries := []string{"all.js", "own.js", "peers.js", "cold.js"}
	for _, file := range files {
		if name := filepath.Base(file); !slices.Contains(entries, name) {
			assert.Contains(t, all.String(), "/"+name+"'", "nothing imports %s", file)
		}
	}
}

func TestTargetsNameWhatIsMeasured(t *testing.T) {
	row := func(name string, median float64, peer bool) Row { return Row{Name: name, Median: median, Peer: peer} }
	rows := []Row{row(batches, 300, false), row("hand", 200, false), row("slow", 50, true), row("quick", 100, true), {Name: "none", Peer: true, Fails: "x"}}
	found := judge([]Group{{Title: "ndjson, ticks, chunks of 65536, to objects", Better: "high", Rows: rows}})
	assert.Equal(t, Judgement{"NDJSON to objects, 64 KiB", "hand", 1, 1.5, "met"}, found[0])
	assert.Equal(t, Judgement{"NDJSON to objects, 64 KiB", "best peer, quick", 1.3, 3, "met"}, found[1])
	assert.Equal(t, "not measured", found[2].Verdict)
	sse := []Row{row(batches, 2, false), row("eventsource-parser onEvent", 1, true)}
	found = judge([]Group{{Title: "sse, ticks, chunks of 65536, to text", Better: "high", Rows: sse}})
	assert.True(t, slices.ContainsFunc(found, func(j Judgement) bool { return j.Name == "SSE to strings, 64 KiB" && j.Ratio == 2 }))
	found = judge([]Group{{Title: "ndjson, ticks, chunks of 65536, to objects", Better: "low", Rows: rows}})
	assert.Equal(t, "missed", found[0].Verdict)
	assert.InDelta(t, 0.67, found[0].Ratio, 0.01)
}

func TestEveryPackageIsLocked(t *testing.T) {
	lock, err := os.ReadFile("package-lock.json")
	require.NoError(t, err)
	for _, s := range shippings {
		assert.Contains(t, string(lock), `"node_modules/`+s.pkg+`"`)
	}
	assert.NotContains(t, string(lock), `"resolved"`, "a lock file must not name the host it came from")
}
