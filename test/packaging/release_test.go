package packaging

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRelease: a tag is released that is the version and has a heading in CHANGELOG.md, and by
// actions that nobody can change behind their names.
func TestRelease(t *testing.T) {
	root := t.TempDir()
	require.NoError(t, os.CopyFS(filepath.Join(root, ".ci"), os.DirFS(filepath.Join(harness.Root(), ".ci"))))
	require.NoError(t, os.Mkdir(filepath.Join(root, "js"), 0o755))
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(root, name), []byte(text), 0o644))
	}
	write("js/package.json", "{\n  \"version\": \"1.2.3\",\n  \"type\": \"module\"\n}\n")
	check := func(tag string) error {
		_, err := output(root, "bash", ".ci/check-release", tag)
		return err
	}
	write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n## 1.2.30\n\n## 1.2\n")
	assert.ErrorContains(t, check("v1.2.3"), "CHANGELOG.md has no heading '## 1.2.3'")
	for _, heading := range []string{"## 1.2.3", "## 1.2.3 (2026-12-01)"} {
		write("CHANGELOG.md", "# Changelog\n\n"+heading+"\n\n- New.\n")
		assert.NoError(t, check("v1.2.3"), heading)
	}
	assert.ErrorContains(t, check("v1.2.4"), "the tag is v1.2.4, and js/package.json has 1.2.3")
	assert.ErrorContains(t, check("1.2.3"), "tag v1.2.3")

	workflow, err := os.ReadFile(filepath.Join(harness.Root(), ".github", "workflows", "release.yml"))
	require.NoError(t, err)
	uses := regexp.MustCompile(`uses: (\S+)`).FindAllSubmatch(workflow, -1)
	require.NotEmpty(t, uses)
	for _, action := range uses {
		assert.Regexp(t, `@[0-9a-f]{40}$`, string(action[1]))
	}
}
