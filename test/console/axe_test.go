package console

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/web/server"
)

func TestAxeFindsNothingInTheConsole(t *testing.T) {
	c := everything(t)
	ask[any](c, inside+`.host.scrollIntoView()`)
	c.until(`all(".log li", ` + inside + `).length > 0`)
	c.AssertAccessible("the console")
}

func TestAxeFindsNothingInTheDocumentation(t *testing.T) {
	c := start(t)
	for _, name := range []string{"", "options", "benchmark"} {
		c.Page = harness.Open(t, c.url+"/docs/"+name)
		c.AssertAccessible("docs/" + name)
	}
}

func TestAxeFindsNothingInResults(t *testing.T) {
	root := projectWithout(t)
	mux := http.NewServeMux()
	mux.Handle("/", server.Page(root, server.Ports{Feeds: "0"}))
	mux.Handle("/scripts/", harness.Scripts())
	c := &console{url: serve(t, mux)}
	for name := range reports {
		c.Page = harness.Open(t, c.url+"/"+name+".html")
		c.until(`!$("#missing").hidden`)
		c.AssertAccessible(name + ".html without results")
		text, err := os.ReadFile(filepath.Join("testdata", name+".json"))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(root, "web", "dist", name+".json"), text, 0o644))
		c.Navigate(c.url + "/" + name + ".html")
		c.until(`all("main section:not([hidden])").length >= 2`)
		c.AssertAccessible(name + ".html")
	}
}
