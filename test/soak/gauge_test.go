package soak

import (
	"slices"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/memory"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/proof"
)

// A reading is what a page, its engine and its servers held at one time.
type reading struct {
	X float64
	// Wasm is the linear memory of engines that have not been collected, in bytes.
	Wasm float64
	// Engines are those that have not been collected.
	Engines float64
	// Slots are the JavaScript values that the Go runtime holds on to.
	Slots float64
	// Timers of the page that have neither fired nor been taken back.
	Timers float64
	// GoTimers are those that the Go runtime itself has asked for.
	GoTimers float64
	// Goroutines, GoHeap in bytes and Links, the feeds that the engine knows of, are
	// known of an engine with gauges only.
	Goroutines, GoHeap, Links float64
	// Heap is what JavaScript holds after a collection, in bytes: objects, what the
	// browser keeps for them, and buffers. Only Chromium tells it.
	Heap float64
	// Listeners of events, anywhere in the page. Only Chromium counts them.
	Listeners float64
	// Requests that a server is answering.
	Requests float64
}

// A gauge is one line of a plot.
type gauge struct {
	name, unit string
	of         func(reading) float64
}

// collects reports whether the browser can be asked to collect. Where it cannot, it is chance what is in memory.
func collects() bool { return harness.Browser() == harness.Chromium }

// told reports whether the browser tells of the gauge.
func (g gauge) told() bool {
	return collects() || !slices.Contains([]string{heap.name, listeners.name, engines.name, held.name}, g.name)
}

const mega = 1e6

// patience is how long a page may take for all that a test asks of it.
var patience = time.Duration(size(5, 90)) * time.Minute

var (
	linear     = gauge{"WebAssembly memory", "MB", func(r reading) float64 { return r.Wasm / mega }}
	held       = gauge{"WebAssembly memory of all engines", "MB", linear.of}
	engines    = gauge{"engines in memory", "", func(r reading) float64 { return r.Engines }}
	slots      = gauge{"values of JavaScript that Go holds", "", func(r reading) float64 { return r.Slots }}
	timers     = gauge{"timers", "", func(r reading) float64 { return r.Timers }}
	goroutines = gauge{"goroutines", "", func(r reading) float64 { return r.Goroutines }}
	goHeap     = gauge{"Go heap after collection", "MB", func(r reading) float64 { return r.GoHeap / mega }}
	links      = gauge{"feeds that the engine knows", "", func(r reading) float64 { return r.Links }}
	heap       = gauge{"JavaScript heap after collection", "MB", func(r reading) float64 { return r.Heap / mega }}
	listeners  = gauge{"event listeners", "", func(r reading) float64 { return r.Listeners }}
	requests   = gauge{"requests under way", "", func(r reading) float64 { return r.Requests }}
)

// A record is what was read, in order of x.
type record []reading

func (log record) line(g gauge) (points [][2]float64) {
	for _, r := range log {
		points = append(points, [2]float64{r.X, g.of(r)})
	}
	return points
}

func (log record) plot(title, x string, gauges ...gauge) proof.Plot {
	plot := proof.Plot{Title: title, X: x}
	for _, g := range gauges {
		if g.told() {
			plot.Lines = append(plot.Lines, proof.Series{Name: g.name, Unit: g.unit, Points: log.line(g)})
		}
	}
	return plot
}

// open opens a page that has the package as FS and gauges, and can be asked for all of a
// long run.
func open(t testing.TB, site *harness.Site) *harness.Page {
	t.Helper()
	page := harness.OpenFor(t, site.URL+"/module.html", patience)
	harness.Call[any](page, "gauges.js", "install", nil)
	return page
}

// read reads the gauges of a page at x. Go collects first if it can be asked to, and
// then JavaScript, since what Go has let go of is JavaScript's to collect, if the browser can.
func read(t testing.TB, page *harness.Page, x float64, servers ...*server) reading {
	t.Helper()
	harness.Call[any](page, "gauges.js", "collect", nil)
	var heap float64
	if collects() {
		var err error
		heap, err = harness.Heap(page.Context)
		require.NoError(t, err)
	}
	r := harness.Call[reading](page, "gauges.js", "read", nil)
	r.X, r.Heap = x, heap
	if collects() {
		counted, err := chromedp.Call(page.Context, memory.GetDOMCounters, cdp.Empty{})
		require.NoError(t, err)
		r.Listeners = float64(counted.JsEventListeners)
	}
	for _, s := range servers {
		r.Requests += float64(s.open.Load())
	}
	return r
}
