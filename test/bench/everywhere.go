package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/feedsource/feedsource/test/harness"
)

const memoryOfAll = "memory"

// everywhereReaders read the feed of --browsers. Native EventSource is each browser's own.
var everywhereReaders = []visitor{handLoop, native, fetchSource, ownInPage, ownInWorker}

// settled is how many milliseconds behind the first record the memory is counted: the engine has come and has started.
const settled = 4000

func measureEverywhere(options Options) (*Report, error) {
	report := describe(options)
	versions, err := everywhere(options, report.adder(options))
	report.Browser, report.Targets = strings.Join(versions, ", "), judgeEverywhere(report.Groups)
	return report, err
}

// everywhere opens a new page for each reader, in each browser that is installed, and gives the versions of those. Every
// visit is of a browser that has just been started: nothing is cached, and nothing compiled.
func everywhere(options Options, add func(...Group)) (versions []string, err error) {
	s := &site{visits: map[string][]byte{}}
	for _, v := range everywhereReaders {
		bundle, err := bundleVisit(v.file)
		if err != nil {
			return nil, err
		}
		s.serve(v.file, bundle)
	}
	server := httptest.NewServer(s.handler())
	defer server.Close()
	chance := rand.New(rand.NewPCG(uint64(options.Seed), 0))
	for _, name := range harness.Installed() {
		if !options.wants(firstRecord, name) {
			continue
		}
		b := &browser{name: name, address: server.URL}
		add(b.takeTurns(options.Rounds, chance)...)
		versions = append(versions, b.version)
	}
	return versions, nil
}

// A browser is one of those that --browsers starts again and again.
type browser struct{ name, address, version string }

// takeTurns has readers come in rounds, in an order by chance, and one round before for what the system caches. It gives
// the times of their first records, and what the browser has in memory.
func (b *browser) takeTurns(rounds int, chance *rand.Rand) []Group {
	first := make([]Row, len(everywhereReaders))
	found := make([][]Visited, len(first))
	for i, v := range everywhereReaders {
		first[i] = v.Row
	}
	for round := range rounds + 1 {
		for _, i := range chance.Perm(len(first)) {
			if first[i].Fails != "" {
				continue
			}
			one, err := b.visit(everywhereReaders[i].file)
			if err != nil {
				first[i].Fails = err.Error()
			} else if round > 0 {
				found[i] = append(found[i], one)
			}
		}
	}
	used := make([]Row, len(first))
	copy(used, first)
	for i, list := range found {
		if first[i].Fails == "" {
			first[i].sum(quantities(list, func(v Visited) float64 { return v.First }))
			used[i].sum(quantities(list, func(v Visited) float64 { return v.Memory }))
		}
	}
	return []Group{b.group(firstRecord, "ms", first), b.group(memoryOfAll, "MB", used)}
}

func (b *browser) group(dimension, unit string, rows []Row) Group {
	return Group{Dimension: dimension, Title: b.version + ": " + dimension, Unit: unit, Better: "low", Rows: rows}
}

// visit starts the browser and opens a contender's page, whose feed stays open behind its first record.
func (b *browser) visit(contender string) (Visited, error) {
	started, err := harness.Start(b.name, patience)
	if err != nil {
		return Visited{}, err
	}
	defer started.Close()
	b.version = started.Version
	time.Sleep(time.Second) // for which a browser that starts keeps both cores busy
	asked := ask("sse", "", 1)
	asked.Set("stay", "true")
	asked.Set("after", fmt.Sprint(settled))
	if err := started.Navigate(fmt.Sprintf("%s/visit/%s?%s", b.address, contender, asked.Encode())); err != nil {
		return Visited{}, err
	}
	text, err := started.Evaluate("visit")
	if err != nil {
		return Visited{}, err
	}
	var found Visited
	if err := json.Unmarshal(text, &found); err != nil {
		return Visited{}, err
	}
	bytes, err := started.Memory()
	found.Memory = bytes / 1e6
	return found, err
}
