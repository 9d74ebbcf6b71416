// Command bench compares FeedSource with the other JavaScript libraries that read
// streams, in one page of one Chromium.
//
// Contenders take turns, so that a machine that slows down slows all of them; what
// counts is the ratio of medians, not the megabytes. Two references need no library:
// drain reads and throws away, hand is the best plain loop for a format. Every
// contender delivers to the same consumer, and count and checksum are compared with
// what was sent; one that cannot deliver it fails, with the reason.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/feedsource/feedsource/test/harness"
)

func main() {
	results := filepath.Join(harness.Root(), "web", "dist", "bench.json")
	options := Options{Seed: 1}
	only := flag.String("only", "", "run the cases whose `dimension: title` this regular expression finds")
	flag.BoolVar(&options.All, "all", false, "run the long dimensions too: every format, corpus and chunk size; 10 and 10000 messages/s; memory; idle feeds")
	flag.IntVar(&options.Rounds, "rounds", 7, "rounds after the warm-up")
	flag.Float64Var(&options.Megabytes, "mb", 8, "size of a body in megabytes")
	file := flag.String("json", results, "write the results to this `file`")
	flag.Parse()
	if flag.Arg(0) == "all" {
		options.All = true
	}
	options.Only = regexp.MustCompile(*only)
	options.Progress = func(g Group) { printGroup(os.Stdout, g) }
	if err := run(options, *file); err != nil {
		log.Fatal(err)
	}
}

func run(options Options, file string) error {
	bundle, err := bundlePage("page/all.js")
	if err != nil {
		return err
	}
	page, err := open(bundle)
	if err != nil {
		return err
	}
	defer page.close()
	report, err := measure(page, options)
	if err != nil {
		return err
	}
	report.Targets = judge(report.Groups)
	printTargets(os.Stdout, report.Targets)
	if err := write(file, report); err != nil {
		return err
	}
	if len(report.LeftOut) > 0 {
		fmt.Printf("\nLeft out: %s. ./build.sh bench all has them.\n", strings.Join(report.LeftOut, "; "))
	}
	chart := filepath.Join(harness.Root(), "web", "bench.html")
	fmt.Printf("\nResults: %s\nChart: open %s and choose that file.\n", file, chart)
	return nil
}

// measure runs the cases that are wanted, and adds what is measured from outside the page.
func measure(page *Page, options Options) (*Report, error) {
	report, err := describe(page, options)
	if err != nil {
		return nil, err
	}
	cases, err := page.cases(options.All)
	if err != nil {
		return nil, err
	}
	add := func(groups ...Group) {
		for _, g := range groups {
			report.Groups = append(report.Groups, g)
			options.Progress(g)
		}
	}
	for _, one := range cases {
		if !options.wants(one.Dimension, one.Title) {
			continue
		}
		groups, err := page.run(one, options)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", one.Title, err)
		}
		add(groups...)
	}
	for _, delay := range coldDelays {
		if options.wants("cold", coldTitle(delay)) {
			g, err := cold(page, delay, options.Rounds)
			if err != nil {
				return nil, err
			}
			add(g)
		}
	}
	if options.wants("size", sizeTitle) {
		g, err := sizes()
		if err != nil {
			return nil, err
		}
		add(g)
	}
	return report, nil
}

// Options are what the command line asks for.
type Options struct {
	Seed      int
	Rounds    int
	Megabytes float64
	All       bool
	Only      *regexp.Regexp
	Progress  func(Group)
}

func (o Options) wants(dimension, title string) bool {
	return o.Only.MatchString(dimension + ": " + title)
}

// long are the dimensions that only a full run has.
var long = []string{
	"every format, corpus and chunk size", "HTTP with small writes, tweets and arrays",
	"10 and 10000 messages a second", "heap after 1 GB", "idle feeds",
}

func leftOut(all bool) []string {
	if all {
		return []string{}
	}
	return slices.Clone(long)
}
