package console

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/web/server"
)

// axe serves axe-core, which js/package.json pins, beside the scripts of these tests.
func axe(mux *http.ServeMux) {
	mux.HandleFunc("/axe.js", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, filepath.Join(harness.Root(), "js", "node_modules", "axe-core", "axe.min.js"))
	})
}

// assertAccessible has axe-core look at the page in both colour schemes, on a phone and on a desktop.
func (c *console) assertAccessible(what string) {
	c.T.Helper()
	for _, width := range []int64{390, 1400} {
		for _, scheme := range []string{"light", "dark"} {
			c.do(chromedp.EmulateViewport(width, 900))
			c.prefer("prefers-color-scheme", scheme)
			c.until(`innerWidth === ` + number(int(width)) + ` && matchMedia("(prefers-color-scheme: ` + scheme + `)").matches`)
			got := harness.Call[struct {
				Passed     int
				Violations []string
			}](c.Page, "axe.js", "violations", nil)
			assert.Greater(c.T, got.Passed, 10, "rules that hold for %s", what)
			for _, violation := range got.Violations {
				assert.Fail(c.T, violation, "%s, %s, at %d pixels", what, scheme, width)
			}
		}
	}
}

func TestAxeFindsNothingInTheConsole(t *testing.T) {
	c := everything(t)
	ask[any](c, inside+`.host.scrollIntoView()`)
	c.until(`all(".log li", ` + inside + `).length > 0`)
	c.assertAccessible("the console")
}

func TestAxeFindsNothingInTheDocumentation(t *testing.T) {
	c := start(t)
	for _, name := range []string{"", "options", "events", "benchmark", "testing"} {
		c.Page = harness.Open(t, c.url+"/docs/"+name)
		c.assertAccessible("docs/" + name)
	}
}

func TestAxeFindsNothingInResults(t *testing.T) {
	root := projectWithout(t)
	mux := http.NewServeMux()
	mux.Handle("/", server.Page(root, "0"))
	mux.Handle("/scripts/", harness.Scripts())
	axe(mux)
	c := &console{url: serve(t, mux)}
	for name := range reports {
		c.Page = harness.Open(t, c.url+"/"+name+".html")
		c.until(`!$("#missing").hidden`)
		c.assertAccessible(name + ".html without results")
		text, err := os.ReadFile(filepath.Join("testdata", name+".json"))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(root, "web", "dist", name+".json"), text, 0o644))
		c.Navigate(c.url + "/" + name + ".html")
		c.until(`all("main section:not([hidden])").length >= 2`)
		c.assertAccessible(name + ".html")
	}
}
