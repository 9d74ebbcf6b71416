// Package written has tests write those parts of the documentation that only they know.
package written

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write what the test makes into the page of js/docs anew")

// Block holds the part of that name of a page in js/docs to what the test has made: what stands between
// <!-- name: written by go test … --> and <!-- /name -->. With -update it is written there.
func Block(t testing.TB, page, name, fresh string) {
	t.Helper()
	_, source, _, _ := runtime.Caller(0)
	file := filepath.Join(filepath.Dir(source), "..", "..", "js", "docs", page)
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	block := regexp.MustCompile(fmt.Sprintf(`(?s)<!-- %s: written by [^\n]* -->\n(.*?)<!-- /%s -->\n`, name, name)).FindSubmatchIndex(text)
	require.NotNil(t, block, "%s has no part %q", page, name)
	from, to := block[2], block[3]
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(string(text[:from])+fresh+string(text[to:])), 0o644))
		return
	}
	assert.Equal(t, fresh, string(text[from:to]), "%s is stale: run what its mark <!-- %s --> says", page, name)
}
