package harness

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Look has a tab of Chromium take on a size in pixels and a colour scheme, light or dark.
func Look(tab context.Context, width, height int64, scheme string) error {
	if err := chromedp.Do(tab, chromedp.EmulateViewport(width, height)); err != nil {
		return err
	}
	_, err := chromedp.Call(tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	return err
}

// InEachLook calls see with the page on a phone and on a desktop, in both colour schemes, and with the name of each.
func (p *Page) InEachLook(see func(look string)) {
	p.T.Helper()
	for _, width := range []int64{390, 1400} {
		for _, scheme := range []string{"light", "dark"} {
			require.NoError(p.T, Look(p.Context, width, 900, scheme))
			Await[any](p, fmt.Sprintf(`while (innerWidth !== %d || !matchMedia("(prefers-color-scheme: %s)").matches)
				await new Promise((resolve) => setTimeout(resolve, 5));`, width, scheme))
			see(fmt.Sprintf("%s-%d", scheme, width))
		}
	}
}

// AssertAccessible has axe-core look at the page in each look.
func (p *Page) AssertAccessible(what string) {
	p.T.Helper()
	p.InEachLook(func(look string) { p.AssertAccessibleAsItIs(what + ", " + look) })
}

// AssertAccessibleAsItIs has axe-core, of the version that js/package.json pins, look at the page in the look that it has.
func (p *Page) AssertAccessibleAsItIs(what string) {
	p.T.Helper()
	if !Await[bool](p, "return 'axe' in window") {
		axe, err := os.ReadFile(filepath.Join(Root(), "js", "node_modules", "axe-core", "axe.min.js"))
		require.NoError(p.T, err, "npm ci in js")
		evaluate[any](p, "(async () => {"+string(axe)+"\n})()", "axe-core")
	}
	got := Await[struct {
		Passed     int
		Violations []string
	}](p, axeViolations)
	assert.Greater(p.T, got.Passed, 10, "rules that hold for %s", what)
	for _, violation := range got.Violations {
		assert.Fail(p.T, violation, what)
	}
}

// axeViolations are the rules that elements break, each with its element.
const axeViolations = `
	const { passes, violations } = await axe.run(document, { resultTypes: ['violations'] });
	return {
		Passed: passes.length,
		Violations: violations.flatMap(({ id, help, nodes }) =>
			nodes.map(({ html, failureSummary }) => id + ': ' + help + '\n' + html.slice(0, 200) + '\n' + failureSummary)),
	};`
