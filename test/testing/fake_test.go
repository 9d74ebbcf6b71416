package testing

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// room is a page of one's own: it knows nothing of tests.
const room = `<!doctype html><title>room</title><link rel=icon href=data:,><ul></ul><p>connecting</p>
<script src="/dist/feedsource.js"></script>
<script>
  const feed = new FeedSource('/rooms/1?token=x');
  const say = (words) => (document.querySelector('p').textContent = words);
  feed.onopen = () => say('open');
  feed.onerror = ({ error }) => say(error.final ? error.type : 'reconnecting');
  feed.onmessage = ({ data }) => document.querySelector('ul').append(Object.assign(document.createElement('li'), { textContent: data }));
</script>`

// ahead puts feedsource/testing and a script ahead of a page's own, as Playwright's addInitScript has it.
func ahead(p *harness.Page, script string) {
	global, err := os.ReadFile(filepath.Join(harness.Root(), "js", "dist", "testing-global.js"))
	require.NoError(p.T, err, "build first: ./build.sh")
	params := page.AddScriptToEvaluateOnNewDocumentParams{Source: string(global) + ";\n" + script}
	_, err = chromedp.Call(p.Context, page.AddScriptToEvaluateOnNewDocument, params)
	require.NoError(p.T, err)
}

const shown = `return [...document.querySelectorAll('li')].map((li) => li.textContent).join()`

func TestFakeFeedAheadOfAPage(t *testing.T) {
	site := harness.NewSite(t)
	site.Add("/room.html", room)
	p := harness.Blank(t)
	ahead(p, `
		globalThis.fake = FeedSourceTesting.fakeFeed()
			.send({ id: '1', data: 'one' }).wait(60_000).send({ id: '2', data: 'two' }).cut()
			.status(503).send({ id: '3', data: 'three' });
		fake.intercept('/rooms/1');
	`)
	p.Navigate(site.URL + "/room.html")
	harness.Await[any](p, `await fake.until(() => fake.opened === 1); await fake.clock.advance(0)`)
	assert.Equal(t, "one", harness.Await[string](p, shown))
	harness.Await[any](p, `await FeedSource.init(); fake.clock.install(); await fake.clock.advance(60_000); await fake.until(() => fake.requests.length === 2)`)
	assert.Equal(t, "one,two", harness.Await[string](p, shown))
	harness.Await[any](p, `await fake.clock.advance(10_000); await fake.until(() => fake.requests.length === 3 && fake.isPlayed); await fake.clock.advance(0)`)
	assert.Equal(t, "one,two,three", harness.Await[string](p, shown))
	assert.Equal(t, []string{"", "2", "2"}, harness.Await[[]string](p, `return fake.requests.map(({ cursor }) => cursor)`))
	assert.Equal(t, "open", harness.Await[string](p, `return document.querySelector('p').textContent`))
}

func TestFakeFeedAsAModule(t *testing.T) {
	site := harness.NewSite(t)
	p := harness.Open(t, site.URL+"/module.html")
	got := harness.Await[[]string](p, `
		const { fakeFeed, forSeeds } = await import('/dist/testing.js');
		const numbers = Array.from({ length: 20 }, (_, n) => ({ id: String(n), data: String(n) }));
		const all = [];
		await forSeeds(5, async (seed) => {
			const fake = fakeFeed().send(...numbers).silence().chaos(seed, { cut: 2 });
			const got = [];
			for await (const { data } of new FS.FeedSource('/news', { fetch: fake.fetch })) if (got.push(data) === 20) break;
			all.push(got.join() + ' ' + fake.requests.length);
		});
		return all;`)
	for _, text := range got {
		assert.Equal(t, "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19 3", text)
	}
	assert.Len(t, got, 5)
}
