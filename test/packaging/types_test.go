package packaging

import (
	"path/filepath"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
)

// tscOf is a compiler that js/test/types names, by its version; those of its dependencies have one command.
func tscOf(version string) string {
	return filepath.Join("node_modules", "typescript-"+version, "bin", "tsc")
}

// TestTypes compiles js/test/types against the declarations that were installed, with
// nothing skipped: the files say what must compile and, by @ts-expect-error, what must not.
func TestTypes(t *testing.T) {
	dir := install(t, filepath.Join(harness.Root(), "js", "test", "types"))
	for _, c := range []struct{ compiler, resolution string }{
		{"7.0", "bundler"}, {"7.0", "node16"}, {"7.0", "nodenext"}, {"5.9", "bundler"}, {"5.4", "nodenext"},
	} {
		t.Run(c.compiler+"/"+c.resolution, func(t *testing.T) {
			_, err := output(dir, "node", tscOf(c.compiler), "-p", "tsconfig."+c.resolution+".json")
			assert.NoError(t, err)
		})
	}
	t.Run("declarations", func(t *testing.T) {
		_, err := output(dir, "node", "declarations.js")
		assert.NoError(t, err)
	})
	t.Run("examples", func(t *testing.T) { testExamples(t, dir) })
}
