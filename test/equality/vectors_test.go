package equality

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/proof"
	"github.com/feedsource/feedsource/test/vectors"
)

const natively = "natively, at every cut"

// What the specifications of JSON sequences, of lines of JSON and of messages with their
// length in front say is in a body.
func TestVectors(t *testing.T) {
	suite := proof.New(t, "vectors", "Bodies by the specifications",
		"RFC 7464, NDJSON and JSON Lines, and Twitter's delimited=length, rule by rule, with the records that a reader must find. The engine reads each body natively, cut in two at every byte, and in Chromium.",
		natively, ways[0].name, ways[1].name, ways[2].name)
	var cases []vectors.Case
	for _, file := range vectors.Files {
		list, err := vectors.Read(file)
		require.NoError(t, err)
		require.NotEmpty(t, list)
		cases = append(cases, list...)
	}
	native := nativeOutcomes(t)
	results := compared(t, cases)
	for i, c := range cases {
		of := proof.Case{Group: c.Group, Name: c.Name, Source: c.Source}
		suite.Run(of, natively, func(t *testing.T) string {
			name := "TestVectors/" + strings.ReplaceAll(c.Title(), " ", "_")
			require.Equal(t, "pass", native[name], "go test ./wasm/internal/framing -run %s", name)
			return strings.Join(summary(c), ", ")
		})
		for _, cut := range ways {
			suite.Run(of, cut.name, func(t *testing.T) string {
				results[cut.name][i].hold(t, c)
				return ""
			})
		}
	}
}

// summary is what is in a body, in kinds.
func summary(c vectors.Case) []string {
	var kinds []string
	for _, r := range c.Want {
		kinds = append(kinds, r.Kind)
	}
	return kinds
}

// nativeOutcomes are those of the native test of the same files, by subtest.
func nativeOutcomes(t *testing.T) map[string]string {
	t.Helper()
	cmd := exec.Command("go", "test", "-json", "-run", "^TestVectors$", "./wasm/internal/framing")
	cmd.Dir = harness.Root()
	out, _ := cmd.Output() // a test that failed fails its case
	outcomes := map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(out))
	for lines.Scan() {
		var event struct{ Action, Test string }
		require.NoError(t, json.Unmarshal(lines.Bytes(), &event), lines.Text())
		if event.Action == "pass" || event.Action == "fail" {
			outcomes[event.Test] = event.Action
		}
	}
	require.NotEmpty(t, outcomes, "the native test said nothing")
	return outcomes
}
