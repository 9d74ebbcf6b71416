package console

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// everything brings the page into a state that shows all that it can show.
func everything(t *testing.T) *console {
	c := start(t)
	c.retry = "600000" // so that Espresso's card goes on waiting
	c.visit(t, c.url)
	c.feeds.Put("sample", []byte("{\"a\":1}\n{\"b\":\n{\"long\":\""+longWord+"\"}\n"))
	c.fill("#url", c.origin+"/raw/get/sample")
	c.fill("#headers", "")
	c.choose("#format", "ndjson")
	c.choose("#method", "POST")
	c.click("#reader-form [type=submit]")
	c.until(`$(".malformed", card("records")) && trouble(card("records")).textContent`)
	c.fill("#headers", "no colon")
	c.fill("#url", "http://"+longWord+":x")
	c.click("#reader-form [type=submit]")
	c.click(`#ably [data-do=cut]`)
	c.until(`$(".trouble", card("ably")).dataset.state === "recovered"`)
	c.until(`cards().every((card) => messages(card).length > 0)`)
	c.click(`#twitter [data-do=close]`)
	c.click(`#espresso [data-do=cut]`)
	c.until(`$(".trouble", card("espresso")).dataset.state === "waiting"`)
	return c
}

var longWord = "averylongwordwithoutanyplacetobreakitaverylongwordwithoutanyplacetobreakitaverylongwordwithoutanyplacetobreakit"

func TestNothingSticksOut(t *testing.T) {
	c := everything(t)
	for _, width := range []int64{320, 360, 768, 1024, 1280, 2560} {
		c.do(chromedp.EmulateViewport(width, 740))
		c.until(`innerWidth === ` + number(int(width)))
		assert.LessOrEqual(t, ask[int](c, `document.scrollingElement.scrollWidth`), int(width))
		assert.Empty(t, ask[[]string](c, `all("body *").filter(shown).filter((e) => !e.closest(".skip, .unseen"))
			.filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5).map((e) => e.outerHTML.slice(0, 120))`), "at %d", width)
		assert.Empty(t, ask[[]string](c, `all(".messages").filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.ariaLabel)`), "at %d", width)
		assert.Empty(t, ask[[]string](c, `all(".card").filter((e) => e.scrollHeight > e.clientHeight).map((e) => e.id + " " + (e.scrollHeight - e.clientHeight))`), "at %d", width)
		assert.Empty(t, ask[[]string](c, `all("button, select, input").filter(shown).filter((e) => e.type !== "checkbox")
			.filter((e) => e.getBoundingClientRect().height < 24).map((e) => e.outerHTML)`), "too small for a finger at %d", width)
	}
}

func TestContrast(t *testing.T) {
	c := everything(t)
	var backs []string
	for _, scheme := range []string{"light", "dark"} {
		c.prefer("prefers-color-scheme", scheme)
		c.until(`matchMedia("(prefers-color-scheme: ` + scheme + `)").matches`)
		got := harness.Call[struct {
			Texts int
			Faint []string
		}](c.Page, "look.js", "faintTexts", nil)
		require.Greater(t, got.Texts, 100)
		assert.Empty(t, got.Faint, scheme)
		backs = append(backs, ask[string](c, `getComputedStyle(document.body).backgroundColor`))
	}
	assert.NotEqual(t, backs[0], backs[1])
}

// The page is served with a policy that forbids anything inline, and a violation
// is a console error, which fails every test here. This one makes sure of that.
func TestThePolicyHolds(t *testing.T) {
	c := open(t)
	inline := `all("script:not([src]), style, [style]").filter((e) => !e.closest(".uplot"))` // uPlot sets styles by script, which is allowed
	assert.Zero(t, ask[int](c, inline+`.length`))
	c.Expect("Content Security Policy")
	assert.Equal(t, "script-src-elem", harness.Call[string](c.Page, "look.js", "violatePolicy", nil))
	assert.Equal(t, "FeedSource console", ask[string](c, `document.title`))
}

func TestReducedMotionStandsStill(t *testing.T) {
	c := everything(t)
	moving := `document.getAnimations().filter((a) => a.playState === "running").length`
	c.until(moving + ` > 0`)
	c.prefer("prefers-reduced-motion", "reduce")
	c.until(moving + ` === 0`)
	assert.Equal(t, "waiting", ask[string](c, `$(".trouble", card("espresso")).dataset.state`), "there is still something to turn")
	seen := c.count("ably", "keepalives")
	c.until(`count(card("ably"), "keepalives") >= ` + number(seen+2))
	assert.Zero(t, ask[int](c, moving))
}
