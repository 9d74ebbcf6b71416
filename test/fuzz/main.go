// Command fuzz runs every fuzz target of the engine for a while, one after the other.
//
// It prints how many inputs each has tried, writes them down for the page of proofs, and
// fails if an input failed, which then lies in testdata/fuzz of its package: go test runs
// it from then on.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"regexp"
	"time"

	"github.com/feedsource/feedsource/test/proof"
)

func main() {
	log.SetFlags(0)
	long := flag.Duration("time", 3*time.Second, "how long each target runs")
	only := flag.String("only", "", "run the targets whose `package name` this regular expression finds")
	flag.Parse()
	targets, err := find(regexp.MustCompile(*only))
	if err != nil {
		log.Fatal(err)
	}
	suite := newSuite(*long)
	var failed []run
	var inputs int64
	fmt.Printf("%-10s %-28s %12s %8s\n", "package", "target", "inputs", "seconds")
	for _, target := range targets {
		r := target.run(*long)
		fmt.Printf("%-10s %-28s %12d %8.1f\n", target.short(), target.Name, r.inputs, r.took.Seconds())
		inputs += r.inputs
		suite.Cases = append(suite.Cases, r.proof())
		if r.failed {
			failed = append(failed, r)
		}
	}
	fmt.Printf("%-10s %-28d %12d\n", "all", len(targets), inputs)
	suite.Figure("targets", float64(len(targets)), "")
	suite.Figure("inputs tried", float64(inputs), "")
	if *only == "" { // a part would pass for the whole
		err = suite.Write()
	}
	for _, r := range failed {
		fmt.Fprintf(os.Stderr, "\n%s failed: %s\n%s", r.Name, r.blame(), r.output)
	}
	if err != nil {
		log.Fatal(err)
	}
	if len(failed) > 0 {
		os.Exit(1)
	}
}

func newSuite(long time.Duration) *proof.Suite {
	return &proof.Suite{
		Name: "fuzz", Title: "Inputs made up by a machine", Columns: []string{""},
		About: fmt.Sprintf("Go's fuzzer changes bodies, texts and scripts of events for %s each, and keeps what reaches new code. "+
			"Framers and parsers must find the same records however a body is cut, and agree with encoding/json and with the words of the standard. "+
			"The connection must never have two requests, a timer after its close, a cursor that goes back, or a wait outside its curve.", long),
	}
}
