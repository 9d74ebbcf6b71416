package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"time"

	chrome "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"

	"github.com/feedsource/feedsource/test/machine"
)

// A Report is a run, as the chart page reads it.
type Report struct {
	Made     string            `json:"made"` // RFC 3339
	Browser  string            `json:"browser"`
	Machine  string            `json:"machine"` // its processor and system
	Mode     Mode              `json:"mode"`
	CPUs     int               `json:"cpus"`
	Rounds   int               `json:"rounds"`
	MB       float64           `json:"mb"`     // of a body
	Stream   float64           `json:"stream"` // MB after which the heap is looked at
	Seed     int               `json:"seed"`
	Corpora  map[string]string `json:"corpora"`
	Versions map[string]string `json:"versions"` // of FeedSource and the npm packages
	Groups   []Group           `json:"groups"`
	Targets  []Judgement       `json:"targets"`
	LeftOut  []string          `json:"leftOut"`
	GivenUp  []string          `json:"givenUp,omitempty"` // cases that hung
}

// A Group is one quantity of one case, for every contender.
type Group struct {
	Dimension string `json:"dimension"`
	Title     string `json:"title"`
	Unit      string `json:"unit"`
	Better    string `json:"better"`          // high or low
	Bytes     int    `json:"bytes,omitempty"` // of the body
	Cell      *Cell  `json:"cell,omitempty"`  // of --start
	Rows      []Row  `json:"rows"`
}

// A Row is one contender.
type Row struct {
	Name    string  `json:"name"`
	Package string  `json:"package"` // on npm
	Peer    bool    `json:"peer"`
	Fails   string  `json:"fails"` // why it could not
	Median  float64 `json:"median"`
	Low     float64 `json:"low"`
	High    float64 `json:"high"`
	Rounds  int     `json:"rounds"`
}

func describe(options Options) *Report {
	return &Report{
		Made:    time.Now().UTC().Format(time.RFC3339),
		Machine: machine.Name(), CPUs: runtime.NumCPU(), Mode: options.Mode,
		Rounds: options.Rounds, MB: options.Megabytes, Stream: options.Stream, Seed: options.Seed,
		Versions: versions(), LeftOut: leftOut(options.Mode),
	}
}

// describe gives the browser's name and version, and the corpora of the page.
func (p *Page) describe() (string, map[string]string, error) {
	version, err := chromedp.CallBrowser(p.tab(), chrome.GetVersion, cdp.Empty{})
	if err != nil {
		return "", nil, err
	}
	corpora, err := evaluate[map[string]string](p, time.Minute, "bench.corpora")
	return version.Product, corpora, err
}

// adder takes the groups of a run as they come.
func (r *Report) adder(options Options) func(...Group) {
	return func(groups ...Group) {
		for _, g := range groups {
			r.Groups = append(r.Groups, g)
			options.Progress(g)
		}
	}
}

func write(file string, report *Report) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	text, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(text, '\n'), 0o644)
}
