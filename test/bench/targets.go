package main

import "slices"

// A Target is something that FeedSource is held to: a ratio of medians, or a quantity.
type Target struct {
	Name    string
	Group   string // title
	Ours    string // row
	Against string // row, or bestOfPeers; empty: nothing, and the limit is a quantity
	Note    string // what the quantity is beside, in words
	Beside  string // title of the group that Against is in, if it is another
	Limit   Limit
}

// bestOfPeers is the fastest of the npm packages in the group.
const bestOfPeers = "best peer"

const (
	batches  = "FeedSource batches()"
	recorded = "FeedSource batches(), recorded"
	listener = "FeedSource addEventListener"
	parser   = "eventsource-parser onEvent"
	fetcher  = "fetch-event-source"
)

const (
	opening = "opening: a feed of one record, from made to ended"
	latency = "live: 1000 messages a second, from server's write to handler, p99 of the calmer turns"
	stream  = "heap: after a long event stream, still open, growth"
	memory  = "heap: after a long event stream, still open, WebAssembly memory since the first tenth of it"
)

var targets = slices.Concat(lines(), eventStreams(), framings(), []Target{
	{Name: "SSE by addEventListener", Group: "delivery: " + sse("ticks", "65536"), Ours: listener, Against: "eventsource", Limit: atLeast(1.4)},
	{Name: "SSE by addEventListener", Group: "delivery: " + sse("ticks", "65536"), Ours: listener, Against: "hand dispatchEvent", Limit: atLeast(0.9)},
	{Name: "recording SSE over HTTP, 64 KiB", Group: "HTTP: sse, ticks, writes of 65536, to text", Ours: recorded, Against: batches, Limit: atLeast(0.9)},
	{Name: "recording NDJSON over HTTP, 64 KiB", Group: "HTTP: ndjson, ticks, writes of 65536, to objects", Ours: recorded, Against: batches, Limit: atLeast(0.9)},
	{Name: "recording SSE of a page's own stream, 64 KiB", Group: "delivery: " + sse("ticks", "65536"), Ours: recorded, Against: batches, Limit: atLeast(0.9)},
	{Name: "recording NDJSON of a page's own stream, 64 KiB", Group: "delivery: ndjson, ticks, chunks of 65536, to objects", Ours: recorded, Against: batches, Limit: atLeast(0.9)},
	{Name: "length-prefixed to text", Group: "length, ticks, chunks of 65536, to text", Ours: batches, Against: "hand", Limit: atLeast(1.2)},
	{Name: "JSON array to objects", Group: "json-array, ticks, chunks of 65536, to objects", Ours: batches, Against: "@streamparser/json", Limit: atLeast(2)},
	{Name: "concatenated JSON to objects", Group: "json, ticks, chunks of 65536, to objects", Ours: batches, Against: "@streamparser/json", Limit: atLeast(2)},
	{Name: "NDJSON, 4 MiB record in 1460 B chunks", Group: "ndjson, large, chunks of 1460, to objects", Ours: batches, Against: bestOfPeers, Limit: atLeast(1)},
	{Name: "SSE, 4 MiB record in 1460 B chunks", Group: "sse, large, chunks of 1460, to text", Ours: batches, Against: bestOfPeers, Limit: atLeast(1)},
	{Name: "NDJSON, time for a byte of a 4 MiB record", Group: linearly("ndjson to objects"), Ours: batches, Note: "a byte of a 64 KiB record", Limit: atMost(2, "×")},
	{Name: "SSE, time for a byte of a 4 MiB record", Group: linearly("sse to text"), Ours: batches, Note: "a byte of a 64 KiB record", Limit: atMost(2, "×")},
	{Name: "latency p99 at 1000 messages/s, calmer turns", Group: latency, Ours: listener, Against: "hand", Limit: atMost(1.1, "×")},
	{Name: "warm to first event, no delay", Group: warm("0"), Ours: listener, Against: fetcher, Limit: atMost(1.1, "×")},
	{Name: "warm to first event, 20 ms delay", Group: warm("20"), Ours: listener, Against: fetcher, Limit: atMost(1.1, "×")},
	{Name: "warm to first event, 100 ms delay", Group: warm("100"), Ours: listener, Against: fetcher, Limit: atMost(1.1, "×")},
	{Name: "opening a feed of one record, to its end", Group: opening, Ours: batches, Against: "hand", Limit: atMost(15, "×")},
	{Name: "cold to first event, 100 ms delay", Group: coldTitle(100), Ours: "FeedSource", Against: fetcher, Limit: atMost(1.15, "×")},
	{Name: "heap growth while a stream is open", Group: stream, Ours: batches, Note: "before it", Limit: atMost(5, "MB")},
	{Name: "WebAssembly memory growth in the same", Group: memory, Ours: batches, Note: "after a tenth of it", Limit: atMost(0, "MB")},
	{Name: "engine, gzip", Group: sizeTitle, Ours: engineRow, Limit: atMost(670, "KB")},
	{Name: "page and host, gzip", Group: sizeTitle, Ours: codeRow, Limit: atMost(18.1, "KB")},
	{Name: "interim reader, gzip", Group: sizeTitle, Ours: interimRow, Limit: atMost(2.048, "KB")},
})

func sse(corpus, chunk string) string { return "sse, " + corpus + ", chunks of " + chunk + ", to text" }

func linearly(what string) string {
	return "linear: " + what + ", chunks of 1460, a byte of a 4 MiB record beside one of 64 KiB"
}

func warm(delay string) string { return "warm: to the first event, server delay " + delay + " ms" }

// eventStreams are the targets of event streams to strings.
func eventStreams() []Target {
	var list []Target
	for _, c := range []struct{ name, corpus string }{{"ASCII", "ticks"}, {"tokens", "tokens"}, {"tweets", "tweets"}, {"CJK and emoji", "cjk"}} {
		list = append(list,
			Target{Name: "SSE to strings, " + c.name + ", 64 KiB", Group: sse(c.corpus, "65536"), Ours: batches, Against: parser, Limit: atLeast(0.95)},
			Target{Name: "SSE to strings, " + c.name + ", 512 B", Group: sse(c.corpus, "512"), Ours: batches, Against: parser, Limit: atLeast(1.3)})
	}
	return list
}

// lines are the targets of the formats that end a record by a delimiter. Their peers
// give objects only, which is what text is compared with as well.
func lines() []Target {
	var list []Target
	for _, f := range []struct{ name, format string }{{"NDJSON", "ndjson"}, {"CR", "json-cr"}, {"CRLF", "json-crlf"}} {
		for _, c := range []struct {
			name, chunk string
			text, peers float64 // how many times hand's, with text, and the best of them
		}{{"64 KiB", "65536", 0.85, 1.3}, {"512 B", "512", 1.1, 2.5}} {
			objects, text := f.format+", ticks, chunks of "+c.chunk+", to objects", f.format+", ticks, chunks of "+c.chunk+", to text"
			list = append(list,
				Target{Name: f.name + " to objects, " + c.name, Group: objects, Ours: batches, Against: "hand", Limit: atLeast(1)},
				Target{Name: f.name + " to objects, " + c.name, Group: objects, Ours: batches, Against: bestOfPeers, Limit: atLeast(c.peers)},
				Target{Name: f.name + " to text, " + c.name, Group: text, Ours: batches, Against: "hand", Limit: atLeast(c.text)})
			if c.chunk == "65536" {
				list = append(list, Target{Name: f.name + " to text, " + c.name, Group: text, Ours: batches, Against: bestOfPeers, Beside: objects, Limit: atLeast(3)})
			}
		}
	}
	return list
}
