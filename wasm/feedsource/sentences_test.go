//go:build !js

package feedsource

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pages are what the engine says of web pages and browsers where a program could be told it, but for those that only a browser's answers
// lead to.
var pages = regexp.MustCompile(`\b(the|this) page\b|CORS|browsers|Access-Control`)

// onlyInBrowsers begin what no program is told: what they say comes of CORS, of a policy or of a page's life.
var onlyInBrowsers = []string{
	"the server does not let this page send the cursor", "the page was put away", " was refused, most likely by CORS; ",
	": the server is unreachable, or refused this page by CORS",
	"the page's Content Security Policy forbids the request; its connect-src needs ",
}

// A program is told nothing of pages.
func TestSentencesAreForPrograms(t *testing.T) {
	files, err := filepath.Glob("../internal/feed/*.go")
	require.NoError(t, err)
	said := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		ast.Inspect(source, func(n ast.Node) bool {
			literal, ok := n.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(literal.Value)
			require.NoError(t, err)
			isOnlyThere := slices.ContainsFunc(onlyInBrowsers, func(beginning string) bool { return strings.HasPrefix(text, beginning) })
			if !pages.MatchString(text) || isOnlyThere {
				return true
			}
			said++
			if text == "the page's " { // a function, whose name follows
				for _, function := range []string{"url", "headers", "greet", "backfill", "resume.url", "resume.as", "url or resume.as", "resume.url or resume.as"} {
					assert.NotContains(t, inGo(text+function+" function has not answered within 1 s"), "page")
				}
				return true
			}
			assert.NotRegexp(t, pages, inGo(text), file)
			return true
		})
	}
	assert.Equal(t, 4, said, "sentences about pages")
}
