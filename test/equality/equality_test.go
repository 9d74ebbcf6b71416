package equality

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/proof"
	"github.com/feedsource/feedsource/test/vectors"
)

// The engine as Go and the engine as WebAssembly in Chromium give the same records.
func TestEquality(t *testing.T) {
	suite := proof.New(t, "equality", "The same records natively and in a browser",
		"The engine gives the same records of a body natively and as WebAssembly in a browser, however the body is cut. What it gives natively, at every cut, is kept in files. The built package reads the same bodies in Chromium, and each record must have the same kind, event type, id and bytes, and a malformed one the same place. Byte by byte stands for 500 pieces if a body is longer than that.",
		ways[0].name, ways[1].name, ways[2].name)
	var cases []vectors.Case
	for _, file := range []string{
		"framing", "sse", "auto", "varint", "fixed", "envelope", "docker", "aws-eventstream", "multipart", "cbor-seq", "msgpack",
	} {
		list, err := vectors.Read("golden/" + file + ".txt")
		require.NoError(t, err)
		cases = append(cases, list...)
	}
	results := compared(t, cases)
	var groups []string
	members := map[string][]int{}
	records, bytes := 0, 0
	for i, c := range cases {
		if members[c.Group] == nil {
			groups = append(groups, c.Group)
		}
		members[c.Group] = append(members[c.Group], i)
		records += len(c.Want)
		bytes += len(c.Body)
	}
	for _, group := range groups {
		for _, cut := range ways {
			suite.Run(proof.Case{Name: group}, cut.name, func(t *testing.T) string {
				n := 0
				for _, i := range members[group] {
					results[cut.name][i].hold(t, cases[i])
					n += len(cases[i].Want)
				}
				return fmt.Sprintf("Bodies: %d. Records: %d.", len(members[group]), n)
			})
		}
	}
	suite.Figure("bodies", float64(len(cases)), "")
	suite.Figure("records", float64(records), "")
	suite.Figure("bytes", float64(bytes), "")
}
