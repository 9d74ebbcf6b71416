package readme

import (
	"fmt"
	"net/http"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/markdown"
	"github.com/feedsource/feedsource/web/feeds"
)

var distFolder = filepath.Join(harness.Root(), "js", "dist")

// code are the languages of what runs in a page.
var code = []string{"js", "ts", "jsx", "tsx", "javascript", "typescript", "mjs"}

// plain are those of what nobody runs.
var plain = []string{"", "json", "css", "http", "text", "diff", "yaml", "toml", "nginx"}

// keyed gives every example of a page the name that the tables of this package have for it: the page, the anchor of the
// heading that it stands behind, and its number there, if that is not 1. Declarations are none.
func keyed(t *testing.T, page string) map[string]markdown.Example {
	t.Helper()
	examples, err := markdown.Examples(harness.Root(), page)
	require.NoError(t, err)
	found := map[string]markdown.Example{}
	times := map[string]int{}
	for _, example := range examples {
		if example.Declaration || slices.Contains(plain, example.Language) {
			continue
		}
		key := path.Base(page) + "#" + example.Section
		if times[key]++; times[key] > 1 {
			key += fmt.Sprintf("-%d", times[key])
		}
		found[key] = example
	}
	return found
}

// TestExamples runs each example of README.md and js/docs as it stands there, in a page, with what its reader has already. It must
// throw nothing, show what cases says, and each of its feeds must read a record, or fail as cases says. Nothing is left out
// but what elsewhere has a reason for.
func TestExamples(t *testing.T) {
	pages, err := markdown.Pages(harness.Root())
	require.NoError(t, err)
	known := map[string]bool{}
	for _, page := range pages {
		for key, example := range keyed(t, page) {
			known[key], known[path.Base(page)] = true, true
			switch {
			case example.Uncompiled != "", example.From != "", reason(key) != "": // which say what runs it instead
			case slices.Contains(code, example.Language):
				t.Run(key, func(t *testing.T) { runExample(t, example, cases[key]) })
			default:
				t.Errorf("%s: nothing runs %q; if that has to be, say in elsewhere why", key, example.Language)
			}
		}
	}
	for key := range cases {
		assert.True(t, known[key], "there is no example %s", key)
	}
	for key := range elsewhere {
		assert.True(t, known[key], "there is no example %s", key)
	}
}

// reason says why an example is not run here.
func reason(key string) string {
	page, _, _ := strings.Cut(key, "#")
	if said := elsewhere[key]; said != "" {
		return said
	}
	return elsewhere[page]
}

const room = "/gitter/v1/rooms/42/chatMessages?rate=50&access_token=" + feeds.GitterToken

// somewhere are the addresses that examples read.
var somewhere = regexp.MustCompile(`(?:https|wss)://[\w.-]+\.(?:example|sh)/[^'"` + "`" + `\s)]*`)

func runExample(t *testing.T, example markdown.Example, c run) {
	site := harness.NewSite(t)
	serveLocal(site)
	address := site.Feeds + room
	switch {
	case strings.HasPrefix(c.feed, "ws:"):
		address = "ws" + strings.TrimPrefix(site.URL, "http") + strings.TrimPrefix(c.feed, "ws:")
	case c.local:
		address = site.URL + c.feed
	case c.feed != "":
		address = site.Feeds + c.feed
	}
	written := strings.ReplaceAll(c.before, "TWITTER", feeds.TwitterToken) + "\n" + somewhere.ReplaceAllLiteralString(example.Code, address) + "\n" + c.after
	source := bundle(t, written, example.Language)
	serve := func(path, kind, text string) {
		site.Handle(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			_, _ = w.Write([]byte(text))
		})
	}
	serve("/example.js", "text/javascript", source)
	site.Handle("/example-package.js", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, filepath.Join("testdata", "package.js"))
	})
	serve("/example.html", "text/html", `<!doctype html><link rel=icon href=data:,>
		<script type="importmap">{ "imports": { "feedsource": "/example-package.js" } }</script>`)
	page := harness.Open(t, site.URL+"/example.html")
	got := harness.Call[struct {
		Thrown string
		Shown  []string
		Feeds  []struct {
			Records            int
			Failure, Told, URL string
		}
	}](page, "examples.js", "run", harness.Args{
		"source": "/example.js", "url": address, "base": site.URL, "token": feeds.GitterToken, "lines": len(c.shows), "fails": c.fails != "",
		"wantsFile": regexp.MustCompile(`\bfile\b`).MatchString(example.Code),
	})
	require.Empty(t, got.Thrown)
	require.GreaterOrEqual(t, len(got.Shown), len(c.shows), "it showed %q", got.Shown)
	for i, want := range c.shows {
		assert.Regexp(t, want, got.Shown[i])
	}
	for _, feed := range got.Feeds {
		assert.Equal(t, c.fails, feed.Failure, "%s said: %s", feed.URL, feed.Told)
		if c.fails == "" {
			assert.Positive(t, feed.Records, "%s read nothing: %s", feed.URL, feed.Told)
			assert.True(t, c.cuts || feed.Told == "", "%s said: %s", feed.URL, feed.Told)
		}
	}
}
