package packaging

import (
	"path/filepath"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
)

// TestTypes compiles js/test/types against the declarations that were installed, with
// nothing skipped: the files say what must compile and, by @ts-expect-error, what must not.
func TestTypes(t *testing.T) {
	dir := install(t, filepath.Join(harness.Root(), "js", "test", "types"))
	for _, resolution := range []string{"bundler", "nodenext"} {
		t.Run(resolution, func(t *testing.T) {
			_, err := output(dir, tsc(), "-p", "tsconfig."+resolution+".json")
			assert.NoError(t, err)
		})
	}
}
