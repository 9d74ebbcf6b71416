package config

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What js/docs/relay.md shows can be loaded, and it has every key.
func TestDocs(t *testing.T) {
	t.Setenv("ROOM_TOKEN", "hush")
	t.Setenv("CLUSTER_SECRET", "hush")
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "js", "docs", "relay.md"))
	require.NoError(t, err)
	examples := regexp.MustCompile("(?s)```toml\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	require.NotEmpty(t, examples)
	for _, example := range examples {
		whole := example[1]
		if !strings.Contains(whole, "[feeds.") {
			whole += room
		}
		_, err := load(t, whole)
		assert.NoError(t, err, whole)
	}
	for _, key := range keysOf(reflect.TypeFor[Config](), nil) {
		names, written := keysOf(reflect.TypeFor[Config](), []string{key}), "`"+key+"."
		switch {
		case key == "cluster": // is shown
			written = ""
		case key == "feeds":
			names, written = keysOf(reflect.TypeFor[Feed](), nil), "."
		case names == nil:
			names, written = []string{key}, "`"
		}
		for _, name := range names {
			assert.Contains(t, string(text), written+name)
		}
	}
}
