package main

import (
	"cmp"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/feedsource/feedsource/test/harness"
)

// A Mode is how much a run measures.
type Mode string

const (
	// Quick is what the targets need and no more, in five minutes.
	Quick Mode = "quick"
	// Usual is every target, beside all contenders.
	Usual Mode = "usual"
	// All is every dimension, which takes an hour or two.
	All Mode = "all"
	// Start is the first records and the long tasks of new pages, in twenty-five minutes.
	Start Mode = "start"
	// QuickStart is the same of the cells that say most, in three.
	QuickStart Mode = "quick start"
	// Everywhere is the first records of new pages in every browser that is installed, and what those have in memory.
	Everywhere Mode = "browsers"
)

// starts reports whether new pages are all that is measured.
func (m Mode) starts() bool { return m == Start || m == QuickStart }

// file is where the results of a mode go.
func (m Mode) file() string {
	name := "bench.json"
	switch m {
	case Start, QuickStart:
		name = "start.json"
	case Everywhere:
		name = "browsers.json"
	}
	return filepath.Join(harness.Root(), "web", "dist", name)
}

// whole says which command measures what a mode leaves out, if there is one.
func (m Mode) whole() string {
	switch m {
	case Start, Everywhere:
		return ""
	case QuickStart:
		return " ./build.sh bench --start has them, but for ten feeds on slow 4G."
	default:
		return " ./build.sh bench all has them."
	}
}

// Options are what the command line asks for.
type Options struct {
	Mode      Mode
	Seed      int
	Rounds    int           // 0: as many as the mode has
	Most      int           // of those who are fast; as many as the mode has, or as Rounds if it is given
	Megabytes float64       // of a body; 0: as many as the mode has
	Stream    float64       // megabytes of the stream after which the heap is looked at; likewise
	Patience  time.Duration // for one contender with one body; likewise
	Limit     time.Duration // for one case; likewise
	Silence   time.Duration // in which idle feeds are watched; likewise
	Only      *regexp.Regexp
	Progress  func(Group)
}

// complete fills in what the mode decides.
func (o Options) complete() Options {
	of := map[Mode]Options{
		Quick:      {Rounds: 5, Megabytes: 4, Stream: 200, Patience: 2 * time.Second, Limit: 2 * time.Minute},
		Usual:      {Rounds: 7, Most: 31, Megabytes: 8, Stream: 1000, Patience: 2 * time.Second, Limit: 10 * time.Minute},
		All:        {Rounds: 7, Megabytes: 8, Stream: 1000, Patience: 5 * time.Second, Limit: 20 * time.Minute, Silence: 4 * time.Second},
		Start:      {Rounds: 7},
		QuickStart: {Rounds: 3},
		Everywhere: {Rounds: 7},
	}[o.Mode]
	o.Most = cmp.Or(o.Rounds, of.Most, of.Rounds)
	o.Rounds = cmp.Or(o.Rounds, of.Rounds)
	o.Megabytes = cmp.Or(o.Megabytes, of.Megabytes)
	o.Stream = cmp.Or(o.Stream, of.Stream)
	o.Patience = cmp.Or(o.Patience, of.Patience)
	o.Limit = cmp.Or(o.Limit, of.Limit)
	o.Silence = cmp.Or(o.Silence, of.Silence)
	return o
}

// wants reports whether a case is part of the run.
func (o Options) wants(dimension, title string) bool {
	if o.Mode == Quick && !targeted(title) {
		return false
	}
	return o.Only.MatchString(dimension + ": " + title)
}

// narrow reports whether a case leaves out the contenders that no target names: to send
// a gigabyte through every one of them takes minutes.
func (o Options) narrow(dimension string) bool {
	return o.Mode == Quick || o.Mode == Usual && dimension == "heap"
}

func (o Options) ask(one Case) asked {
	a := asked{
		Rounds: o.Rounds, Most: o.Most, Megabytes: o.Megabytes, Stream: o.Stream, Seed: o.Seed,
		Patience: int(o.Patience.Milliseconds()), Silence: int(o.Silence.Milliseconds()),
	}
	if o.narrow(one.Dimension) {
		if a.Names, a.Peers = entrants(one.Title); slices.Contains(referred, one.Dimension) {
			a.Names = append(a.Names, "drain", "hand")
		}
	}
	return a
}

// referred are the dimensions that always have the references beside.
var referred = []string{"throughput", "delivery", "http"}

// titles are the groups that a target looks at: those of a case begin with its title.
func (t Target) titles() []string { return []string{t.Group, cmp.Or(t.Beside, t.Group)} }

func targeted(title string) bool {
	return slices.ContainsFunc(targets, func(t Target) bool {
		return slices.ContainsFunc(t.titles(), func(group string) bool { return strings.HasPrefix(group, title) })
	})
}

// entrants are the rows of a case that its targets name, and whether the peers must
// race for the best of them.
func entrants(title string) (names []string, peers bool) {
	names = []string{}
	for _, t := range targets {
		if strings.HasPrefix(t.Group, title) {
			names = append(names, t.Ours)
		}
		if beside := cmp.Or(t.Beside, t.Group); !strings.HasPrefix(beside, title) {
			continue
		}
		if t.Against == bestOfPeers {
			peers = true
		} else if t.Against != "" {
			names = append(names, t.Against)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), peers
}

// leftOut says what a run of a mode does without.
func leftOut(mode Mode) []string {
	long := []string{
		"every format, corpus and chunk size", "HTTP with small writes, tweets and arrays", "10 and 10000 messages a second",
		"the other libraries' heaps after 1 GB", "idle feeds", "cold starts without delay and with 20 ms",
	}
	switch mode {
	case All, Everywhere:
		return []string{}
	case Usual:
		return long
	case Start:
		return []string{"ten feeds at once on slow 4G"}
	case QuickStart:
		return []string{"slow 4G", "CPU 1×", "plain NDJSON feeds", "ten feeds at once"}
	default:
		return append(long, "HTTP", "delivery by onmessage and by iterator", "contenders that no target names", "800 MB of the long stream")
	}
}
