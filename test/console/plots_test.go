package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/web/server"
)

// ink says whether something is drawn on a canvas.
const ink = `((canvas) => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some((byte) => byte > 0))`

func TestPlotsFollowTheFeeds(t *testing.T) {
	c := open(t)
	for feed, want := range map[string][]string{
		"gitter":   {"records", "bytes", "lag", "reconnects"},
		"espresso": {"records", "bytes", "reconnects"}, // its records have no time
	} {
		c.until(`$("[data-plot=records] .plot-value", card("` + feed + `")).textContent > "0.0"`)
		c.until(`all(".plot", card("` + feed + `")).filter(shown).map((e) => e.dataset.plot).join() === "` + strings.Join(want, ",") + `"`)
		c.until(`all(".plot", card("` + feed + `")).filter(shown).every((e) => ` + ink + `($("canvas", e)))`)
		assert.Regexp(t, `^\d+ B|^\d+\.\d kB`, ask[string](c, `$("[data-plot=bytes] .plot-value", card("`+feed+`")).textContent`))
		assert.Regexp(t, `^records/s in the last two minutes: \d+\.\d to \d+\.\d$`, ask[string](c, `$("[data-plot=records] .chart", card("`+feed+`")).ariaLabel`))
	}
	assert.Regexp(t, `^-?\d+\.\d s$`, ask[string](c, `$("[data-plot=lag] .plot-value", card("gitter")).textContent`))
	c.click("#espresso [data-do=cut]")
	c.until(`$("[data-plot=reconnects] .plot-value", card("espresso")).textContent === "1"`)
	assert.Zero(t, ask[int](c, `all(".plot", card("records")).filter(shown).length`), "of a feed that was never opened")
}

func TestTheTimelineTellsStates(t *testing.T) {
	c := start(t)
	c.retry = "60000" // so that Espresso waits
	c.visit(t, c.url)
	words := func(feed string) string { return `$(".band-words", card("` + feed + `")).textContent` }
	c.until(words("ably") + `.startsWith("open ") && ` + ink + `($(".band", card("ably")))`)
	c.until(`count(card("ably"), "keepalives") > 2`) // by which it knows how often they come
	c.click("#ably [data-do=silence]")
	c.click("#espresso [data-do=cut]")
	c.click("#gitter [data-do=close]")
	c.until(words("espresso") + `.includes("waiting ")`)
	c.until(words("gitter") + `.includes("closed ")`)
	c.until(words("ably") + `.includes("stalled ")`)
}

func TestPlotsRestWhileThePageIsHidden(t *testing.T) {
	c := open(t)
	c.until(`$("[data-plot=records] .plot-value", card("gitter")).textContent !== "–"`)
	drawn := harness.Call[map[string]int](c.Page, "plots.js", "drawnWhileHidden", nil)
	assert.Zero(t, drawn["hidden"])
	assert.Positive(t, drawn["seen"])
}

// Everything that is drawn shares a frame, however many feeds there are.
func TestOneFrameIsAskedForAtATime(t *testing.T) {
	c := start(t)
	c.Page = harness.Blank(t)
	_, err := chromedp.Call(c.Context, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `{
		const real = requestAnimationFrame;
		window.asked = { most: 0, now: 0, all: 0 };
		window.requestAnimationFrame = (draw) => {
			asked.most = Math.max(asked.most, ++asked.now);
			asked.all++;
			return real((at) => { asked.now--; draw(at); });
		};
	}`})
	require.NoError(t, err)
	c.Navigate(c.url)
	c.until(`cards().length === 4 && cards().every((card) => state(card) === "OPEN" && count(card, "records") >= 2)`)
	assert.Greater(t, ask[int](c, `window.asked.all`), 10)
	assert.Equal(t, 1, ask[int](c, `window.asked.most`))
}

func TestFirstPaintDoesNotWaitForTheEngine(t *testing.T) {
	c := start(t)
	feeds, err := url.Parse(c.origin)
	require.NoError(t, err)
	files := server.Page(harness.Root(), server.Ports{Feeds: feeds.Port()})
	asked, release := make(chan struct{}, 10), make(chan struct{})
	mux := http.NewServeMux()
	mux.Handle("/scripts/", harness.Scripts())
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, ".wasm") {
			asked <- struct{}{}
			<-release
		}
		files.ServeHTTP(w, r)
	})
	c.Page = harness.Open(t, serve(t, mux))
	<-asked
	c.until(`cards().length === 4 && all(".card").filter(shown).length === 7 && all("h3").every(shown)`)
	c.until(`performance.getEntriesByName("first-contentful-paint").length === 1`)
	c.until(`$("#gitter .faults button") && $(".version").textContent !== ""`)
	close(release)
	c.until(`cards().every((card) => state(card) === "OPEN")`)
}
