package hooks

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/packed"
)

// TestTypes compiles what apps do with the hooks against the installed declarations, and the components and guides that
// are shown; @ts-expect-error says what must not compile. ngc compiles Angular's component with its template.
func TestTypes(t *testing.T) {
	folder := install(t)
	for _, project := range []string{"types", "solid"} {
		t.Run(project, func(t *testing.T) {
			_, err := packed.Output(folder, "node", "node_modules/typescript/bin/tsc", "-p", project)
			assert.NoError(t, err)
		})
	}
}
