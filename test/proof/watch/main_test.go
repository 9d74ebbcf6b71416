package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/proof"
)

func watched(t *testing.T, lines ...string) (*watcher, string) {
	t.Helper()
	var out strings.Builder
	w := &watcher{out: &out, held: map[[2]string]string{}, counts: map[string]*tally{}}
	require.NoError(t, w.follow(strings.NewReader(strings.Join(lines, "\n")+"\n")))
	return w, out.String()
}

func TestGoodRunShowsItsPackages(t *testing.T) {
	w, out := watched(t,
		`{"Action":"start","Package":"github.com/feedsource/feedsource/test/x"}`,
		`{"Action":"output","Package":"github.com/feedsource/feedsource/test/x","Test":"TestA","Output":"=== RUN   TestA\n"}`,
		`{"Action":"pass","Package":"github.com/feedsource/feedsource/test/x","Test":"TestA"}`,
		`{"Action":"output","Package":"github.com/feedsource/feedsource/test/x","Output":"PASS\n"}`,
		`{"Action":"output","Package":"github.com/feedsource/feedsource/test/x","Output":"ok  \tx\t0.1s\n"}`,
		`{"Action":"pass","Package":"github.com/feedsource/feedsource/test/x"}`,
		`{"Action":"output","Package":"y","Output":"?   \ty\t[no test files]\n"}`,
		`{"Action":"skip","Package":"y"}`)
	assert.False(t, w.broken)
	assert.Equal(t, "ok  \tx\t0.1s\n?   \ty\t[no test files]\n", out)
	suite := w.suite()
	require.Len(t, suite.Cases, 1, "y has no tests")
	assert.Equal(t, "test/x", suite.Cases[0].Name)
	assert.Equal(t, proof.Pass, suite.Cases[0].Results[""].Outcome)
	assert.Equal(t, 1.0, suite.Figures[0].Value)
}

func TestFailedTestIsShownWithItsOutput(t *testing.T) {
	w, out := watched(t,
		`{"Action":"output","Package":"x","Test":"TestA","Output":"    a_test.go:1: wrong\n"}`,
		`{"Action":"output","Package":"x","Test":"TestB","Output":"said in vain\n"}`,
		`{"Action":"pass","Package":"x","Test":"TestB"}`,
		`{"Action":"fail","Package":"x","Test":"TestA"}`,
		`{"Action":"output","Package":"x","Output":"FAIL\tx\t0.1s\n"}`,
		`{"Action":"fail","Package":"x"}`)
	assert.True(t, w.broken)
	assert.Equal(t, "    a_test.go:1: wrong\nFAIL\tx\t0.1s\n", out)
	assert.Equal(t, map[proof.Outcome]int{proof.Fail: 1}, w.suite().Count())
}

func TestSkippedTestSaysWhy(t *testing.T) {
	w, out := watched(t,
		`{"Action":"output","Package":"x","Test":"TestA","Output":"=== RUN   TestA\n"}`,
		`{"Action":"output","Package":"x","Test":"TestA","Output":"    a_test.go:1: not run: it is not installed\n"}`,
		`{"Action":"output","Package":"x","Test":"TestA","Output":"--- SKIP: TestA (0.00s)\n"}`,
		`{"Action":"skip","Package":"x","Test":"TestA"}`,
		`{"Action":"pass","Package":"x"}`)
	assert.False(t, w.broken)
	assert.Equal(t, "    a_test.go:1: not run: it is not installed\n--- SKIP: TestA (0.00s)\n", out)
}

func TestBuildThatFailsFailsTheRun(t *testing.T) {
	w, out := watched(t,
		`{"ImportPath":"x [x.test]","Action":"build-output","Output":"x_test.go:3: undefined: y\n"}`,
		`{"ImportPath":"x [x.test]","Action":"build-fail"}`,
		`panic: not JSON`)
	assert.True(t, w.broken)
	assert.Equal(t, "x_test.go:3: undefined: y\npanic: not JSON\n", out)
}
