package main

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// firsts is what a cell found: of the hand loop, of another, and of FeedSource.
func firsts(c Cell, hand, other, ours float64) Group {
	return Group{Dimension: firstRecord, Title: c.title() + ": " + firstRecord, Better: "low", Cell: &c, Rows: []Row{
		rate("hand", hand, false), rate(fetcher, other, true), rate("FeedSource", ours, false), {Name: inWorker, Fails: "x"},
	}}
}

func TestTheWorstCellIsJudged(t *testing.T) {
	cold, warm := Cell{plainSSE.Name, Conditions{false, 4, "4G"}}, Cell{plainSSE.Name, Conditions{true, 1, unthrottled}}
	tasks := Group{Dimension: longestTask, Title: cold.title() + ": " + longestTask, Better: "low", Cell: &cold, Rows: []Row{rate("FeedSource", 90, false), rate(inWorker, 0, false)}}
	other := Group{Dimension: longestTask, Title: warm.title() + ": " + longestTask, Better: "low", Cell: &warm, Rows: []Row{rate("FeedSource", 900, false), rate(inWorker, 900, false)}}
	found := map[string]Judgement{}
	for _, j := range judgeStart([]Group{firsts(cold, 200, 100, 115), firsts(warm, 100, 200, 130), tasks, other}) {
		found[j.Name] = j
	}
	j := found["first record, plain SSE feed, FeedSource, worst cell of 2"]
	assert.InDelta(t, 1.3, j.Measured, 1e-9)
	assert.Equal(t, "best of the others, hand: warm cache, CPU 1×, no throttling", j.Against)
	assert.Equal(t, "missed", j.Verdict)
	assert.Equal(t, notMeasured, found["first record, plain SSE feed, "+inWorker].Verdict, "it failed")
	assert.Equal(t, notMeasured, found["first record, plain NDJSON feed, FeedSource"].Verdict, "there is no such cell")
	j = found["longest task of the main thread, CPU 4× slower, FeedSource, worst cell of 1"]
	assert.InDelta(t, 90, j.Measured, 1e-9, "a fast processor is not judged")
	assert.Equal(t, "met", j.Verdict)
	assert.Equal(t, "plain SSE feed, cold cache, CPU 4× slower, 4G", j.Against)
}

func TestCells(t *testing.T) {
	all := cells(Start)
	assert.Len(t, all, 4*12-4, "but for ten feeds on slow 4G")
	quick := cells(QuickStart)
	assert.Len(t, quick, 8)
	assert.Subset(t, all, quick)
	titles := map[string]bool{}
	for _, c := range all {
		titles[c.title()] = true
	}
	assert.Len(t, titles, len(all), "a title names one cell")
}

func TestStartGoesToAFileOfItsOwn(t *testing.T) {
	assert.Equal(t, "bench.json", filepath.Base(Usual.file()))
	assert.Equal(t, "start.json", filepath.Base(Start.file()))
	assert.Equal(t, "start.json", filepath.Base(QuickStart.file()))
}

func TestMarkdownOfStart(t *testing.T) {
	cell := Cell{plainSSE.Name, Conditions{false, 4, "4G"}}
	tasks := Group{Dimension: longestTask, Title: cell.title() + ": " + longestTask, Cell: &cell, Rows: []Row{rate("FeedSource", 90, false)}}
	groups := []Group{firsts(cell, 200.4, 100, 115), tasks}
	report := &Report{Made: "2026-01-02T03:04:05Z", Machine: "Some CPU", CPUs: 2, Browser: "Chrome/1.2", Mode: Start, Rounds: 5, Groups: groups, Targets: judgeStart(groups)}
	file := filepath.Join(t.TempDir(), "start.json")
	require.NoError(t, write(file, report))
	var out strings.Builder
	require.NoError(t, printMarkdown(&out, file))
	assert.Contains(t, out.String(), "| first record, plain SSE feed, FeedSource, worst cell of 1 | best of the others, fetch-event-source: cold cache, CPU 4× slower, 4G | ≤ 1.20× | 1.15× | met |\n")
	assert.Contains(t, out.String(), `
| First record, ms | hand | native EventSource | fetch-event-source | eventsource-client | FeedSource | FeedSource in a worker | longest task, ms | in a worker |
|---|--:|--:|--:|--:|--:|--:|--:|--:|
| plain SSE feed, cold cache, CPU 4× slower, 4G | 200 | – | 100 | – | 115 | – | 90 | – |

Measured on 2026-01-02: Some CPU, 2 cores, Chrome/1.2; medians of 5 visits. Packages: .
`)
}

// runsOneCell makes the visits of one cell with every contender.
func runsOneCell(t *testing.T, page *Page) {
	options := short
	options.Mode, options.Only = Start, regexp.MustCompile("^first record: ten plain SSE feeds at once, warm cache, CPU 1×, 4G$")
	report, err := page.measure(options.complete())
	require.NoError(t, err)
	ran(t, report.Groups...)
	require.Len(t, report.Groups, 2)
	assert.Equal(t, "ten plain SSE feeds at once, warm cache, CPU 1×, 4G: first record", report.Groups[0].Title)
	if row, found := find(report.Groups[0], "FeedSource"); assert.True(t, found) {
		assert.Positive(t, row.Median)
	}
	assert.Len(t, report.Targets, 2*len(feeds)+2)
}

// throttlesEveryRequest has a page and its worker fetch the engine, and a feed, by themselves.
// What a network can do at best is no matter of how fast the machine is.
func throttlesEveryRequest(t *testing.T, page *Page) {
	page.site.serve("fetching", []byte(`
		const worker = new Worker('/visit/worker/script.js');
		const heard = new Promise((resolve) => { worker.onmessage = ({ data }) => resolve(data); });
		const took = async (url) => {
			const start = performance.now();
			await (await fetch(url)).arrayBuffer();
			return performance.now() - start;
		};
		globalThis.visit = (async () => {
			const feed = await took('/first');
			const own = await took('/dist/feedsource.wasm.gz?page');
			worker.postMessage('/dist/feedsource.wasm.gz?worker');
			return { first: Math.min(own, await heard), longestTask: feed };
		})();`))
	page.site.serve("worker", []byte(`
		onmessage = async ({ data }) => {
			const start = performance.now();
			await (await fetch(data)).arrayBuffer();
			postMessage(performance.now() - start);
		};`))
	engine, err := os.Stat(filepath.Join(harness.Root(), "js", "dist", "feedsource.wasm.gz"))
	require.NoError(t, err)
	network := networks["4G"]
	found, err := page.visit("fetching", url.Values{}, Conditions{Slower: 1, Network: "4G"})
	require.NoError(t, err)
	least := 1000 * float64(engine.Size()) / network.DownloadThroughput
	assert.Greater(t, found.First, 0.9*least, "the engine, by page and worker")
	assert.Greater(t, found.LongestTask, 0.9*network.Latency, "a feed")
}

// keepsStaticFiles has a page tell how many bytes of its own script came over the network.
func keepsStaticFiles(t *testing.T, page *Page) {
	page.site.serve("kept", []byte(`
		const [script] = performance.getEntriesByName(import.meta.url);
		globalThis.visit = (async () => ({ first: script.transferSize, longestTask: 0 }))();`))
	for _, warm := range []bool{false, true, false, true} {
		found, err := page.visit("kept", url.Values{}, Conditions{Warm: warm, Slower: 1, Network: unthrottled})
		require.NoError(t, err)
		assert.Equal(t, !warm, found.First > 0, "warm: %t", warm)
	}
}
