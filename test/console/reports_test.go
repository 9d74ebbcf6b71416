package console

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/web/server"
)

// reports are the pages that draw results, and the command that writes them.
var reports = map[string]string{"proof": "./build.sh test", "bench": "./build.sh bench"}

// missing is what a page of results says where it has none: a heading, what to run, and what went wrong.
type missing struct{ Title, Words, Problem string }

func saysMissing(p *harness.Page) missing {
	p.T.Helper()
	return harness.Await[missing](p, `
		const $ = (selector) => document.querySelector(selector);
		while ($("#missing").hidden) await new Promise((resolve) => setTimeout(resolve, 5));
		return { Title: $("#missing h2").textContent, Words: $("#missing p").textContent, Problem: $("#problem").textContent };`)
}

// projectWithout is the project's pages of results in a folder that has no results.
func projectWithout(t *testing.T) string {
	root := t.TempDir()
	require.NoError(t, os.CopyFS(filepath.Join(root, "web"), os.DirFS(filepath.Join(harness.Root(), "web"))))
	require.NoError(t, os.RemoveAll(filepath.Join(root, "web", "dist")))
	require.NoError(t, os.Mkdir(filepath.Join(root, "web", "dist"), 0o755))
	return root
}

func TestPagesWithoutResultsSayWhatToRun(t *testing.T) {
	root := projectWithout(t)
	url := serve(t, server.Page(root, server.Ports{Feeds: "0"}))
	for name, command := range reports {
		p := harness.Open(t, url+"/"+name+".html")
		got := saysMissing(p)
		assert.Equal(t, "No results yet", got.Title, name)
		assert.Contains(t, got.Words, "Run "+command+" in the project's folder.", name)
		assert.Empty(t, got.Problem, name)

		p = harness.Open(t, "file://"+filepath.ToSlash(filepath.Join(root, "web", name+".html")))
		got = saysMissing(p)
		assert.Equal(t, "No results are chosen yet", got.Title, "%s, opened as a file", name)
		assert.Contains(t, got.Words, command, name)
	}
}

func TestPagesOfResultsThatCannotBeReadSayWhatToRun(t *testing.T) {
	page := server.Page(projectWithout(t), server.Ports{Feeds: "0"})
	url := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/dist/proof.json" || r.URL.Path == "/dist/bench.json" {
			http.Error(w, "broken", http.StatusInternalServerError)
			return
		}
		page.ServeHTTP(w, r)
	}))
	for name, command := range reports {
		p := harness.Blank(t)
		p.Expect("500 (Internal Server Error)")
		p.Navigate(url + "/" + name + ".html")
		got := saysMissing(p)
		assert.Equal(t, "The results cannot be read", got.Title, name)
		assert.Equal(t, "dist/"+name+".json cannot be read: the server answered 500", got.Problem)
		assert.Contains(t, got.Words, command, name)
	}
}

func TestPagesOfResultsThatAreNoneSayWhatToRun(t *testing.T) {
	root := projectWithout(t)
	url := serve(t, server.Page(root, server.Ports{Feeds: "0"}))
	for name, command := range reports {
		file := filepath.Join(root, "web", "dist", name+".json")
		require.NoError(t, os.WriteFile(file, []byte("{"), 0o644))
		got := saysMissing(harness.Open(t, url+"/"+name+".html"))
		assert.Equal(t, "These results cannot be drawn", got.Title, name)
		assert.Contains(t, got.Problem, "These are no results of the ", name)
		assert.Contains(t, got.Words, command, name)
	}
}
