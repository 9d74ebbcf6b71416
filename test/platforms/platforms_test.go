package platforms

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/packed"
	"github.com/feedsource/feedsource/test/proof"
)

func TestMain(m *testing.M) { harness.Main(m) }

// TestPlatforms opens the page of every app from its dev server and from its build. The page
// reads a feed of three records itself and then, by a worker, again.
func TestPlatforms(t *testing.T) {
	harness.ChromiumOnly(t, "what an app has of the package is the same in all")
	suite := proof.New(t, Suite, "Bundlers and frameworks",
		"The packed package in an app of each, opened in Chromium. The page reads a feed, and a worker does", Columns...)
	for _, a := range Apps {
		if !a.Quick && os.Getenv("PLATFORMS") == "" {
			t.Run(a.Group+"/"+a.Name, func(t *testing.T) {
				t.Skipf("not run: %s takes its time to install and to build; ./build.sh platforms runs it", a.Name)
			})
			continue
		}
		prove(t, suite, a)
	}
}

// prove tries an app on each column.
func prove(t *testing.T, suite *proof.Suite, a App) {
	scratch, err := os.MkdirTemp("", "feedsource-platform")
	require.NoError(t, err)
	defer os.RemoveAll(scratch)
	c := &cell{App: a, dir: filepath.Join(scratch, "app"), feed: packed.ThreeRecords(t)}
	row := proof.Case{Group: a.Group, Name: a.Name, Source: a.Version()}
	if a.Dev != "" {
		suite.Run(row, "dev", c.dev)
	}
	suite.Run(row, "build", c.build)
	suite.Run(row, "worker", c.worker)
}

// A cell is an app under test.
type cell struct {
	App
	dir, feed string
	installed bool
	workers   [][]string // what workers read, by the dev server's page and the build's
}

// install makes the app's folder, the first time.
func (c *cell) install(t *testing.T) {
	t.Helper()
	if !c.installed {
		packed.InstallIn(t, c.dir, c.Folders...)
		c.installed = true
	}
}

func (c *cell) dev(t *testing.T) string {
	c.install(t)
	c.assertReads(t, before(t, c.serve(t, "dev", c.Dev)))
	return ""
}

func (c *cell) build(t *testing.T) string {
	c.install(t)
	public := filepath.Join(c.dir, c.Public)
	note := ""
	if c.Tool != "" {
		if c.Public != "." {
			require.NoError(t, os.RemoveAll(public), "what a dev server has left")
		}
		c.makeBuild(t)
		assert.Equal(t, []string{"feedsource.wasm.gz"}, emitted(t, c.dir, public), "what the build has of the engine")
		note = "takes feedsource.wasm.gz along, once"
	}
	if !c.Renders {
		c.assertReads(t, serveFiles(t, public))
		return note
	}
	uses := filepath.Join(t.TempDir(), "uses")
	server := c.serve(t, "start", c.Start, trapped(t, uses)...)
	assertRenders(t, server+c.query(), uses)
	c.assertReads(t, before(t, server))
	return note + "; rendered on a server, which uses nothing of a browser"
}

func (c *cell) worker(t *testing.T) string {
	pages := 1
	if c.Dev != "" {
		pages = 2
	}
	require.Len(t, c.workers, pages, "pages that read")
	for _, lines := range c.workers {
		assert.Equal(t, brought("worker"), lines)
	}
	return ""
}

// brought is what a page shows that had a host read the feed to its end.
func brought(host string) []string {
	return []string{host + ": one", host + ": two", host + ": three", host + ": end"}
}
