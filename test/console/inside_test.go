package console

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// inside finds parts of the panel of feedsource/devtools, which is in a shadow tree.
const inside = `$("feedsource-devtools").shadowRoot`

// pressInside presses a button of the panel by its name.
func (c *console) pressInside(name string) {
	c.T.Helper()
	c.until(`all("button", ` + inside + `).some((b) => b.checkVisibility() && (b.ariaLabel ?? b.textContent).startsWith("` + name + `"))`)
	ask[any](c, `all("button", `+inside+`).find((b) => b.checkVisibility() && (b.ariaLabel ?? b.textContent).startsWith("`+name+`")).click()`)
}

// The panel has every feed of the console from its first bytes: the four, and both of the wall.
func TestInsideShowsTheWireOfEveryFeed(t *testing.T) {
	c := open(t)
	ask[any](c, inside+`.host.scrollIntoView()`)
	c.until(`all(".list button", ` + inside + `).length === 6`)
	c.pressInside("Wire")
	for at := range 4 { // the wall's, of which nobody may have said anything, are ahead of them
		ask[any](c, `all(".list button", `+inside+`)[`+number(2+at)+`].click()`)
		c.until(`all(".frames .record", ` + inside + `).length > 0`)
	}
}

// Two tabs that read the same are told that they have one line.
func TestTabsThatShareALineSaySo(t *testing.T) {
	c := open(t)
	c.click("#reader-form [name=share]")
	c.click("#reader-form [type=submit]")
	c.until(`count(card("records"), "records") >= 1`)
	assert.Regexp(t, "^One line for all tabs", ask[string](c, `$(".sharing", card("records")).textContent`))
	ask[any](c, inside+`.host.scrollIntoView()`)
	c.until(`all(".list button", ` + inside + `).length === 7`)
	ask[any](c, `all(".list button", `+inside+`)[0].click()`)
	c.until(`all(".hint", ` + inside + `).some((hint) => hint.textContent.startsWith("Several tabs share this feed"))`)
}
