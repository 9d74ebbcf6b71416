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
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/feedsource/feedsource/test/harness"
)

func main() {
	options := Options{Mode: Usual, Seed: 1}
	only := flag.String("only", "", "run the cases whose `dimension: title` this regular expression finds")
	quick := flag.Bool("quick", false, "measure what the targets need, and no more")
	flag.Usage = usage
	flag.IntVar(&options.Rounds, "rounds", 0, "rounds after the warm-up (default 7, or 5 if quick); with -start and -browsers visits (7, or 3 if quick)")
	flag.Float64Var(&options.Megabytes, "mb", 0, "size of a body in megabytes (default 8, or 4 if quick)")
	flag.Float64Var(&options.Stream, "stream", 0, "megabytes of the stream after which the heap is looked at (default 1000, or 200 if quick)")
	starts := flag.Bool("start", false, "measure new pages and no more: first records and tasks of the main thread, by cache, CPU and network")
	browsers := flag.Bool("browsers", false, "measure new pages in every browser that is installed: first records, and memory")
	file := flag.String("json", "", "write the results to this `file` (default web/dist/bench.json, start.json with -start or browsers.json with -browsers)")
	markdown := flag.String("markdown", "", "measure nothing; print the targets of this `file` as a table in Markdown")
	steps := flag.Bool("costs", false, "measure nothing else than how long each step of FeedSource's own takes")
	words := os.Args[1:]
	if len(words) > 0 && words[0] == "all" { // as a command: flags may follow it
		options.Mode, words = All, words[1:]
	}
	_ = flag.CommandLine.Parse(words) // which exits at an error
	if options.Mode == All && (*quick || *starts) || *browsers && (options.Mode == All || *quick || *starts) {
		log.Fatal("bench all measures everything but new pages, and -browsers nothing but these: neither goes with another of all, -quick, -start and -browsers.")
	}
	switch {
	case *browsers:
		options.Mode = Everywhere
	case *starts && *quick:
		options.Mode = QuickStart
	case *starts:
		options.Mode = Start
	case *quick:
		options.Mode = Quick
	}
	if flag.NArg() > 0 {
		log.Fatalf("There is no benchmark %q: it is all, or none for the usual one.", flag.Arg(0))
	}
	options.Only = regexp.MustCompile(*only)
	options.Progress = func(g Group) { printGroup(os.Stdout, g) }
	var err error
	switch {
	case *markdown != "":
		err = printMarkdown(os.Stdout, *markdown)
	case *steps:
		err = printCosts(os.Stdout, 21)
	default:
		err = run(options.complete(), cmp.Or(*file, options.Mode.file()))
	}
	if err != nil {
		log.Fatal(err)
	}
}

func usage() {
	fmt.Fprint(flag.CommandLine.Output(), "Usage: bench [all] [flags]\nall measures every dimension.\n")
	flag.PrintDefaults()
}

func run(options Options, file string) error {
	start := time.Now()
	measure := measureInChromium
	if options.Mode == Everywhere {
		measure = measureEverywhere
	}
	report, err := measure(options)
	if err != nil {
		return err
	}
	printTargets(os.Stdout, report.Targets)
	if err := write(file, report); err != nil {
		return err
	}
	if len(report.LeftOut) > 0 {
		fmt.Printf("\nLeft out: %s.%s\n", strings.Join(report.LeftOut, "; "), options.Mode.whole())
	}
	for _, title := range report.GivenUp {
		fmt.Printf("\nGiven up: %s.\n", title)
	}
	chart := filepath.Join(harness.Root(), "web", "bench.html")
	fmt.Printf("\nResults: %s\nChart: open %s and choose that file.\n", file, chart)
	fmt.Printf("That took %s.\n", time.Since(start).Round(time.Second))
	return nil
}

func measureInChromium(options Options) (*Report, error) {
	bundle, err := bundlePage("page/all.js")
	if err != nil {
		return nil, err
	}
	page, err := open(bundle)
	if err != nil {
		return nil, err
	}
	defer page.close()
	return page.measure(options)
}

// measure runs the cases that are wanted, and adds what is measured from outside the page.
func (p *Page) measure(options Options) (_ *Report, err error) {
	report := describe(options)
	if report.Browser, report.Corpora, err = p.describe(); err != nil {
		return nil, err
	}
	add := report.adder(options)
	if options.Mode.starts() {
		err := start(p, options, add)
		report.Targets = judgeStart(report.Groups)
		return report, err
	}
	cases, err := p.cases(options.Mode)
	if err != nil {
		return nil, err
	}
	for _, one := range cases {
		if !options.wants(one.Dimension, one.Title) {
			continue
		}
		groups, err := p.run(one, options)
		if errors.Is(err, context.DeadlineExceeded) { // the page hangs, and is given up
			report.GivenUp = append(report.GivenUp, fmt.Sprintf("%s (took longer than %s)", one.Title, options.Limit))
			err = p.load()
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", one.Title, err)
		}
		add(groups...)
	}
	for _, delay := range coldDelays {
		if title := coldTitle(delay); options.wants("cold", title) && (options.Mode == All || targeted(title)) {
			g, err := cold(p, delay, options)
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
	report.Targets = judge(report.Groups)
	return report, nil
}
