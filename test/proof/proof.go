// Package proof keeps what the tests have shown: a suite runs cases as subtests and
// writes their outcomes to web/dist/proof/, one JSON file for each suite.
// ./test/proof/join makes one file of them, which web/proof.html draws.
package proof

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// Folder is where suites leave their outcomes.
func Folder() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..", "web", "dist", "proof")
}

// A Suite is one table of what was shown: cases down, columns across.
type Suite struct {
	// Name is the suite's handle, such as "faults", and with the browser its file's name.
	Name string `json:"name"`
	// Browser is the one that its pages were opened in, such as "Firefox 140.10.2"; empty if it needs
	// none.
	Browser string `json:"browser,omitempty"`
	// Title and About tell a reader what was put to which test, About in a sentence.
	Title string `json:"title"`
	About string `json:"about"`
	// Columns are those that each case was tried on, such as the classes or the
	// protocols; one that has no name is a plain list of cases.
	Columns []string `json:"columns"`
	Cases   []*Case  `json:"cases,omitempty"`
	Figures []Figure `json:"figures,omitempty"`
	Plots   []Plot   `json:"plots,omitempty"`

	mu sync.Mutex
	t  *testing.T
}

// A Case is one row: a rule, a fault, an input.
type Case struct {
	// Group is the heading that the case stands under.
	Group string `json:"group,omitempty"`
	Name  string `json:"name"`
	// Source is the clause or the page that asks for it, such as "WHATWG HTML 9.2.6".
	Source string `json:"source,omitempty"`
	// Results are by column.
	Results map[string]Result `json:"results"`
}

// An Outcome is what became of a case.
type Outcome string

const (
	Pass Outcome = "pass"
	Fail Outcome = "fail"
	// Differs: it does something else on purpose, which the test holds it to and the
	// note explains.
	Differs Outcome = "differs"
)

// A Result is what one column did with one case. The note is for the reader of the
// page: why it differs, what was delivered and told.
type Result struct {
	Outcome Outcome `json:"outcome"`
	Note    string  `json:"note,omitempty"`
}

// A Figure is a number worth telling, such as {"inputs tried", 1200000, ""}.
type Figure struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit,omitempty"`
}

// A Plot is lines over the same x.
type Plot struct {
	Title string   `json:"title"`
	X     string   `json:"x"`
	Lines []Series `json:"lines"`
}

// A Series is one line of a plot; a point is {x, y}.
type Series struct {
	Name   string       `json:"name"`
	Unit   string       `json:"unit,omitempty"`
	Points [][2]float64 `json:"points"`
}

// New begins a suite of pages in the browser that is tested. It is written when t ends.
func New(t *testing.T, name, title, about string, columns ...string) *Suite {
	t.Helper()
	browser, err := harness.Version()
	require.NoError(t, err)
	s := NewWithoutPages(t, name, title, about, columns...)
	s.Browser = browser
	return s
}

// NewWithoutPages begins a suite that needs no browser.
func NewWithoutPages(t *testing.T, name, title, about string, columns ...string) *Suite {
	t.Helper()
	if len(columns) == 0 {
		columns = []string{""}
	}
	s := &Suite{Name: name, Title: title, About: about, Columns: columns, t: t}
	t.Cleanup(func() { require.NoError(t, s.Write()) })
	return s
}

// Run tries a case on a column as a subtest. The result is the subtest's; what note
// returns, if there is one to call, stands beside it.
func (s *Suite) Run(c Case, column string, test func(t *testing.T) (note string)) {
	s.run(c, column, Pass, test)
}

// RunDiffering is Run for a case that the column answers otherwise on purpose: test
// holds it to that answer, and its note says why.
func (s *Suite) RunDiffering(c Case, column string, test func(t *testing.T) (note string)) {
	s.run(c, column, Differs, test)
}

func (s *Suite) run(c Case, column string, good Outcome, test func(t *testing.T) string) {
	s.t.Run(subtest(c, column), func(t *testing.T) {
		result := Result{Outcome: Fail}
		defer func() {
			if !t.Failed() && !t.Skipped() {
				result.Outcome = good
			}
			s.note(c, column, result)
		}()
		result.Note = test(t)
	})
}

func subtest(c Case, column string) string {
	name := c.Name
	if c.Group != "" {
		name = c.Group + "/" + name
	}
	if column != "" {
		name += "/" + column
	}
	return name
}

// note keeps a result; the case is the one of the same group and name, if there is one.
func (s *Suite) note(c Case, column string, result Result) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, known := range s.Cases {
		if known.Group == c.Group && known.Name == c.Name {
			known.Results[column] = result
			return
		}
	}
	c.Results = map[string]Result{column: result}
	s.Cases = append(s.Cases, &c)
}

// Figure adds a number.
func (s *Suite) Figure(name string, value float64, unit string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Figures = append(s.Figures, Figure{name, value, unit})
}

// Plot adds a plot.
func (s *Suite) Plot(plot Plot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Plots = append(s.Plots, plot)
}

// Write puts the suite into its file. New does so at the end of a test; a program
// calls it itself.
func (s *Suite) Write() error {
	if err := os.MkdirAll(Folder(), 0o755); err != nil {
		return err
	}
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(Folder(), s.file()), append(text, '\n'), 0o644)
}

// file is the suite's file, of which there is one for each browser.
func (s *Suite) file() string {
	if s.Browser == "" {
		return s.Name + ".json"
	}
	return s.Name + "-" + strings.ToLower(s.Family()) + ".json"
}

// Family is the browser's name without its version.
func (s *Suite) Family() string {
	name, _, _ := strings.Cut(s.Browser, " ")
	return name
}

// Count tells how many results there are of each outcome.
func (s *Suite) Count() map[Outcome]int {
	count := map[Outcome]int{}
	for _, c := range s.Cases {
		for _, result := range c.Results {
			count[result.Outcome]++
		}
	}
	return count
}
