package harness

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// names are what a Chromium is called on the systems that have one.
var names = []string{
	"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
}

// shells are what a Chromium without windows, extensions and profiles is called. It has the same
// engine, and tests with many pages take half the processor time in it: 25 s for 54.
var shells = []string{"chromium-headless-shell", "chrome-headless-shell"}

// Find is the path of a Chromium as users have it: CHROME_BIN, or an installed one.
func Find() (string, error) { return findChromium(names) }

// findForPages is the path of the Chromium that pages are tested in: CHROME_BIN, or an installed shell, or what [Find] finds.
func findForPages() (string, error) { return findChromium(append(slices.Clone(shells), names...)) }

func findChromium(names []string) (string, error) {
	path, err := find("CHROME_BIN", names...)
	if err != nil {
		return "", fmt.Errorf("no Chromium found: install Chromium, Chrome or Edge, or set CHROME_BIN to one")
	}
	return path, nil
}

// start starts a Chromium as users have it, with flags that come after those that every test needs.
func start(flags ...chromedp.ExecAllocatorOption) (ctx context.Context, stop func(), err error) {
	path, err := Find()
	if err != nil {
		return nil, nil, err
	}
	return startAt(path, flags...)
}

func startAt(path string, flags ...chromedp.ExecAllocatorOption) (ctx context.Context, stop func(), err error) {
	all := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-quic", true),
		chromedp.Flag("enable-blink-features", "ForceEagerMeasureMemory"), // else measuring waits for a collection
		chromedp.Flag("host-resolver-rules", "MAP *.invalid ~NOTFOUND"))   // and nobody is asked for such a name
	if os.Geteuid() == 0 {
		all = append(all, chromedp.NoSandbox) // Chromium's sandbox refuses root
	}
	allocator, end := chromedp.NewExecAllocator(context.Background(), append(all, flags...)...)
	ctx, cancel := chromedp.NewContext(allocator)
	stop = func() { cancel(); end() }
	if err := chromedp.Do(ctx); err != nil {
		stop()
		return nil, nil, err
	}
	return ctx, stop, nil
}

// chromium is the one Chromium of a test process; tests open tabs in it. whole is one as users have it, for
// those few tests that need more than a shell.
var chromium, whole = onceAt(findForPages), onceAt(Find)

func onceAt(find func() (string, error)) func() (context.Context, error) {
	return sync.OnceValues(func() (context.Context, error) {
		path, err := find()
		if err != nil {
			return nil, err
		}
		ctx, stop, err := startAt(path)
		if err == nil {
			stops = append(stops, stop)
		}
		return ctx, err
	})
}

// Tab opens a tab in a Chromium of its own for a program that is no test; stop closes it and the Chromium.
func Tab() (ctx context.Context, stop func(), err error) {
	parent, end, err := start()
	if err != nil {
		return nil, nil, err
	}
	ctx, cancel := chromedp.NewContext(parent)
	return ctx, func() { cancel(); end() }, nil
}

var stops []func()

// Main runs the tests of a package and then ends the browser that they used.
func Main(m *testing.M) {
	code := m.Run()
	end()
	os.Exit(code)
}

func end() {
	for _, stop := range stops {
		stop()
	}
}

// patience is how long a page may take for anything; a test that needs longer hangs.
const patience = 60 * time.Second
