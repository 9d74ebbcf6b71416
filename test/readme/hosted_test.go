package readme

import (
	"crypto/sha512"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// What the pages of hosting show is a part of a page, whose other part reads a feed.
func TestHostedPages(t *testing.T) {
	const cdn = "https://cdn.jsdelivr.net/npm/feedsource@0.1.0/dist/feedsource.js"
	const tag = `<script src="/feedsource.js"></script>`
	const module = `<script type="module">import { FeedSource } from 'feedsource'; globalThis.FeedSource = FeedSource;</script>`
	const beside = `<script type="module">import { FeedSource } from '/dist/index.js'; globalThis.FeedSource = FeedSource;</script>`
	built, err := os.ReadFile(filepath.Join(distFolder, "feedsource.js"))
	require.NoError(t, err)
	sum := sha512.Sum384(built)
	for key, c := range map[string]struct {
		ahead, behind string // the other part of the page
		replaced      []string
		engine        string // what the page loads it from
		holds         string // an element that is in the page then
	}{
		"hosting.md#hosting":               {engine: "/feedsource.wasm.gz"},
		"hosting.md#from-another-origin":   {replaced: []string{cdn, "OTHER/feedsource.js"}, engine: "/feedsource.wasm.gz"},
		"hosting.md#from-another-origin-2": {replaced: []string{cdn, "OTHER/feedsource.js", "sha384-…", "sha384-" + base64.StdEncoding.EncodeToString(sum[:])}, engine: "/feedsource.wasm.gz"},
		"hosting.md#brotli":                {ahead: tag, engine: "/feedsource.wasm"},
		"hosting.md#preload":               {behind: tag, engine: "/feedsource.wasm.gz"},
		"bundlers.md#import-map":           {behind: module, replaced: []string{"./node_modules/feedsource/dist/", "/dist/"}, engine: "/dist/feedsource.wasm.gz"},
		"devtools.md#developer-tools-2":    {behind: beside, replaced: []string{"/feedsource/", "/dist/"}, engine: "/dist/feedsource.wasm.gz", holds: "feedsource-devtools"},
	} {
		t.Run(key, func(t *testing.T) {
			page, _, _ := strings.Cut(key, "#")
			example, known := keyed(t, "js/docs/"+page)[key]
			require.True(t, known, "there is no example %s", key)
			site := harness.NewSite(t)
			serveLocal(site)
			other := harness.Serve(t, shared())
			html := example.Code
			for i := 0; i < len(c.replaced); i += 2 {
				require.Contains(t, html, c.replaced[i])
				html = strings.ReplaceAll(html, c.replaced[i], strings.ReplaceAll(c.replaced[i+1], "OTHER", other))
			}
			site.Add("/page.html", "<!doctype html><link rel=icon href=data:,>"+c.ahead+html+c.behind)
			p := harness.Open(t, site.URL+"/page.html")
			got := harness.Await[struct {
				Text    string
				Engines []string
			}](p, `
				const feed = new FeedSource('/rooms/1', { lastEventId: '0' }); // which waits for the engine
				const { json } = await new Promise((resolve) => (feed.onmessage = resolve));
				feed.close();
				const loaded = performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => /\.wasm/.test(name));
				return { text: json.text, engines: [...new Set(loaded)] };`)
			assert.Equal(t, "one", got.Text)
			assert.True(t, c.holds == "" || harness.Await[bool](p, "return document.querySelector("+harness.JS(c.holds)+") !== null"), c.holds)
			require.Len(t, got.Engines, 1)
			assert.True(t, strings.HasSuffix(got.Engines[0], c.engine), got.Engines[0])
		})
	}
}
