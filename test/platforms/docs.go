package platforms

import (
	"fmt"
	"path/filepath"
	"regexp"

	"github.com/feedsource/feedsource/test/harness"
)

// Docs is the page that has the table, and the lines of configuration of the apps.
func Docs() string { return filepath.Join(harness.Root(), "js", "docs", "bundlers.md") }

var inDocs = regexp.MustCompile(`(?s)(<!-- table: go run ./test/platforms/table -->\n\n).*?(\n<!-- end of the table -->)`)

// WithTable is a text of the page with a table in the place of the one that it has.
func WithTable(page, table string) (string, error) {
	if !inDocs.MatchString(page) {
		return "", fmt.Errorf("%s has no place for the table", Docs())
	}
	return inDocs.ReplaceAllString(page, "${1}"+table+"${2}"), nil
}
