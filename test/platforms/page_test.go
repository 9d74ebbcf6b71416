package platforms

import (
	"crypto/sha256"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/packed"
)

// patience is how long a page may take for all that it does here: a dev server compiles meanwhile.
const patience = 3 * time.Minute

// query tells a page its feed.
func (c *cell) query() string { return "?feed=" + url.QueryEscape(c.feed) }

// assertReads opens a page without a feed, and then with one.
func (c *cell) assertReads(t *testing.T, f *front) {
	t.Helper()
	p := harness.OpenFor(t, "about:blank", patience)
	mismatches := listen(t, p)
	p.Navigate(f.URL)
	require.Empty(t, listed(p), "without a feed")
	assert.Empty(t, ahead(p), "nothing is fetched ahead of a feed")
	assert.Empty(t, f.engines(), "nothing is fetched ahead of a feed")

	p.Navigate(f.URL + c.query())
	lines := listed(p)
	page, worker := lines[:min(4, len(lines))], lines[min(4, len(lines)):]
	assert.Equal(t, brought("page"), page)
	c.workers = append(c.workers, worker)
	asked := f.engines()
	require.Len(t, asked, 1, "one file of the engine")
	assert.True(t, strings.HasSuffix(asked[0], ".gz"), asked[0])
	assert.Empty(t, ahead(p))
	assert.Empty(t, mismatches(), "the page is that of the server")
}

// listed waits until a page has read its feeds and returns what it lists. It asks again and
// again, since a dev server may load the page anew meanwhile.
func listed(p *harness.Page) []string {
	for begun := time.Now(); time.Since(begun) < patience/3; time.Sleep(100 * time.Millisecond) {
		lines, err := chromedp.Run(p.Context, chromedp.Evaluate[[]string](`document.querySelector("[data-done=yes]") &&
			[...document.querySelectorAll("li")].map((item) => item.textContent)`))
		if err == nil && lines != nil {
			return lines
		}
	}
	return []string{"nothing was read"}
}

// ahead are the links by which a page has its browser fetch the engine, or a worker for it.
func ahead(p *harness.Page) []string {
	p.T.Helper()
	all := harness.Await[[]string](p, `return [...document.querySelectorAll("link")].map((link) => link.href)`)
	return slices.DeleteFunc(all, func(link string) bool {
		path, _, _ := strings.Cut(link, "?")
		return !isEngine(path) && !strings.Contains(path, "/worker")
	})
}

// listen keeps what a framework warns of when the page is not what the server rendered: some
// do so by no error.
func listen(t *testing.T, p *harness.Page) (mismatches func() []string) {
	t.Helper()
	heard := make(chan string, 1000)
	require.NoError(t, chromedp.Listen(p.Context, func(event any) {
		called, ok := event.(*runtime.EventConsoleAPICalled)
		if !ok || called.Type != "warning" {
			return
		}
		for _, arg := range called.Args {
			if text := string(arg.Value) + arg.Description; strings.Contains(strings.ToLower(text), "hydrat") {
				heard <- text
			}
		}
	}))
	return func() (texts []string) {
		for len(heard) > 0 {
			texts = append(texts, <-heard)
		}
		return texts
	}
}

// emitted are the names that the files of a build have in the package, of those that are the engine.
func emitted(t *testing.T, dir, public string) []string {
	t.Helper()
	engines, err := filepath.Glob(packed.Dist(dir, "feedsource.wasm*"))
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(engines), 2)
	names := map[[sha256.Size]byte]string{}
	for _, path := range engines {
		names[sum(t, path)] = filepath.Base(path)
	}
	var found []string
	require.NoError(t, filepath.WalkDir(public, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.Name() == "node_modules":
			return filepath.SkipDir
		case entry.Type().IsRegular():
			if name, known := names[sum(t, path)]; known {
				found = append(found, name)
			}
		}
		return nil
	}))
	return found
}

func sum(t *testing.T, path string) [sha256.Size]byte {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	return sha256.Sum256(content)
}
