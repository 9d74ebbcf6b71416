package hooks

import (
	"os"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
)

func TestMain(m *testing.M) { harness.Main(m) }

// apps are the folders in app, each named after its framework.
var apps = []string{"react", "vue", "svelte", "solid", "angular"}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
