package console

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTabReachesEveryControl(t *testing.T) {
	c := open(t)
	want := ask[[]string](c, `controls().map(nameOf)`)
	require.Greater(t, len(want), 25)
	var got []string
	for stops := 0; len(got) < len(want) && stops < 2*len(want); stops++ {
		c.do(chromedp.KeyEvent("\t"))
		if ask[bool](c, `document.activeElement.localName === "feedsource-devtools"`) {
			continue // what is in the panel is tried in test/devtools
		}
		got = append(got, ask[string](c, `nameOf(document.activeElement)`))
		assert.True(t, harness.Call[bool](c.Page, "access.js", "focusShows", nil), "focus on %s shows", got[len(got)-1])
	}
	assert.Equal(t, want, got)
}

func TestKeysPressButtons(t *testing.T) {
	c := open(t)
	c.pressOn("#gitter [data-do=close]", "\r")
	c.until(`state(card("gitter")) === "CLOSED"`)
	assert.Equal(t, "Close Gitter", ask[string](c, `document.activeElement.getAttribute("aria-label")`), "focus stays")
	c.pressOn("#gitter [data-do=connect]", " ")
	c.until(`state(card("gitter")) === "OPEN"`)
	c.pressOn("#gitter [data-do=cut]", " ")
	c.until(`trouble(card("gitter")).textContent`)
	c.pressOn("#url", "\r") // Enter in a field submits
	c.until(`state(card("records")) === "OPEN"`)
	c.pressOn("#reader-form [data-do=close]", "\r")
	c.until(`state(card("records")) === "CLOSED"`)
	c.pressOn("#reader-form [name=again]", " ")
	assert.True(t, ask[bool](c, `$("[name=again]").checked`))
}

// What a screen reader needs: names for everything, landmarks, headings in order,
// and nothing that talks all the time.
func TestTheStructureSpeaks(t *testing.T) {
	c := open(t)
	c.until(`cards().every((card) => messages(card).length > 0)`)
	assert.Empty(t, ask[[]string](c, `controls().filter((e) => !(e.getAttribute("aria-label") || e.labels?.length || e.textContent.trim())).map((e) => e.outerHTML)`))
	assert.Equal(t, []string{
		"Connect Gitter", "Close Gitter", "Cut the line of Gitter", "Silence Gitter", "503 from Gitter",
		"Malformed record from Gitter", "Slow down Gitter", "Burst ×3 from Gitter", "Expire the token of Gitter",
	},
		ask[[]string](c, `all("#gitter button").map((e) => e.getAttribute("aria-label"))`))
	assert.Equal(t, []int{1, 1, 1}, ask[[]int](c, `["body > header", "main", "body > footer"].map((s) => all(s).length)`))
	assert.Equal(t, "H1 H2 H3 H3 H3 H3 H2 H3 H3 H2 H3 H2", ask[string](c, `all("h1, h2, h3").map((h) => h.tagName).join(" ")`))
	assert.Zero(t, ask[int](c, `all(".messages, .counters, .trouble-next, .cursor").filter((e) =>
		e.closest("[aria-live], [role=status], [role=alert], [role=log]")).length`), "announced all the time")
	assert.Equal(t, "Gitter is OPEN", ask[string](c, `$(".state[role=status]", card("gitter")).textContent`))
	assert.Empty(t, ask[[]string](c, `all("[id]").map((e) => e.id).filter((id, i, ids) => ids.indexOf(id) !== i)`), "ids twice")
	assert.Empty(t, harness.Call[[]string](c.Page, "access.js", "idsThatAreNotThere", nil), "ids that are not there")
}
