// Command join makes web/dist/proof.json of what the suites left in web/dist/proof/,
// for web/proof.html, and prints how many of their cases held.
//
//	go run ./test/proof/join
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/feedsource/feedsource/test/proof"
)

// A Report is a run, as the page reads it.
type Report struct {
	Made   string         `json:"made"` // RFC 3339
	Suites []*proof.Suite `json:"suites"`
}

func main() {
	log.SetFlags(0)
	suites, err := read(proof.Folder())
	if err != nil {
		log.Fatal(err)
	}
	report := Report{Made: time.Now().UTC().Format(time.RFC3339), Suites: suites}
	text, err := json.Marshal(report)
	if err != nil {
		log.Fatal(err)
	}
	path := filepath.Join(proof.Folder(), "..", "proof.json")
	if err := os.WriteFile(path, append(text, '\n'), 0o644); err != nil {
		log.Fatal(err)
	}
	summary(os.Stdout, suites)
}

// read returns the suites of a folder in the order of their names.
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
	return suites, nil
}

func summary(w io.Writer, suites []*proof.Suite) {
	for _, suite := range suites {
		count := suite.Count()
		fmt.Fprintf(w, "%-40s %5d held, %3d differ on purpose, %3d failed\n",
			suite.Title, count[proof.Pass], count[proof.Differs], count[proof.Fail])
	}
}
