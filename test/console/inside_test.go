package console

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
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
	said := `$(".sharing", card("records")).textContent`
	assert.Equal(t, "One line for all tabs that read this: a shared worker has it.", ask[string](c, said))
	ask[any](c, inside+`.host.scrollIntoView()`)
	c.until(`all(".list button", ` + inside + `).length === 7`)
	ask[any](c, `all(".list button", `+inside+`)[0].click()`)
	c.until(`all(".hint", ` + inside + `).some((hint) => hint.textContent.startsWith("This line is for all tabs that open the feed"))`)
	for _, name := range names { // a browser has six connections to a server for all of its tabs
		c.click("#" + name + " [data-do=close]")
		c.until(`state(card("` + name + `")) === "CLOSED"`)
	}
	other := &console{Page: harness.Open(t, c.url)}
	other.until(`card("gitter") && state(card("gitter")) === "OPEN"`)
	other.click("#reader-form [name=share]")
	other.click("#reader-form [type=submit]")
	for _, one := range []*console{c, other} {
		one.until(said + ` === "2 tabs share this line: a shared worker has it."`)
	}
	ask[any](c, inside+`.host.scrollIntoView()`)
	c.until(`all(".hint", ` + inside + `).some((hint) => hint.textContent.startsWith("2 tabs share this line: its requests"))`)
	other.click("#reader-form [data-do=close]")
	c.until(said + `.startsWith("One line for all tabs")`)
}
