package main

import (
	"bytes"
	"fmt"
	"os/exec"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/proof"
)

// A target is a function that go test fuzzes.
type target struct{ Package, Name string }

func (t target) short() string { return path.Base(t.Package) }

// find lists the targets whose package and name only finds.
func find(only *regexp.Regexp) ([]target, error) {
	cmd := exec.Command("go", "test", "-list", "^Fuzz", "./wasm/...")
	cmd.Dir = harness.Root()
	out, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("go test -list: %w\n%s", err, out)
	}
	var found []target
	for _, t := range targetsOf(string(out)) {
		if only.MatchString(t.short() + " " + t.Name) {
			found = append(found, t)
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("no target is called %s", only)
	}
	return found, nil
}

// targetsOf reads what go test -list prints: names, and behind those of a package the
// package.
func targetsOf(list string) (found []target) {
	var names []string
	for _, line := range strings.Split(list, "\n") {
		words := strings.Fields(line)
		switch {
		case len(words) == 1 && strings.HasPrefix(words[0], "Fuzz"):
			names = append(names, words[0])
		case len(words) > 1 && words[0] == "ok":
			for _, name := range names {
				found = append(found, target{words[1], name})
			}
			names = nil
		}
	}
	return found
}

// A run is what became of a target.
type run struct {
	target
	inputs int64
	took   time.Duration
	failed bool
	input  string // the file of the input that failed, in the package's folder
	output string
}

// run fuzzes a target for so long.
func (t target) run(long time.Duration) run {
	// Minimizing by time takes up most of a short run: FuzzAuto tried 1,000 inputs a second for 14,000.
	cmd := exec.Command("go", "test", "-run", "^$", "-fuzz", "^"+t.Name+"$", "-fuzztime", long.String(), "-fuzzminimizetime", "200x", t.Package)
	cmd.Dir = harness.Root()
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	start := time.Now()
	err := cmd.Run()
	r := run{target: t, took: time.Since(start), output: out.String()}
	r.failed = err != nil
	r.inputs, r.input = outcome(r.output)
	return r
}

var (
	tried   = regexp.MustCompile(`(?:execs|baseline coverage): (\d+)`) // the seeds are tried first
	written = regexp.MustCompile(`Failing input written to (\S+)`)
	seeded  = regexp.MustCompile(`failure while testing seed corpus entry: (\S+)`)
)

// outcome reads how many inputs the fuzzer has tried, and which has failed.
func outcome(output string) (inputs int64, input string) {
	if all := tried.FindAllStringSubmatch(output, -1); all != nil {
		inputs, _ = strconv.ParseInt(all[len(all)-1][1], 10, 64)
	}
	for _, pattern := range []*regexp.Regexp{written, seeded} {
		if found := pattern.FindStringSubmatch(output); found != nil {
			return inputs, found[1]
		}
	}
	return inputs, ""
}

// blame names the input that failed, by its file.
func (r run) blame() string {
	return path.Join(strings.TrimPrefix(r.Package, "github.com/feedsource/feedsource/"), r.input)
}

// proof is the run as a case on the page of proofs.
func (r run) proof() *proof.Case {
	result := proof.Result{Outcome: proof.Pass, Note: fmt.Sprintf("Inputs tried: %d.", r.inputs)}
	if r.failed {
		result = proof.Result{Outcome: proof.Fail, Note: fmt.Sprintf("An input failed after %d: %s.", r.inputs, r.blame())}
	}
	return &proof.Case{Group: r.short(), Name: r.Name, Results: map[string]proof.Result{"": result}}
}
