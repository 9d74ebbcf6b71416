package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const ndjson = "ndjson, ticks, chunks of 65536, to objects"

func rate(name string, median float64, peer bool) Row {
	return Row{Name: name, Median: median, Peer: peer}
}

func TestJudgements(t *testing.T) {
	rates := Group{Title: ndjson, Better: "high", Rows: []Row{
		rate(batches, 300, false), rate("hand", 200, false), rate("slow", 50, true), rate("quick", 100, true), {Name: "none", Peer: true, Fails: "x"},
	}}
	text := Group{Title: "text", Better: "high", Rows: []Row{rate(batches, 290, false)}}
	delays := Group{Title: "delays", Better: "low", Rows: []Row{rate(listener, 12, false), rate("hand", 10, false), rate("good", 8, true), rate("bad", 20, true)}}
	groups := []Group{text, rates, delays, {Title: "heap", Dimension: "heap", Better: "low", Bytes: 2e8, Rows: []Row{rate(batches, 0, false)}}}
	for name, c := range map[string]struct {
		target   Target
		against  string
		measured float64
		verdict  string
	}{
		"more than another row":    {Target{Group: ndjson, Ours: batches, Against: "hand", Limit: atLeast(1.5)}, "hand", 1.5, "met"},
		"less than asked for":      {Target{Group: ndjson, Ours: batches, Against: "hand", Limit: atLeast(1.6)}, "hand", 1.5, "missed"},
		"the best of the peers":    {Target{Group: ndjson, Ours: batches, Against: bestOfPeers, Limit: atLeast(1)}, "best peer, quick", 3, "met"},
		"a row of another group":   {Target{Group: "text", Ours: batches, Against: bestOfPeers, Beside: ndjson, Limit: atLeast(3)}, "best peer, quick, to objects", 2.9, "missed"},
		"longer, within the limit": {Target{Group: "delays", Ours: listener, Against: "hand", Limit: atMost(1.2, "×")}, "hand", 1.2, "met"},
		"too long":                 {Target{Group: "delays", Ours: listener, Against: bestOfPeers, Limit: atMost(1.2, "×")}, "best peer, good", 1.5, "missed"},
		"a quantity":               {Target{Group: "delays", Ours: listener, Note: "x", Limit: atMost(11, "ms")}, "x", 12, "missed"},
		"a quantity of nothing":    {Target{Group: "heap", Ours: batches, Limit: atMost(0, "MB")}, "", 0, "met"},
		"a row that is missing":    {Target{Group: ndjson, Ours: batches, Against: "nobody", Limit: atLeast(1)}, "nobody", 300, notMeasured},
		"a row that failed":        {Target{Group: ndjson, Ours: batches, Against: "none", Limit: atLeast(1)}, "none", 300, notMeasured},
		"a group that is missing":  {Target{Group: "none", Ours: batches, Against: "hand", Limit: atLeast(1)}, "hand", 0, notMeasured},
	} {
		j := c.target.judge(groups)
		assert.Equal(t, c.against, j.Against, name)
		assert.InDelta(t, c.measured, j.Measured, 1e-9, name)
		assert.Equal(t, c.verdict, j.Verdict, name)
	}
}

func TestQuickRunsWhatTargetsName(t *testing.T) {
	names, peers := entrants(ndjson)
	assert.Equal(t, []string{batches, "hand"}, names)
	assert.True(t, peers, "objects are compared with the best peer")
	names, peers = entrants("ndjson, ticks, chunks of 65536, to text")
	assert.Equal(t, []string{batches, "hand"}, names)
	assert.False(t, peers, "text is compared with peers in another group")
	names, peers = entrants("delivery: sse, ticks, chunks of 65536, to text")
	assert.ElementsMatch(t, []string{listener, batches, recorded, "eventsource", "hand dispatchEvent"}, names)
	assert.False(t, peers)
	quick, all := Options{Mode: Quick, Only: short.Only}, Options{Mode: All, Only: short.Only}
	for title, wanted := range map[string]bool{
		"live: 1000 messages a second": true, "live: 10000 messages a second": false, "sse, ticks, chunks of 512, to text": true,
		"sse, ticks, chunks of 512, to objects": false, coldTitle(100): true, coldTitle(20): false, sizeTitle: true,
	} {
		assert.Equal(t, wanted, quick.wants("", title), title)
		assert.True(t, all.wants("", title), title)
	}
}

func TestMarkdown(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bench.json")
	report := &Report{
		Made: "2026-01-02T03:04:05Z", Machine: "Some CPU, linux/amd64", CPUs: 2, Browser: "Chrome/1.2", Rounds: 7, MB: 8, Stream: 1000,
		Versions: map[string]string{"b": "2.0.0", "a": "1.0.0"},
		Targets: []Judgement{
			{Name: "one", Against: "hand", Limit: atLeast(1.3), Measured: 1.416, Verdict: "met"},
			{Name: "two", Limit: atMost(860, "KB"), Measured: 897.4, Verdict: "missed"},
			{Name: "three", Against: "hand", Limit: atMost(1.2, "×"), Verdict: notMeasured},
		},
	}
	require.NoError(t, write(file, report))
	var out strings.Builder
	require.NoError(t, printMarkdown(&out, file))
	assert.Equal(t, `| What | Against | Target | Measured | Verdict |
|---|---|---|---|---|
| one | hand | ≥ 1.30× | 1.42× | met |
| two | – | ≤ 860 KB | 897 KB | missed |
| three | hand | ≤ 1.20× | – | not measured |

Measured on 2026-01-02: Some CPU, linux/amd64, 2 cores, Chrome/1.2; medians of 7 rounds or more, bodies of 8 MB, heap after 1000 MB. Packages: a 1.0.0, b 2.0.0.
`, out.String())
	require.NoError(t, os.WriteFile(file, []byte("<html>"), 0o644))
	assert.ErrorContains(t, printMarkdown(&out, file), "holds no results of the benchmark")
}
