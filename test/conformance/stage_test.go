package conformance

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/proof"
)

// A stage tries rules in one page.
type stage struct {
	suite   *proof.Suite
	page    *harness.Page
	theatre *theatre
	plays   int
}

// complaints are what Chromium writes to the console where its EventSource or its fetch
// refuses something, or a rule has a listener throw.
var complaints = []string{"EventSource's response has a", "blocked by CORS policy", "Fetch API cannot load", "on purpose"}

// newStage opens the page that all rules are tried in.
func newStage(t *testing.T, suite *proof.Suite) *stage {
	site := harness.NewSite(t)
	th := &theatre{near: site.URL, nowhere: deadAddress(t), plays: map[string]*play{}}
	th.far = harness.Serve(t, th)
	th.put("meanwhile", newPlay(answers("", stream("retry: 1\n\n"))))
	site.Handle("/play/", th.ServeHTTP)
	addPages(site)
	page := harness.OpenFor(t, site.URL+"/module.html", 5*time.Minute)
	for _, text := range complaints {
		page.Expect(text)
	}
	harness.Await[any](page, pageScript)
	return &stage{suite: suite, page: page, theatre: th}
}

// A performance is what became of a rule that was tried on a class: the lines that the page
// saw, or why there are none.
type performance struct {
	Lines  []string
	Failed string
	play   *play
}

// perform tries rules on a class by one call into the page, so many at once.
func (s *stage) perform(t testing.TB, rules []rule, c column, atOnce int) []performance {
	t.Helper()
	settings, plays := make([]map[string]any, len(rules)), make([]*play, len(rules))
	for i, r := range rules {
		s.plays++
		name := fmt.Sprintf("%d", s.plays)
		plays[i] = newPlay(r)
		s.theatre.put(name, plays[i])
		settings[i] = map[string]any{
			"column": c.word, "types": append([]string{}, r.types...), "failures": r.failures, "script": r.script,
			"near": s.theatre.near + "/play/" + name, "far": s.theatre.far + "/play/" + name, "nowhere": s.theatre.nowhere,
		}
	}
	page := s.page.For(t)
	seen := harness.Await[[]performance](page, fmt.Sprintf("return trials(%s, %d)", harness.JS(settings), atOnce))
	for i := range seen {
		seen[i].play = plays[i]
	}
	return seen
}

// atOnce is how many rules are tried at a time: a browser opens six connections to a
// host, and a rule may need two.
const atOnce = 3

// try tries rules on every class, and then tells how each fared.
func (s *stage) try(rules []rule) {
	seen := map[column][]performance{}
	for _, c := range columns {
		seen[c] = make([]performance, len(rules))
		for _, solo := range []bool{false, true} {
			n := atOnce
			if solo {
				n = 1
			}
			var some []rule
			var places []int
			for i, r := range rules {
				switch what := r.stalls[harness.Browser()]; {
				case what != "" && c == native:
					seen[c][i] = performance{Failed: what}
				case r.solo == solo:
					some, places = append(some, r), append(places, i)
				}
			}
			for i, p := range s.perform(s.page.T, some, c, n) {
				seen[c][places[i]] = p
			}
		}
	}
	for i, r := range rules {
		for _, c := range columns {
			s.judge(r, c, seen[c][i])
		}
	}
}

// tell notes what another browser's own EventSource does. What differs there from the standard is
// nobody's fault here: it shows a reader what pages of that browser have had so far.
func (s *stage) tell(r rule, p performance) {
	if slices.Equal(r.lines, p.Lines) && p.Failed == "" {
		s.suite.Run(r.Case, native.title, func(*testing.T) string { return "" })
		return
	}
	s.suite.RunDiffering(r.Case, native.title, func(*testing.T) string {
		return cmp.Or(p.Failed, "It saw "+strings.Join(p.Lines, ", ")+".")
	})
}

// judge is the subtest of a rule on a class.
func (s *stage) judge(r rule, c column, p performance) {
	run := s.suite.Run
	want, why := r.outcomeOn(c)
	switch {
	case r.unlike[harness.Browser()] != "" && c != native:
		return
	case c == native && harness.Browser() != harness.Chromium:
		s.tell(r, p)
		return
	case why != "":
		run = s.suite.RunDiffering
	}
	run(r.Case, c.title, func(t *testing.T) string {
		require.Empty(t, p.Failed)
		assert.Equal(t, want.lines, p.Lines)
		for header, values := range want.asked {
			assert.Equal(t, values, p.play.asked(header), header)
		}
		return why
	})
}
