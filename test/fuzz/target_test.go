package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

func TestTargetsOf(t *testing.T) {
	assert.Equal(t, []target{{"x/a", "FuzzOne"}, {"x/a", "FuzzTwo"}, {"x/c", "FuzzThree"}}, targetsOf(
		"FuzzOne\nFuzzTwo\nok  \tx/a\t0.003s\nok  \tx/b\t0.001s\n?   \tx/none\t[no test files]\nFuzzThree\nok  \tx/c\t0.002s\n"))
}

func TestOutcome(t *testing.T) {
	inputs, input := outcome("fuzz: elapsed: 0s, gathering baseline coverage: 0/9 completed\n" +
		"fuzz: elapsed: 3s, execs: 21733 (7242/sec), new interesting: 59 (total: 88)\n" +
		"fuzz: elapsed: 9s, execs: 84684 (0/sec), new interesting: 66 (total: 95)\nPASS\n")
	assert.EqualValues(t, 84684, inputs)
	assert.Empty(t, input)
	inputs, input = outcome("fuzz: elapsed: 1s, execs: 12 (12/sec)\n--- FAIL: FuzzX (0.1s)\n    Failing input written to testdata/fuzz/FuzzX/0a1b\n")
	assert.EqualValues(t, 12, inputs)
	assert.Equal(t, "x/a/testdata/fuzz/FuzzX/0a1b", run{target: target{Package: "x/a"}, input: input}.blame())
	_, input = outcome("failure while testing seed corpus entry: FuzzX/seed#18\n")
	assert.Equal(t, "FuzzX/seed#18", input)
}

// Every function that is a target by its name is found, and every format has one.
func TestEveryTargetIsFound(t *testing.T) {
	declared := regexp.MustCompile(`(?m)^func (Fuzz\w+)\(f \*testing\.F\)`)
	files, err := filepath.Glob(filepath.Join(harness.Root(), "wasm", "internal", "*", "*_test.go"))
	require.NoError(t, err)
	var want []target
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, match := range declared.FindAllSubmatch(text, -1) {
			want = append(want, target{"github.com/feedsource/feedsource/wasm/internal/" + filepath.Base(filepath.Dir(file)), string(match[1])})
		}
	}
	found, err := find(regexp.MustCompile(""))
	require.NoError(t, err)
	assert.ElementsMatch(t, want, found)
	var names []string
	for _, t := range found {
		names = append(names, t.short()+" "+t.Name)
	}
	assert.Subset(t, names, []string{
		"sse FuzzSSE", "framing FuzzLines", "framing FuzzLength", "framing FuzzJSON", "framing FuzzJSONSeq", "framing FuzzJSONArray",
		"feed FuzzAuto", "feed FuzzMachine", "jsonptr FuzzFind", "payload FuzzUndo", "liveness FuzzAnything", "lag FuzzAnything", "retry FuzzAfter",
	})
}
