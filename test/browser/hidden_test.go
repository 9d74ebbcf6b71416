package browser

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// watchScript notes what becomes of feeds whose records are numbered from 1, and how
// long timers of 50 ms take that are set one by the other, as a feed's checks are.
const watchScript = `
	globalThis.watch = (url, init) => {
		const feed = new FS.FeedSource(url, { keepalive: { timeoutMs: 2000 }, ...init });
		const seen = { feed, ids: [], errors: [], beats: 0 };
		for (const type of ['message', 'time', 'news']) feed.addEventListener(type, (e) => seen.ids.push(Number(e.lastEventId)));
		feed.addEventListener('keepalive', () => seen.beats++);
		feed.onerror = ({ error }) => seen.errors.push(error);
		return seen;
	};
	globalThis.tell = ({ feed, ids, errors, beats }) => ({
		records: ids.length, inOrder: ids.every((id, i) => id === i + 1), beats,
		types: errors.map((e) => e.type), message: errors[0]?.message,
	});
	globalThis.chain = async (steps, more) => {
		for (let last = performance.now(); more(); last += steps.at(-1)) {
			await new Promise((resolve) => setTimeout(resolve, 50));
			steps.push(performance.now() - last);
		}
	};
`

// watched is what a feed has brought its page.
type watched struct {
	Records int
	InOrder bool // nothing lost and nothing twice
	Beats   int
	Types   []string // of its failures
	Message string   // of the first
}

// throttled opens a page of a Chromium that throttles hidden pages. Such tests take
// their time, and no processor's: they run side by side.
func throttled(t *testing.T, site *harness.Site, features ...string) *harness.Page {
	t.Helper()
	t.Parallel()
	page := harness.Throttled(t, site.URL+"/module.html", features...)
	harness.Await[any](page, watchScript)
	return page
}

// living brings a beat each 250 ms and a record each second.
const living = "/espresso/subscribe?from=1&rate=1&keepalive=250"

// silent falls silent after 3 s, in the middle of a record, and does so once.
const silent = "/espresso/subscribe?from=1&rate=4&retry=250&silence=700&times=1&fault=hidden"

// A hidden page runs its timers once a second. A feed that lives is left alone there, and
// one that falls silent is found and resumed.
func TestHiddenPage(t *testing.T) {
	site := harness.NewSite(t)
	page := throttled(t, site)
	page.Hide()
	got := run[struct {
		Steps        []float64
		Living, Dead watched
	}](t, page, site, `
		const living = watch(base + '`+living+`'), dead = watch(base + '`+silent+`'), steps = [];
		await chain(steps, () => steps.length < 12);
		return { steps, living: tell(living), dead: tell(dead) };`)
	sum := 0.0
	for _, step := range got.Steps {
		sum += step
	}
	require.Greater(t, sum, 10500.0, "twelve timers of 50 ms come once a second")
	assert.Empty(t, got.Living.Types)
	assert.True(t, got.Living.InOrder)
	assert.GreaterOrEqual(t, got.Living.Records, 10)
	assert.GreaterOrEqual(t, got.Living.Beats, 25)

	assert.Equal(t, []string{"stall"}, got.Dead.Types)
	assert.Regexp(t, `: nothing came for [2-6]\.\d s, where 2\.0 s is the limit; trying again`, got.Dead.Message)
	assert.True(t, got.Dead.InOrder)
	assert.Greater(t, got.Dead.Records, 20)
}

// Chromium 88 and later run chains of timers once a minute when a page has been hidden
// for a while; here after 2 s, for users after 1 to 5 min. On the full minute, wherever
// that falls in a test, a feed that lives is left alone, and one that is silent is found.
func TestHiddenPageWithTimersOnceAMinute(t *testing.T) {
	site := harness.NewSite(t)
	page := throttled(t, site, "IntensiveWakeUpThrottling:grace_period_seconds/2",
		"QuickIntensiveWakeUpThrottlingAfterLoading:grace_period_seconds_loaded/2")
	page.Hide()
	hush := make(chan struct{})
	run[any](t, page, site, `
		globalThis.living = watch(base + '`+living+`');
		globalThis.dying = watch(`+harness.JS(harness.Serve(t, hushed(hush)))+`);
		const started = performance.now();
		globalThis.steps = [];
		globalThis.held = () => performance.now() - started - steps.reduce((sum, step) => sum + step, 0);
		void chain(steps, () => dying.errors.length === 0);`)
	for harness.Await[float64](page, `return held()`) < 2500 {
		time.Sleep(100 * time.Millisecond)
	}
	close(hush)
	got := harness.Await[struct {
		Living, Dying watched
		Late          float64
	}](page, `
		await new Promise((resolve) => dying.feed.onopen = resolve);
		return { living: tell(living), dying: tell(dying), late: held() };`)
	assert.Empty(t, got.Living.Types)
	assert.True(t, got.Living.InOrder)
	assert.Greater(t, got.Living.Records, 5)
	assert.Equal(t, []string{"stall"}, got.Dying.Types)
	assert.Less(t, got.Late, 10000.0, "milliseconds from the full minute to the new connection")
}

// hushed beats until hush is closed. Then the streams that are open go silent without
// closing; later ones beat again.
func hushed(hush <-chan struct{}) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Content-Type", stream)
		w.Header().Set("Access-Control-Allow-Origin", "*")
		hush := hush
		select {
		case <-hush:
			hush = nil // this one is later
		default:
		}
		for tick := time.Tick(250 * time.Millisecond); ; {
			_, _ = w.Write([]byte(":\n\n"))
			_ = http.NewResponseController(w).Flush()
			select {
			case <-req.Context().Done():
				return
			case <-hush:
				<-req.Context().Done()
			case <-tick:
			}
		}
	})
}

// A frozen page has let go of its connection, and goes on where it was as soon as it runs
// again, hidden as it is.
func TestFrozenPage(t *testing.T) {
	site := harness.NewSite(t)
	page := throttled(t, site)
	run[any](t, page, site, `
		globalThis.living = watch(base + '/espresso/subscribe?from=1&rate=20');
		const time = (name) => () => globalThis[name] = performance.now();
		document.addEventListener('resume', time('resumed'));
		await heard(living.feed, 'message');
		living.feed.onopen = time('opened');`)
	page.Hide()
	page.Freeze()
	time.Sleep(3 * time.Second)
	assert.Empty(t, site.Server.Connections())
	before := harness.Await[watched](page, `return tell(living)`)
	assert.Equal(t, []string{"away"}, before.Types)
	page.Thaw()
	got := harness.Await[struct {
		Living watched
		Took   float64
	}](page, `
		while (living.ids.length < `+harness.JS(before.Records+40)+`) await new Promise((resolve) => living.feed.addEventListener('message', resolve));
		return { living: tell(living), took: opened - resumed };`)
	assert.Equal(t, []string{"away"}, got.Living.Types)
	assert.True(t, got.Living.InOrder)
	assert.Less(t, got.Took, 900.0, "milliseconds; no timer of a hidden page is that fast")
}
