// Command join makes web/dist/proof.json of what the suites left in web/dist/proof/,
// for web/proof.html, and prints how many of their cases held; it fails if one did not.
//
//	go run ./test/proof/join [-markdown]
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/feedsource/feedsource/test/machine"
	"github.com/feedsource/feedsource/test/proof"
)

// A Report is a run, as the page reads it.
type Report struct {
	Made    string         `json:"made"`    // RFC 3339
	Machine string         `json:"machine"` // its processor and system
	Suites  []*proof.Suite `json:"suites"`
}

func main() {
	log.SetFlags(0)
	markdown := flag.Bool("markdown", false, "print the summary as a table in Markdown")
	flag.Parse()
	suites, err := read(proof.Folder())
	if err == nil {
		err = write(Report{Made: time.Now().UTC().Format(time.RFC3339), Machine: machine.Name(), Suites: suites})
	}
	if err != nil {
		log.Fatal(err)
	}
	if *markdown {
		table(os.Stdout, suites)
	} else if failed := summary(os.Stdout, suites); failed > 0 {
		log.Fatalf("%d cases failed", failed)
	}
}

func write(report Report) error {
	text, err := json.Marshal(report)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(proof.Folder(), "..", "proof.json"), append(text, '\n'), 0o644)
}

// order is that of the suites in the report, others come behind these.
var order = []string{"eventsource", "json", "vectors", "equality", "fuzz", "faults", "faults-worker", "soak", "security", "go"}

// read returns the suites of a folder.
func read(folder string) ([]*proof.Suite, error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		return nil, err
	}
	var suites []*proof.Suite
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		suite := &proof.Suite{}
		if err := json.Unmarshal(text, suite); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		suites = append(suites, suite)
	}
	place := func(s *proof.Suite) int {
		if i := slices.Index(order, s.Name); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortStableFunc(suites, func(a, b *proof.Suite) int { return place(a) - place(b) })
	return suites, nil
}

// summary prints a line for each suite, and returns how many cases failed in all.
func summary(w io.Writer, suites []*proof.Suite) (failed int) {
	for _, suite := range suites {
		count := suite.Count()
		failed += count[proof.Fail]
		fmt.Fprintf(w, "%-36s %5d held, %3d differ on purpose, %3d failed\n",
			suite.Title, count[proof.Pass], count[proof.Differs], count[proof.Fail])
	}
	return failed
}

// table is the summary for README.md, with the first sentence about each suite.
func table(w io.Writer, suites []*proof.Suite) {
	fmt.Fprintln(w, "| suite | what was put to the test | held | differ on purpose | failed |\n|---|---|--:|--:|--:|")
	for _, suite := range suites {
		count := suite.Count()
		about, _, _ := strings.Cut(suite.About, ". ")
		fmt.Fprintf(w, "| %s | %s | %d | %d | %d |\n",
			suite.Title, strings.TrimSuffix(about, "."), count[proof.Pass], count[proof.Differs], count[proof.Fail])
	}
}
