package packaging

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/markdown"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// compiled are the languages whose examples are compiled, and by which extension. What is JavaScript has
// to be TypeScript as well: who reads it may write that.
var compiled = map[string]string{
	"html": ".ts", "js": ".ts", "ts": ".ts", "mjs": ".ts", "jsx": ".tsx", "tsx": ".tsx", "javascript": ".ts", "typescript": ".ts",
}

// plain are those of blocks that are no code of an app's modules.
var plain = []string{"", "sh", "bash", "json", "css", "http", "text", "diff", "go", "yaml", "toml", "nginx"}

// writeExamples puts the examples of all pages into a folder, a file each, and returns how many there are. The
// lines of a file have the numbers that they have in the page.
func writeExamples(t *testing.T, dir string) int {
	t.Helper()
	pages, err := markdown.Pages(harness.Root())
	require.NoError(t, err)
	count := 0
	for _, page := range pages {
		examples, err := markdown.Examples(harness.Root(), page)
		require.NoError(t, err)
		for _, example := range examples {
			where := fmt.Sprintf("%s:%d", page, example.Line)
			extension, known := compiled[example.Language]
			if example.Uncompiled != "" || example.Declaration || slices.Contains(plain, example.Language) {
				continue
			}
			require.True(t, known, "%s: %q is a language that nothing compiles; if that has to be, say why: <!-- not compiled: … -->", where, example.Language)
			code, padding := example.Code, example.Line-2
			if example.Language == "html" {
				code = scripts(code)
			}
			name := fmt.Sprintf("%s-%d", strings.TrimSuffix(filepath.Base(page), ".md"), example.Line)
			setup := strings.ReplaceAll(example.Setup, "\n", " ")
			write(t, filepath.Join(dir, name+extension), setup+"\n"+strings.Repeat("\n", padding)+code+"\n")
			if strings.HasPrefix(example.Language, "j") || example.Language == "html" {
				// And it is JavaScript, without types; what it means was looked at above.
				write(t, filepath.Join(dir, "as-javascript", name+strings.Replace(extension, "t", "j", 1)), strings.Repeat("\n", padding+1)+code+"\n")
			}
			count++
		}
	}
	return count
}

func write(t *testing.T, file, text string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
}

var script = regexp.MustCompile(`(?s)<script([^>]*)>(.*?)</script>`)

// scripts are those of a page: all else is left blank, line by line.
func scripts(html string) string {
	var kept strings.Builder
	blank := func(text string) { kept.WriteString(strings.Repeat("\n", strings.Count(text, "\n"))) }
	at := 0
	for _, match := range script.FindAllStringSubmatchIndex(html, -1) {
		blank(html[at:match[4]])
		if attributes := html[match[2]:match[3]]; strings.Contains(attributes, "src=") || strings.Contains(attributes, "importmap") {
			blank(html[match[4]:match[5]])
		} else {
			kept.WriteString(html[match[4]:match[5]])
		}
		at = match[5]
	}
	return kept.String()
}

func TestScriptsOfAPage(t *testing.T) {
	assert.Equal(t, "\n\n let x;\n", scripts("<script src=a.js></script>\n<p>\n<script type=module> let x;\n</script>"))
	assert.Empty(t, scripts(`<script type="importmap">{}</script>`))
}

// testExamples compiles every example of README.md and js/docs as it stands, by what was installed.
func testExamples(t *testing.T, dir string) {
	count := writeExamples(t, filepath.Join(dir, "examples"))
	require.Greater(t, count, 10)
	for _, compiler := range []string{"7.0", "5.9"} {
		t.Run(compiler, func(t *testing.T) {
			_, err := output(dir, "node", tscOf(compiler), "-p", "examples")
			assert.NoError(t, err)
		})
	}
}
