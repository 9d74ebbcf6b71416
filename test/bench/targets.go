package main

// A Target is a ratio of medians that FeedSource is held to. It is over 1 where
// FeedSource is faster, sooner or smaller.
type Target struct {
	Name    string
	Group   string // title
	Ours    string // row
	Against string // row, or bestOfPeers
	Ratio   float64
}

// bestOfPeers is the fastest of the npm packages in the group.
const bestOfPeers = "best peer"

const (
	batches  = "FeedSource batches()"
	listener = "FeedSource addEventListener"
)

var targets = append(lines(), []Target{
	{"SSE to strings, 64 KiB", "sse, ticks, chunks of 65536, to text", batches, "eventsource-parser onEvent", 1.3},
	{"SSE to strings, 512 B", "sse, ticks, chunks of 512, to text", batches, "eventsource-parser onEvent", 1.3},
	{"SSE to strings, CJK and emoji", "sse, cjk, chunks of 65536, to text", batches, "eventsource-parser onEvent", 1},
	{"SSE by addEventListener", "sse, ticks, chunks of 65536, to text", listener, "eventsource", 1.4},
	{"SSE by addEventListener", "sse, ticks, chunks of 65536, to text", listener, "hand dispatchEvent", 0.9},
	{"length-prefixed to text", "length, ticks, chunks of 65536, to text", batches, "hand", 1.2},
	{"array to objects", "json-array, ticks, chunks of 65536, to objects", batches, "@streamparser/json", 2},
	{"concatenated to objects", "json, ticks, chunks of 65536, to objects", batches, "@streamparser/json", 2},
	{"NDJSON, 4 MiB records in 1460 B chunks", "ndjson, large, chunks of 1460, to objects", batches, bestOfPeers, 1},
	{"SSE, 4 MiB records in 1460 B chunks", "sse, large, chunks of 1460, to text", batches, bestOfPeers, 1},
	{"latency p99 at 1000 messages/s", "live: 1000 messages a second, from server's write to handler, p99", listener, "hand", 1 / 1.2},
	{"warm to first event, no delay", "warm: to the first event, server delay 0 ms", listener, "fetch-event-source", 1 / 1.1},
	{"warm to first event, 20 ms", "warm: to the first event, server delay 20 ms", listener, "fetch-event-source", 1 / 1.1},
	{"warm to first event, 100 ms", "warm: to the first event, server delay 100 ms", listener, "fetch-event-source", 1 / 1.1},
	{"cold to first event, 100 ms", coldTitle(100), "FeedSource", "fetch-event-source", 1 / 1.15},
}...)

// lines are the targets of the formats that end a record by a delimiter. Peers give
// objects only.
func lines() []Target {
	var list []Target
	for _, f := range []struct{ name, format string }{{"NDJSON", "ndjson"}, {"CR", "json-cr"}, {"CRLF", "json-crlf"}} {
		for _, c := range []struct {
			name, chunk string
			peers       float64 // how many times the best of them
		}{{"64 KiB", "65536", 1.3}, {"512 B", "512", 2.5}} {
			objects, text := f.format+", ticks, chunks of "+c.chunk+", to objects", f.format+", ticks, chunks of "+c.chunk+", to text"
			list = append(list,
				Target{f.name + " to objects, " + c.name, objects, batches, "hand", 1},
				Target{f.name + " to objects, " + c.name, objects, batches, bestOfPeers, c.peers},
				Target{f.name + " to text, " + c.name, text, batches, "hand", 0.9})
		}
	}
	return list
}

// A Judgement is a target with what was measured.
type Judgement struct {
	Name    string  `json:"name"`
	Against string  `json:"against"`
	Target  float64 `json:"target"`
	Ratio   float64 `json:"ratio"` // 0: not measured
	Verdict string  `json:"verdict"`
}

func judge(groups []Group) []Judgement {
	list := make([]Judgement, 0, len(targets))
	for _, t := range targets {
		j := Judgement{Name: t.Name, Against: t.Against, Target: t.Ratio, Verdict: "not measured"}
		for _, g := range groups {
			ours, found := find(g, t.Ours)
			if g.Title != t.Group || !found {
				continue
			}
			against, _ := find(g, t.Against)
			if t.Against == bestOfPeers {
				against = bestPeer(g)
				j.Against += ", " + against.Name
			}
			if j.Ratio = advantage(g, ours, against); j.Ratio == 0 {
				continue
			}
			if j.Verdict = "missed"; j.Ratio >= t.Ratio {
				j.Verdict = "met"
			}
			break
		}
		list = append(list, j)
	}
	return list
}

func find(g Group, name string) (Row, bool) {
	for _, row := range g.Rows {
		if row.Name == name && row.Fails == "" {
			return row, true
		}
	}
	return Row{}, false
}

func bestPeer(g Group) Row {
	var best Row
	for _, row := range g.Rows {
		if row.Peer && row.Fails == "" && (best.Name == "" || advantage(g, row, best) > 1) {
			best = row
		}
	}
	return best
}

// advantage is how many times better a row is than another; 0 if one was not measured.
func advantage(g Group, row, other Row) float64 {
	if row.Median <= 0 || other.Median <= 0 {
		return 0
	}
	if g.Better == "low" {
		return other.Median / row.Median
	}
	return row.Median / other.Median
}
