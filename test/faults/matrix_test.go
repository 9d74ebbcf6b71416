package faults

import (
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/proof"
)

// inBodies and ahead make the cells of a protocol: faults in the body of an answer, which
// a loop meets otherwise than a listener, and faults ahead of it.
var (
	inBodies = []func(*protocol) []*cell{
		calm, cuts, pieces, garbled, slowly, troubled, finite, giants, beats, replays,
	}
	ahead = []func(*protocol) []*cell{unanswered, pages, types, redirects, statuses, refusals, unresolved}
)

// calm is the measure for the others.
func calm(p *protocol) []*cell {
	return []*cell{newCell(p, "No fault", "all records, and the end").rest(), newCell(p, "No fault", "two ends").resumed().rest()}
}

// A matrix is cells, and what came of each.
type matrix struct {
	cells    []*cell
	listened played // by listeners
	looped   played // by loops, if at all
	late     played // by listeners whose engine comes late, if at all
}

// played is what came of the cells of a matrix: what their pages told, and what their
// servers saw.
type played struct {
	reports  map[string]*report
	sessions map[string]*session
}

// notHere reports whether a cell's page has a part in its feed that it cannot have where the
// feed runs in a worker: a fetch of its own.
func notHere(c *cell) bool {
	return harness.InWorker() && (c.ways["numbered"] != nil || c.ways["unresolved"] != nil)
}

// newMatrix puts every protocol to the faults, one after the other.
func newMatrix(faults []func(*protocol) []*cell) *matrix {
	m := &matrix{}
	for _, cells := range faults {
		for _, p := range protocols {
			m.cells = append(m.cells, slices.DeleteFunc(cells(p), notHere)...)
		}
	}
	for i, c := range m.cells {
		c.key = "c" + strconv.Itoa(i)
	}
	return m
}

// A stage is where cells are played: a page of its own, whose clocks may jump, or a frame for
// each, whose engine comes late.
type stage struct {
	ports int
	loop  bool
	late  bool
	jump  *jump
}

// play has a page play all cells.
func (m *matrix) play(t *testing.T, on stage) played {
	t.Helper()
	s := serve(t, on.ports)
	site := harness.NewSite(t)
	site.Handle("/read", s.ServeHTTP)
	site.Handle("/jumped", func(http.ResponseWriter, *http.Request) { close(s.gate) })
	var list []map[string]any
	for _, c := range m.cells {
		s.add(c)
		told := map[string]any{"key": c.key, "text": c.protocol.text, "plain": c.protocol.plain, "options": c.options, "loop": on.loop}
		for name, value := range c.ways {
			told[name] = value
		}
		list = append(list, told)
	}
	page := harness.OpenFor(t, site.URL+"/module.html", 4*time.Minute)
	page.Expect("blocked by CORS policy")
	reports := map[string]*report{}
	for _, r := range harness.Call[[]*report](page, "cell.js", "playAll", harness.Args{
		"cells": list, "bases": s.bases, "jump": on.jump, "late": on.late,
	}) {
		reports[r.Key] = r
	}
	return played{reports, s.sessions}
}

// Every protocol meets every fault at every place where it can strike.
func TestFaults(t *testing.T) {
	bodies, answers := newMatrix(inBodies), newMatrix(ahead)
	masses, clocks := newMatrix([]func(*protocol) []*cell{floods}), make([]*matrix, len(jumps()))
	many := 40
	if harness.Browser() != harness.Chromium { // in which as many feeds at once are too slow for their clocks
		many = 16
	}
	t.Run("first", func(t *testing.T) {
		t.Run("bodies", func(t *testing.T) { t.Parallel(); bodies.listened = bodies.play(t, stage{ports: many}) })
		for i, j := range jumps() {
			clocks[i] = newMatrix([]func(*protocol) []*cell{func(p *protocol) []*cell { return leaps(p, j) }})
			t.Run(j.Name, func(t *testing.T) {
				t.Parallel()
				clocks[i].listened = clocks[i].play(t, stage{ports: len(clocks[i].cells), jump: &j})
			})
		}
	})
	t.Run("second", func(t *testing.T) {
		t.Run("bodies, by loops", func(t *testing.T) { t.Parallel(); bodies.looped = bodies.play(t, stage{ports: many, loop: true}) })
		t.Run("answers", func(t *testing.T) { t.Parallel(); answers.listened = answers.play(t, stage{ports: many}) })
	})
	if !harness.InWorker() { // whose engine loads by itself
		t.Run("bodies, with a late engine", func(t *testing.T) { bodies.late = bodies.play(t, stage{ports: many, late: true}) })
	}
	if isMeasure() {
		t.Run("natively", func(t *testing.T) { playedNatively(t) })
	}
	t.Run("floods", func(t *testing.T) { masses.listened = masses.play(t, stage{ports: 3}) })

	name, title := "faults", "Faults"
	if harness.InWorker() {
		name, title = "faults-worker", "Faults, with feeds in a worker"
	}
	if harness.Shares() {
		name, title = "faults-shared", "Faults, with feeds that are shared"
	}
	suite := proof.New(t, name, title, about, names()...)
	feeds, requests := 0, 0
	for _, m := range append([]*matrix{bodies, answers, masses}, clocks...) {
		m.judge(suite)
		for _, p := range []played{m.listened, m.looped, m.late} {
			feeds += len(p.sessions)
			for _, s := range p.sessions {
				requests += len(s.asked)
			}
		}
	}
	suite.Figure("feeds, each with a server that fails it", float64(feeds), "")
	suite.Figure("requests of theirs", float64(requests), "")
}

// judge runs every cell as a case of the suite.
func (m *matrix) judge(suite *proof.Suite) {
	for _, c := range m.cells {
		run := suite.Run
		if c.differs != "" {
			run = suite.RunDiffering
		}
		run(proof.Case{Group: c.fault, Name: c.place}, c.protocol.name, func(t *testing.T) string {
			r := m.listened.reports[c.key]
			require.NotNil(t, r, "the page has told of the feed")
			check(t, c, r, m.listened.sessions[c.key])
			if late := m.late.reports[c.key]; late != nil {
				check(t, c, late, m.late.sessions[c.key])
			}
			if loop := m.looped.reports[c.key]; loop != nil {
				checkLoop(t, c, loop, m.looped.sessions[c.key])
			}
			asNatively(t, c, r)
			return c.note(r)
		})
	}
}
