package main

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
)

// A Feed is what the visitors of --start read.
type Feed struct {
	Name     string
	asked    url.Values
	visitors []visitor
	most     float64 // how many times as late as the best of the others a first record may be
}

// Ten feeds have six connections, as HTTP/1.1 gives a host: a feed ends behind its first
// records, and the next has its turn.
var (
	readers = []visitor{handLoop, native, fetchSource, clientSource, ownInPage, ownInWorker}

	plainSSE    = Feed{"plain SSE feed", ask("sse", "", 1), readers, 1.2}
	plainNDJSON = Feed{"plain NDJSON feed", ask("ndjson", "", 1), []visitor{handLoop, ownInPage, ownInWorker}, 1.2}
	presetSSE   = Feed{"SSE feed with the preset openai", ask("sse", "openai", 1), readers, 2}
	tenSSE      = Feed{"ten plain SSE feeds at once", ask("sse", "", 10), readers, 1.2}

	feeds = []Feed{plainSSE, plainNDJSON, presetSSE, tenSSE}
)

// ask is what the address of a visit says. Only FeedSource knows presets: the others read the
// same bytes by their format.
func ask(format, preset string, count int) url.Values {
	asked := url.Values{"format": {format}, "feeds": {fmt.Sprint(count)}}
	if preset != "" {
		asked.Set("preset", preset)
	}
	return asked
}

// A Cell is one case of --start.
type Cell struct {
	Feed string `json:"feed"`
	Conditions
}

func (c Cell) title() string { return c.Feed + ", " + c.Conditions.String() }

const (
	firstRecord = "first record"
	longestTask = "longest task"
)

// cells are all cases of a mode, the cold ones first: to make the cache cold is to empty it.
// Ten feeds on the slowest network are left out, to keep the run below half an hour.
func cells(mode Mode) []Cell {
	var list []Cell
	for _, warm := range []bool{false, true} {
		for _, slower := range []int{1, 4} {
			for _, network := range []string{unthrottled, "4G", "slow 4G"} {
				for _, f := range feeds {
					c := Cell{f.Name, Conditions{warm, slower, network}}
					if mode == QuickStart && !c.quick() || c.Feed == tenSSE.Name && c.Network == "slow 4G" {
						continue
					}
					list = append(list, c)
				}
			}
		}
	}
	return list
}

// quick reports whether a quick run has the cell too.
func (c Cell) quick() bool {
	return c.Slower == 4 && c.Network != "slow 4G" && (c.Feed == plainSSE.Name || c.Feed == presetSSE.Name)
}

// start measures the cells that are wanted, and passes two groups on for each.
func start(page *Page, options Options, add func(...Group)) error {
	chance := rand.New(rand.NewPCG(uint64(options.Seed), 0))
	wanted := slices.DeleteFunc(cells(options.Mode), func(c Cell) bool { return !options.wants(firstRecord, c.title()) })
	for _, warm := range []bool{false, true} {
		for _, f := range feeds {
			of := func(c Cell) bool { return c.Feed == f.Name && c.Warm == warm }
			if !slices.ContainsFunc(wanted, of) {
				continue
			}
			if err := page.prepare(f.visitors); err != nil {
				return err
			}
			// The first visits of all are slow, and V8 keeps the code of a script from its second on.
			page.takeTurns(f.visitors, f.asked, Conditions{warm, 1, unthrottled}, 2, chance)
		}
		for _, c := range wanted {
			if c.Warm == warm {
				add(c.measure(page, options.Rounds, chance)...)
			}
		}
	}
	return nil
}

func (c Cell) measure(page *Page, rounds int, chance *rand.Rand) []Group {
	f := c.feed()
	first, tasks := page.takeTurns(f.visitors, f.asked, c.Conditions, rounds, chance)
	group := func(dimension string, rows []Row) Group {
		return Group{Dimension: dimension, Title: c.title() + ": " + dimension, Unit: "ms", Better: "low", Cell: &c, Rows: rows}
	}
	return []Group{group(firstRecord, first), group(longestTask, tasks)}
}

func (c Cell) feed() Feed {
	return feeds[slices.IndexFunc(feeds, func(f Feed) bool { return f.Name == c.Feed })]
}
