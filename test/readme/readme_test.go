// Package readme runs the examples of README.md and js/docs as they stand there: in pages, in a shell and in Node.js.
package readme

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/markdown"
	"github.com/feedsource/feedsource/web/feeds"
)

func TestMain(m *testing.M) { harness.Main(m) }

// example is the first fenced block of a language in a page.
func example(t *testing.T, page, language string) string {
	t.Helper()
	examples, err := markdown.Examples(harness.Root(), page)
	require.NoError(t, err)
	for _, example := range examples {
		if example.Language == language {
			return example.Code
		}
	}
	require.Fail(t, page+" has no example", language)
	return ""
}

// listen keeps what a page logs.
const listen = `<script>globalThis.logged = []; console.log = (...words) =>
  logged.push(words.map((word) => (typeof word === 'string' ? word : word.text)).join(' '));
globalThis.freshToken = async () => 'x';</script>`

// logs runs a page until it has logged n lines.
func logs(t *testing.T, site *harness.Site, path, html string, n int) []string {
	t.Helper()
	site.Add(path, "<!doctype html><link rel=icon href=data:,>"+listen+html)
	page := harness.Open(t, site.URL+path)
	return harness.Await[[]string](page, `
		while (logged.length < `+strings.Repeat("1+", n)+`0) await new Promise((resolve) => setTimeout(resolve, 10));
		return logged;`)
}

func TestScriptTagExample(t *testing.T) {
	site := harness.NewSite(t)
	html := example(t, "README.md", "html")
	for from, to := range map[string]string{
		"https://feeds.example/v1/rooms/42/chatMessages": site.Feeds + "/gitter/v1/rooms/42/chatMessages?rate=50",
		"my-token": feeds.GitterToken,
	} {
		require.Contains(t, html, from)
		html = strings.ReplaceAll(html, from, to)
	}
	got := logs(t, site, "/dist/script-example.html", html, 3)
	assert.Equal(t, "open", got[0])
	assert.Regexp(t, `#\d+$`, got[1])
	assert.Regexp(t, `#\d+$`, got[2])
}

func TestModuleExample(t *testing.T) {
	site := harness.NewSite(t)
	code := example(t, "README.md", "js")
	const url = "https://feeds.example/espresso/subscribe"
	require.Contains(t, code, url)
	code = strings.ReplaceAll(code, url, site.Feeds+"/espresso/subscribe?rate=100")
	got := logs(t, site, "/module-example.html", `
		<script type="importmap">{ "imports": { "feedsource": "/dist/index.js" } }</script>
		<script type="module">`+code+"\nconsole.log('done')</script>", 7)
	assert.Equal(t, "done", got[len(got)-1], "close() ended the loop")
	assert.Regexp(t, `^\w+ 1005 .*#1005$`, got[len(got)-2])
}

func TestCursorExample(t *testing.T) {
	site := harness.NewSite(t)
	code := example(t, "js/docs/resume.md", "ts")
	const url = "https://feeds.example/event-stream?channel=news"
	require.Contains(t, code, url)
	code = strings.ReplaceAll(code, url, site.Feeds+"/ably/event-stream?channel=news&v=1.2&accessToken=good&rate=0&from=1&count=30&cut=3000&times=2&fault=readme")
	got := logs(t, site, "/cursor-example.html", `
		<script type="module">import { FeedSource } from '/dist/index.js';
		const feed = `+code+`
		for await (const event of feed) { console.log(event.lastEventId.split('-').at(-1)); if (event.lastEventId.endsWith('-30')) feed.close(); }
		</script>`, 30)
	for i, number := range got {
		assert.Equal(t, strconv.Itoa(i+1), number)
	}
}
