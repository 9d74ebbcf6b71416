package docs

import (
	"html"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func get(handler http.Handler, address string) (status int, body string) {
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest("GET", address, nil))
	return w.Code, w.Body.String()
}

// asWritten is the link to a page's Markdown, which is for programs.
var asWritten = regexp.MustCompile(`<link rel="alternate"[^>]*>`)

var href = regexp.MustCompile(`(?:href|src)="([^"]*)"`)

// All that a reader can come to from the first page is there, the anchors too.
func TestLinksOfPagesLeadSomewhere(t *testing.T) {
	handler := Handler(os.DirFS("../.."))
	bodies := map[string]string{}
	var visit func(address string)
	visit = func(address string) {
		if _, seen := bodies[address]; seen {
			return
		}
		status, body := get(handler, address)
		require.Equal(t, http.StatusOK, status, address)
		body = asWritten.ReplaceAllString(body, "")
		bodies[address] = body
		for _, match := range href.FindAllStringSubmatch(body, -1) {
			if target, _, _ := strings.Cut(html.UnescapeString(match[1]), "#"); strings.HasPrefix(target, root) {
				visit(target)
			}
		}
	}
	visit(root)
	require.Greater(t, len(bodies), 20)
	for address, body := range bodies {
		for _, match := range href.FindAllStringSubmatch(body, -1) {
			target, anchor, anchored := strings.Cut(html.UnescapeString(match[1]), "#")
			if target == "" {
				target = address
			}
			if page, ours := bodies[target]; ours && anchored {
				assert.True(t, strings.Contains(page, `id="`+anchor+`"`), "%s links to %s", address, match[1])
			}
			if !strings.Contains(target, "://") {
				assert.NotRegexp(t, `\.md$`, target, "%s links to Markdown", address)
			}
		}
	}
}

func project() fstest.MapFS {
	return fstest.MapFS{
		"README.md":         {Data: []byte("# Front\n\n[one](js/docs/one.md#part)\n")},
		"js/docs/README.md": {Data: []byte("# All\n\n## Use\n\n| page | |\n|---|---|\n| [One](one.md) | x |\n| [Two](two.md) | y |\n")},
		"js/docs/one.md":    {Data: []byte("# The one\n\n## Part\n\n<script>alert(1)</script>\n\n[code](../../wasm/main.go) [two](two.md)\n")},
		"js/docs/two.md":    {Data: []byte("# The two\n")},
	}
}

func TestPage(t *testing.T) {
	_, body := get(Handler(project()), "/docs/one")
	assert.Contains(t, body, "<title>The one – FeedSource</title>")
	assert.Equal(t, 1, strings.Count(body, "<h1"))
	assert.Contains(t, body, `<a href="/docs/one" aria-current="page">One</a>`)
	assert.Contains(t, body, `<a rel="next" href="/docs/two">`)
	assert.NotContains(t, body, `rel="prev"`)
	assert.Contains(t, body, `<h2 id="part">`)
	assert.Contains(t, body, `href="https://github.com/feedsource/feedsource/blob/main/wasm/main.go"`)
	assert.NotContains(t, body, "<script>", "HTML in the text is left out")
}

func TestNeighbours(t *testing.T) {
	_, body := get(Handler(project()), "/docs/two")
	assert.Contains(t, body, `<a rel="prev" href="/docs/one">`)
	assert.NotContains(t, body, `rel="next"`)
}

func TestFrontPage(t *testing.T) {
	_, body := get(Handler(project()), "/docs/readme")
	assert.Contains(t, body, `<a href="/docs/one#part">one</a>`)
}

func TestOtherFilesAreNotServed(t *testing.T) {
	for _, address := range []string{"/docs/three", "/docs/three.md", "/docs/README.md", "/docs/..%2f..%2fREADME", "/docs/..%2f..%2fREADME.md"} {
		status, _ := get(Handler(project()), address)
		assert.Equal(t, http.StatusNotFound, status, address)
	}
}

func TestWhoLosesTheWayFindsOn(t *testing.T) {
	for _, address := range []string{"/docs/three", "/docs/No<b>where"} {
		r, w := httptest.NewRequest("GET", address, nil), httptest.NewRecorder()
		r.Header.Set("Accept", "text/html,*/*;q=0.8") // as browsers ask for pages
		Handler(project()).ServeHTTP(w, r)
		assert.Equal(t, http.StatusNotFound, w.Code, address)
		assert.Contains(t, w.Body.String(), "<title>There is no such page – FeedSource</title>")
		assert.Contains(t, w.Body.String(), `<a href="/docs/one">One</a>`)
		assert.NotContains(t, w.Body.String(), "<b>")
	}
}

func TestPagesAsTheyAreWritten(t *testing.T) {
	_, body := get(Handler(project()), "/docs/one.md")
	assert.Contains(t, body, "## Part")
	assert.Contains(t, body, "[code](https://github.com/feedsource/feedsource/blob/main/wasm/main.go) [two](two.md)")
	_, page := get(Handler(project()), "/docs/one")
	assert.Contains(t, page, `<link rel="alternate" type="text/markdown" href="/docs/one.md">`)
}

func TestAllPagesInOneFile(t *testing.T) {
	_, body := get(Handler(project()), "/llms-full.txt")
	assert.Less(t, strings.Index(body, "# Front"), strings.Index(body, "# The one"))
	assert.Less(t, strings.Index(body, "# The one"), strings.Index(body, "# The two"))
}

// Whoever reads the list finds the pages, in the demo as in the package.
func TestLinksOfLLMsText(t *testing.T) {
	handler := Handler(os.DirFS("../.."))
	_, list := get(handler, "/llms.txt")
	_, all := get(handler, "/llms-full.txt")
	links := fileLink.FindAllStringSubmatch(list, -1)
	require.Greater(t, len(links), 30)
	for _, link := range links {
		status, text := get(handler, "/"+link[1])
		assert.Equal(t, http.StatusOK, status, link[1])
		assert.True(t, strings.Contains(all, text), "%s is in llms-full.txt", link[1])
	}
}

func TestSections(t *testing.T) {
	_, body := get(Handler(project()), "/docs/sections.json")
	assert.JSONEq(t, `[
		{"address": "/docs/readme", "page": "Front", "heading": "", "text": "one"},
		{"address": "/docs/one", "page": "The one", "heading": "", "text": ""},
		{"address": "/docs/one#part", "page": "The one", "heading": "Part", "text": "code two"},
		{"address": "/docs/two", "page": "The two", "heading": "", "text": ""}
	]`, body)
}

// On a phone the rows of a table of many columns are lists.
func TestCellsOfManyColumnsSayWhatTheyAre(t *testing.T) {
	made, err := render("js/docs/sample.md", []byte("# Sample\n\n| a | `b` | c |\n|---|---|---|\n| 1 | 2 | [what it takes](x.md#y) to fill a line |\n| | 4 | 5 |\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"))
	require.NoError(t, err)
	content := string(made.Content)
	assert.Contains(t, content, `<table tabindex="0" class="many">`)
	assert.Contains(t, content, "<td>1</td>\n<td data-head=\"b\" class=\"brief\">2</td>\n<td data-head=\"c\"><a ")
	assert.Contains(t, content, "<td data-same=\"1\"></td>\n<td data-head=\"b\" class=\"brief\">4</td>\n", "whose first cell is that of the row above")
	assert.Contains(t, content, "<table tabindex=\"0\">\n<thead>")
	assert.Contains(t, content, "<td>1</td>\n<td>2</td>")
}
