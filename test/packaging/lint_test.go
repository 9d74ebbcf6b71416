package packaging

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestLint has arethetypeswrong and publint look at the tarball: every entry resolves, with types,
// for TypeScript's four ways to resolve and for bundlers old and new.
func TestLint(t *testing.T) {
	dir := install(t, "lint-app")
	file := tarball(t)
	for _, lint := range [][]string{
		// CommonJS may require an ES module from Node 20.19 on, which this rule does not know.
		{"attw", file, "--no-color", "--format", "table-flipped", "--ignore-rules", "cjs-resolves-to-esm"},
		{"publint", file, "--strict"},
	} {
		t.Run(lint[0], func(t *testing.T) {
			printed, err := output(dir, "node_modules/.bin/"+lint[0], lint[1:]...)
			assert.NoError(t, err)
			t.Log(printed)
		})
	}
}
