package console

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

func TestWhoLosesTheWayFindsOn(t *testing.T) {
	c := start(t)
	for _, address := range []string{"/docs/none", "/examples/none", "/none"} {
		c.Page = harness.Blank(t)
		c.Expect("404 (Not Found)")
		c.Navigate(c.url + address)
		assert.Equal(t, "There is no such page", ask[string](c, `$("h1").textContent`), address)
		assert.Greater(t, ask[int](c, `all(".pages a").length`), 40)
		c.AssertAccessibleAsItIs(address)
	}
}
