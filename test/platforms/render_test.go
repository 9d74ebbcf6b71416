package platforms

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// trapped are the settings by which a server writes down, in the file uses, what it uses of a
// browser and of the network.
func trapped(t *testing.T, uses string) []string {
	t.Helper()
	trap, err := filepath.Abs("trap.mjs")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(uses, nil, 0o644))
	return []string{"NODE_OPTIONS=--import=" + trap, "USES=" + uses}
}

// assertRenders asks a server for its page as a browser without scripts would: what it shows
// of the package is there, and the server had no use for a browser.
func assertRenders(t *testing.T, url, uses string) {
	t.Helper()
	response, err := http.Get(url)
	require.NoError(t, err)
	defer response.Body.Close()
	html, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	assert.Contains(t, string(html), "auto sse ndjson", "formats of the package, in the page")
	assert.Contains(t, string(html), `data-done="no"`)
	for _, link := range response.Header.Values("Link") {
		assert.NotContains(t, link, ".wasm", "nothing is fetched ahead of a feed")
	}
	written, err := os.ReadFile(uses)
	require.NoError(t, err)
	for line := range strings.Lines(string(written)) {
		var use struct{ Name, File, Stack string }
		require.NoError(t, json.Unmarshal([]byte(line), &use))
		if use.Name == "connection" || isOurs(use.File) {
			assert.Fail(t, "the server has used: "+use.Name, use.Stack)
		}
	}
}

// isOurs says whether a file of a server's has the package in it: frameworks ask what there is, too.
func isOurs(file string) bool {
	code, err := os.ReadFile(strings.TrimPrefix(file, "file://"))
	return err != nil || strings.Contains(string(code), "feedsource.wasm")
}
