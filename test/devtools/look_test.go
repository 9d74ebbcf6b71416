package devtools

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
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
	site.Handle("/axe.js", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, filepath.Join(harness.Root(), "js", "node_modules", "axe-core", "axe.min.js"))
	})
	site.Add("/plain.html", `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width, initial-scale=1">`+
		`<title>page</title><link rel="icon" href="data:,"><main><h1>A page</h1><button>Its own</button></main></html>`)
	p := harness.Open(t, site.URL+"/plain.html")
	call[any](p, "addPanel", nil)
	call[any](p, "openFeed", harness.Args{"url": "/events"})
	call[any](p, "openFeed", harness.Args{"url": "/troubled"})
	return p
}

// in has the page take on a width and a colour scheme.
func in(p *harness.Page, width int64, scheme string) {
	p.T.Helper()
	require.NoError(p.T, chromedp.Do(p.Context, chromedp.EmulateViewport(width, 900)))
	_, err := chromedp.Call(p.Context, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	require.NoError(p.T, err)
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
		for _, width := range []int64{390, 1400} {
			for _, scheme := range []string{"light", "dark"} {
				in(p, width, scheme)
				got := harness.Call[struct {
					Passed     int
					Violations []string
				}](p, "axe.js", "violations", nil)
				assert.Greater(t, got.Passed, 10)
				for _, violation := range got.Violations {
					assert.Fail(t, violation, "%s, %s, at %d pixels", what, scheme, width)
				}
				assert.Empty(t, call[[]string](p, "stickingOut", nil), "%s, %s, at %d pixels", what, scheme, width)
				shoot(p, what+"-"+scheme+map[int64]string{390: "-390", 1400: "-1400"}[width])
			}
		}
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
	in(p, 1400, "light")
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
