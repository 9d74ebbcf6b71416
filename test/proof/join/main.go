// Command join makes web/dist/proof.json of what the suites left in web/dist/proof/,
// for web/proof.html, and prints how many of their cases held; it fails if one did not.
//
//	go run ./test/proof/join [-markdown]
package main

import (
	"cmp"
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
var order = []string{"eventsource", "json", "vectors", "equality", "fuzz", "faults", "faults-worker", "faults-shared", "soak", "security", "go"}

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
	slices.SortStableFunc(suites, func(a, b *proof.Suite) int {
		return cmp.Or(place(a)-place(b), cmp.Compare(a.Family(), b.Family()))
	})
	return suites, nil
}

// summary prints a line for each suite, and returns how many cases failed in all.
func summary(w io.Writer, suites []*proof.Suite) (failed int) {
	for _, suite := range suites {
		count := suite.Count()
		failed += count[proof.Fail]
		fmt.Fprintf(w, "%-36s %-10s %5d held, %3d differ on purpose, %3d failed\n",
			suite.Title, suite.Family(), count[proof.Pass], count[proof.Differs], count[proof.Fail])
	}
	return failed
}

// browsers are the columns of the table. What needs no browser stands in the first.
var browsers = []string{"Chromium", "Firefox", "WebKitGTK"}

// table is the summary for js/docs/proof.md: a row for each suite, with the first sentence about it, and what
// became of its cases in every browser.
func table(w io.Writer, suites []*proof.Suite) {
	fmt.Fprintf(w, "| suite | what was put to the test | %s |\n|---|---|%s\n", strings.Join(browsers, " | "), strings.Repeat("---|", len(browsers)))
	var names []string
	for _, suite := range suites {
		if slices.Contains(names, suite.Name) {
			continue
		}
		names = append(names, suite.Name)
		about, _, _ := strings.Cut(suite.About, ". ")
		fmt.Fprintf(w, "| %s | %s |", suite.Title, strings.TrimSuffix(about, "."))
		for _, browser := range browsers {
			fmt.Fprintf(w, " %s |", inWords(find(suites, suite.Name, browser)))
		}
		fmt.Fprintln(w)
	}
}

func find(suites []*proof.Suite, name, browser string) *proof.Suite {
	i := slices.IndexFunc(suites, func(s *proof.Suite) bool {
		return s.Name == name && cmp.Or(s.Family(), browsers[0]) == browser
	})
	if i < 0 {
		return nil
	}
	return suites[i]
}

func inWords(suite *proof.Suite) string {
	if suite == nil {
		return "not run"
	}
	count := suite.Count()
	text := fmt.Sprintf("%d held", count[proof.Pass])
	if n := count[proof.Differs]; n > 0 {
		text += fmt.Sprintf(", %d differ", n)
	}
	if n := count[proof.Fail]; n > 0 {
		text += fmt.Sprintf(", **%d failed**", n)
	}
	return text
}
