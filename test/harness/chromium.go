package harness

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// names are what a Chromium is called on the systems that have one.
var names = []string{
	"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	"/Applications/Chromium.app/Contents/MacOS/Chromium",
}

// Find is the path of the Chromium to test with: CHROME_BIN, or an installed one.
func Find() (string, error) {
	path, err := find("CHROME_BIN", names...)
	if err != nil {
		return "", fmt.Errorf("no Chromium found: install Chromium, Chrome or Edge, or set CHROME_BIN to one")
	}
	return path, nil
}

// start starts a Chromium, with flags that come after those that every test needs.
func start(flags ...chromedp.ExecAllocatorOption) (ctx context.Context, stop func(), err error) {
	path, err := Find()
	if err != nil {
		return nil, nil, err
	}
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
	return ctx, func() { cancel(); end() }, chromedp.Do(ctx)
}

// chromium is the one Chromium of a test process; tests open tabs in it.
var chromium = sync.OnceValues(func() (context.Context, error) {
	ctx, stop, err := start()
	if stop != nil {
		stops = append(stops, stop)
	}
	return ctx, err
})

// Tab opens a tab for a program that is no test; stop closes it and the Chromium.
func Tab() (ctx context.Context, stop func(), err error) {
	parent, err := chromium()
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
