package console

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/web/examples"
)

// first is what each example shows once its first records are there.
var first = map[string]string{
	"chat":    `all("#said li").length > 0`,
	"answer":  said + ` === "complete"`,
	"watch":   `all("#pods tr").length > 2`,
	"couchdb": `all("#tasks li").length > 5`,
	"log":     `all("#lines li").length > 20`,
	"ticker":  `all("#stocks tr").length === 5`, // all that there are: the buttons below stay where they are
	"camera":  `Number($("#pictures")?.textContent) > 2`,
	"wall":    `all("#notes li").length > 0`,
	"tabs":    `all("#last li").length > 2`,
	"offline": `all("#news li").length > 2`,
}

// begun opens an example, does what has it begin, and waits for its first records.
func begun(t *testing.T, name string) *console {
	t.Helper()
	c := example(t, name)
	switch name {
	case "answer":
		askModel(c)
	case "wall":
		c.until(said + ` === "open"`)
		c.fill("#note", "Is <b>this</b> text?")
		c.click("#write [type=submit]")
	}
	c.until(first[name])
	return c
}

func TestExamplesLookRight(t *testing.T) {
	for _, name := range examples.Names {
		t.Run(name, func(t *testing.T) {
			c := begun(t, name)
			c.AssertAccessible(name)
			c.click("details.script summary")
			for _, width := range []int64{320, 390, 1024, 1400} {
				c.do(chromedp.EmulateViewport(width, 740))
				c.until(`innerWidth === ` + number(int(width)))
				assert.LessOrEqual(t, ask[int](c, `document.scrollingElement.scrollWidth`), int(width), "at %d", width)
			}
			assert.Zero(t, ask[int](c, `all("b").filter((e) => e.textContent === "this").length`), "text, and no markup")
			assert.Contains(t, ask[string](c, `$("details.script pre").textContent`), "import { FeedSource }")
		})
	}
}

func TestTheListOfExamples(t *testing.T) {
	c := start(t)
	c.Page = harness.Open(t, c.url+"/examples/")
	c.AssertAccessible("the list of examples")
	links := ask[[]string](c, `all(".examples h2 a").map((e) => e.getAttribute("href"))`)
	for i, name := range examples.Names {
		assert.Equal(t, "/examples/"+name, links[i])
	}
	c.Navigate(c.url)
	assert.Equal(t, "Examples", ask[string](c, `$("nav a[href='/examples/']").textContent`), "the console leads there")
}
