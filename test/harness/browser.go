package harness

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	chrome "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"

	"github.com/feedsource/feedsource/test/harness/webdriver"
)

// The browsers that pages can be opened in.
const (
	Chromium = "chromium"
	Firefox  = "firefox"
	WebKit   = "webkit" // WebKitGTK
)

// Browser is the one that pages are opened in, by FEEDSOURCE_BROWSER: Chromium, if nothing is said.
func Browser() string { return cmp.Or(os.Getenv("FEEDSOURCE_BROWSER"), Chromium) }

// NotIn skips a test in a browser that cannot do what it shows. why says what that is; what is no
// matter of tests alone is in js/docs/browsers.md as well.
func NotIn(t testing.TB, browser, why string) {
	t.Helper()
	if Browser() == browser {
		t.Skip("not in " + browser + ": " + why)
	}
}

// FetchFailed is what fetch throws in that browser for whatever reason.
func FetchFailed() string {
	return map[string]string{
		Chromium: "TypeError: Failed to fetch",
		Firefox:  "TypeError: NetworkError when attempting to fetch resource.",
		WebKit:   "TypeError: Load failed",
	}[Browser()]
}

// Version is the name and version of the browser that pages are opened in.
func Version() (string, error) {
	if Browser() == Chromium {
		parent, err := chromium()
		if err != nil {
			return "", err
		}
		return versionOf(parent)
	}
	browser, err := other()
	if err != nil {
		return "", err
	}
	return browser.Version(), nil
}

// versionOf is that of a Chromium.
func versionOf(chromium context.Context) (string, error) {
	found, err := chromedp.CallBrowser(chromium, chrome.GetVersion, cdp.Empty{})
	_, version, _ := strings.Cut(found.Product, "/")
	return "Chromium " + version, err
}

// ChromiumOnly skips a test that asks of the browser what only Chromium can do. why says what it is.
func ChromiumOnly(t testing.TB, why string) {
	t.Helper()
	if Browser() != Chromium {
		t.Skip("only in Chromium: " + why)
	}
}

// open opens the page's tab in the one browser of the test process. chromium starts it, if it is a Chromium.
func (p *Page) open(chromium func() (context.Context, error), patience time.Duration) (stop func(), err error) {
	if Browser() == Chromium {
		parent, err := chromium()
		if err != nil {
			return nil, err
		}
		return p.openIn(parent, patience)
	}
	browser, err := other()
	if err != nil {
		return nil, err
	}
	window, err := browser.Open(p.complain)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	p.Context, p.tab = ctx, window
	return func() { cancel(); window.Close() }, nil
}

// openIn opens the page's tab in a Chromium.
func (p *Page) openIn(chromium context.Context, patience time.Duration) (stop func(), err error) {
	tab, cancel := chromedp.NewContext(chromium)
	ctx, end := context.WithTimeout(tab, patience)
	p.Context, p.tab = ctx, chromiumTab{cancel}
	stop = func() { end(); cancel() }
	if err := chromedp.Listen(tab, p.hear); err != nil {
		return stop, err
	}
	return stop, chromedp.Do(ctx)
}

// other is the one browser of a test process, if that is no Chromium.
var other = sync.OnceValues(func() (webdriver.Browser, error) {
	browser, err := startOther(Browser())
	if err == nil {
		stops = append(stops, browser.Close)
	}
	return browser, err
})

func startOther(name string) (webdriver.Browser, error) {
	switch name {
	case Firefox:
		path, err := findFirefox()
		if err != nil {
			return nil, err
		}
		return webdriver.Firefox(path)
	case WebKit:
		driver, browser, err := findWebKit()
		if err != nil {
			return nil, err
		}
		return webdriver.WebKit(driver, browser)
	default:
		return nil, fmt.Errorf("there is no browser %q: it is chromium, firefox or webkit", name)
	}
}

func findFirefox() (string, error) {
	return find("FIREFOX_BIN", "firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox")
}

func findWebKit() (driver, browser string, err error) {
	driver, err = find("WEBKIT_DRIVER", "WebKitWebDriver")
	if err != nil {
		return "", "", err
	}
	browsers, _ := filepath.Glob("/usr/lib/*/webkit*gtk-*/MiniBrowser")
	if len(browsers) == 0 {
		return "", "", fmt.Errorf("no MiniBrowser of WebKitGTK found: on Debian it comes with libwebkit2gtk-4.1-0")
	}
	return driver, browsers[len(browsers)-1], nil
}

// find is the path of a program: what a variable of the environment says, or an installed one.
func find(variable string, names ...string) (string, error) {
	if path := os.Getenv(variable); path != "" {
		return path, nil
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("none of %v found: install it, or set %s", names, variable)
}
