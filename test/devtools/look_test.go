package devtools

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// What a person sees is looked at in Chromium alone: the others have no way to take on widths and colour schemes.
const chromium = "widths, colour schemes and keys are Chromium's here"

// plain opens a page without a policy, which axe-core's own styles would break, with a panel and two feeds.
func plain(t *testing.T) *harness.Page {
	t.Helper()
	harness.ChromiumOnly(t, chromium)
	site := harness.NewSite(t)
	site.Handle("/troubled", troubled())
	site.Handle("/events", answer(bodies[0].contentType, bodies[0].body))
	site.Add("/plain.html", `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width, initial-scale=1">`+
		`<title>page</title><link rel="icon" href="data:,"><main><h1>A page</h1><button>Its own</button></main></html>`)
	p := harness.Open(t, site.URL+"/plain.html")
	call[any](p, "addPanel", nil)
	call[any](p, "openFeed", harness.Args{"url": "/events"})
	call[any](p, "openFeed", harness.Args{"url": "/troubled"})
	return p
}

// shoot keeps a picture of the page in the folder that SCREENSHOTS names, if it does.
func shoot(p *harness.Page, name string) {
	p.T.Helper()
	folder := os.Getenv("SCREENSHOTS")
	if folder == "" {
		return
	}
	picture, err := chromedp.Call(p.Context, page.CaptureScreenshot, page.CaptureScreenshotParams{})
	require.NoError(p.T, err)
	require.NoError(p.T, os.WriteFile(filepath.Join(folder, name+".png"), picture.Data, 0o644))
}

func TestPanelIsForEverybody(t *testing.T) {
	p := plain(t)
	look := func(what string) {
		p.AssertAccessible(what)
		p.InEachLook(func(look string) {
			assert.Empty(t, call[[]string](p, "stickingOut", nil), "%s, %s", what, look)
			shoot(p, what+"-"+look)
		})
	}
	look("closed")
	call[any](p, "press", harness.Args{"name": "FeedSource: 2 open feeds"})
	call[any](p, "press", harness.Args{"name": "Cut"})
	until(p, `states()[0] === 'waiting' && log().filter(({ what }) => what === 'wait').length === 2`)
	look("decisions")
	call[any](p, "press", harness.Args{"name": "open", "at": 0})
	call[any](p, "press", harness.Args{"name": "Wire"})
	until(p, `frames().length === 4`)
	look("wire")
}

func TestPanelByKeys(t *testing.T) {
	p := plain(t)
	require.NoError(t, harness.Look(p.Context, 1400, 900, "light"))
	press := func(keys string) {
		t.Helper()
		require.NoError(t, chromedp.Do(p.Context, chromedp.KeyEvent(keys)))
	}
	focus := func() string { return call[string](p, "focused", nil) }
	until(p, `launcher() === 'FeedSource: 2 open feeds'`)
	press("\t")
	assert.Equal(t, "Its own", focus())
	press("\t")
	assert.Equal(t, "FeedSource: 2 open feeds", focus())
	press("\r")
	assert.Equal(t, "Close the developer tools", focus())
	for range 20 {
		if press("\t"); focus() == "Decisions" {
			break
		}
	}
	require.Equal(t, "Decisions", focus())
	press(kb.ArrowRight)
	assert.Equal(t, "Wire", focus())
	until(p, `frames().length > 0`)
	press(kb.ArrowLeft)
	assert.Equal(t, "Decisions", focus())
	press("\x1b")
	assert.Equal(t, "FeedSource: 2 open feeds", focus())
}
