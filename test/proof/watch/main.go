// Command watch reads what go test -json prints, shows it as go test does without -v, and
// why tests were skipped, and leaves the suite "go": how many tests of every package
// passed. It fails if one did not.
//
//	go test -json ./... | go run ./test/proof/watch
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"slices"
	"strings"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/proof"
)

const module = "github.com/feedsource/feedsource/"

// An event is one of go doc test2json, or of a build that go test ran.
type event struct {
	Action     string
	Package    string
	Test       string
	Output     string
	ImportPath string // of a build
}

// A tally is what became of the tests of one package, subtests counted.
type tally struct {
	passed, failed, skipped int
	outcome                 proof.Outcome
}

// A watcher follows a run.
type watcher struct {
	out    io.Writer
	held   map[[2]string]string // output by package and test, until it is known whether the test failed
	counts map[string]*tally
	broken bool
}

func main() {
	log.SetFlags(0)
	w := &watcher{out: os.Stdout, held: map[[2]string]string{}, counts: map[string]*tally{}}
	if err := w.follow(os.Stdin); err != nil {
		log.Fatal(err)
	}
	if err := w.suite().Write(); err != nil {
		log.Fatal(err)
	}
	if w.broken {
		os.Exit(1)
	}
}

// follow takes the events one by one. A line that is none is shown as it is.
func (w *watcher) follow(r io.Reader) error {
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadString('\n')
		var e event
		switch {
		case line == "":
		case json.Unmarshal([]byte(line), &e) != nil:
			fmt.Fprint(w.out, line)
		default:
			w.take(e)
		}
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func (w *watcher) take(e event) {
	key := [2]string{e.Package, e.Test}
	switch e.Action {
	case "output":
		if e.Output != "PASS\n" && !strings.HasPrefix(e.Output, "=== ") {
			w.held[key] += e.Output
		}
	case "build-output":
		fmt.Fprint(w.out, e.Output)
	case "build-fail":
		w.broken = true
	case "pass", "fail", "skip":
		w.end(e, w.held[key])
		delete(w.held, key)
	}
}

// end takes the end of a test or, if it names none, of a package.
func (w *watcher) end(e event, output string) {
	count := w.of(e.Package)
	w.broken = w.broken || e.Action == "fail"
	if e.Test == "" {
		fmt.Fprint(w.out, output)
		count.outcome = map[bool]proof.Outcome{true: proof.Fail, false: proof.Pass}[e.Action == "fail"]
		return
	}
	switch e.Action {
	case "pass":
		count.passed++
	case "fail":
		count.failed++
		fmt.Fprint(w.out, output)
	case "skip":
		count.skipped++
		fmt.Fprint(w.out, output) // what was not shown, and why
	}
}

func (w *watcher) of(pkg string) *tally {
	if w.counts[pkg] == nil {
		w.counts[pkg] = &tally{}
	}
	return w.counts[pkg]
}

// other names the browsers whose runs have a suite of their own. That of Chromium has the tests that
// need no browser as well.
var other = map[string]string{harness.Firefox: "Firefox", harness.WebKit: "WebKitGTK"}

// suite has a case for every package with tests.
func (w *watcher) suite() *proof.Suite {
	s := &proof.Suite{
		Name: "go", Title: "Tests by package", Browser: other[harness.Browser()],
		About:   "Every test that go test ran, with the race detector but for the engine's, which has no goroutines. Subtests count.",
		Columns: []string{""},
	}
	var all tally
	var packages []string
	for pkg, count := range w.counts {
		if count.passed+count.failed > 0 || count.outcome == proof.Fail {
			packages = append(packages, pkg)
		}
	}
	slices.Sort(packages)
	for _, pkg := range packages {
		count := w.counts[pkg]
		all.passed, all.failed, all.skipped = all.passed+count.passed, all.failed+count.failed, all.skipped+count.skipped
		s.Cases = append(s.Cases, &proof.Case{
			Name: strings.TrimPrefix(pkg, module),
			Results: map[string]proof.Result{"": {Outcome: count.outcome, Note: fmt.Sprintf(
				"%d tests passed, %d failed, %d skipped", count.passed, count.failed, count.skipped)}},
		})
	}
	s.Figures = []proof.Figure{
		{Name: "tests passed", Value: float64(all.passed)},
		{Name: "tests failed", Value: float64(all.failed)},
		{Name: "tests skipped", Value: float64(all.skipped)},
	}
	return s
}
