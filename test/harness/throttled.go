package harness

import (
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	chrome "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/systeminfo"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// Throttled opens url in a Chromium of the test's own that treats hidden pages as it
// does for its users: chromedp's defaults switch that off. features are the browser's
// own, with their parameters: "Name:parameter/value".
func Throttled(t testing.TB, url string, features ...string) *Page {
	t.Helper()
	ChromiumOnly(t, "a window that is hidden as it is for its users")
	flags := []chromedp.ExecAllocatorOption{
		chromedp.Flag("disable-background-timer-throttling", false),
		chromedp.Flag("disable-backgrounding-occluded-windows", false),
		chromedp.Flag("disable-renderer-backgrounding", false),
	}
	if len(features) > 0 {
		flags = append(flags, chromedp.Flag("enable-features", strings.Join(features, ",")))
	}
	parent, stop, err := start(flags...)
	require.NoError(t, err)
	t.Cleanup(stop)
	p := &Page{T: t}
	stop, err = p.openIn(parent, 2*patience) // timers once a minute take time
	require.NoError(t, err)
	p.closeAtEnd(stop)
	p.Navigate(url)
	return p
}

// Hide minimises the page's window, and returns when the page knows that it is hidden.
func (p *Page) Hide() {
	p.T.Helper()
	p.show(chrome.WindowStateMinimized, "hidden")
}

// Show brings the window back.
func (p *Page) Show() {
	p.T.Helper()
	p.show(chrome.WindowStateNormal, "visible")
}

func (p *Page) show(state chrome.WindowState, visibility string) {
	p.T.Helper()
	window, err := chromedp.Call(p.Context, chrome.GetWindowForTarget, chrome.GetWindowForTargetParams{})
	require.NoError(p.T, err)
	_, err = chromedp.Call(p.Context, chrome.SetWindowBounds, chrome.SetWindowBoundsParams{
		WindowID: window.WindowID, Bounds: &chrome.Bounds{WindowState: state}})
	require.NoError(p.T, err)
	Await[any](p, `while (document.visibilityState !== '`+visibility+`') {
		await new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }));
	}`)
}

// Freeze has the browser freeze the page, as it does to pages in the background: none
// of its tasks run until Thaw.
func (p *Page) Freeze() {
	p.T.Helper()
	p.live(page.SetWebLifecycleStateStateFrozen)
}

// Thaw ends Freeze.
func (p *Page) Thaw() {
	p.T.Helper()
	p.live(page.SetWebLifecycleStateStateActive)
}

func (p *Page) live(state page.SetWebLifecycleStateState) {
	p.T.Helper()
	ChromiumOnly(p.T, "a page that is frozen")
	_, err := chromedp.Call(p.Context, page.SetWebLifecycleState, page.SetWebLifecycleStateParams{State: state})
	require.NoError(p.T, err)
}

// Sleep stops every process of the page's Chromium for a while. To the page it is the
// sleep of a machine: nothing runs, nothing is read from the network, and the clock
// goes on. Other pages of that Chromium sleep as well. Windows has no such signal, and
// there the test is skipped.
func (p *Page) Sleep(d time.Duration) {
	p.T.Helper()
	if runtime.GOOS == "windows" {
		p.T.Skip("processes cannot be stopped here")
	}
	ChromiumOnly(p.T, "a browser that is stopped")
	info, err := chromedp.CallBrowser(p.Context, systeminfo.GetProcessInfo, cdp.Empty{})
	require.NoError(p.T, err)
	ids := ""
	for _, process := range info.ProcessInfo {
		ids += " " + strconv.FormatInt(process.ID, 10)
	}
	defer func() { require.NoError(p.T, exec.Command("sh", "-c", "kill -CONT"+ids).Run()) }()
	require.NoError(p.T, exec.Command("sh", "-c", "kill -STOP"+ids).Run())
	time.Sleep(d)
}

// Offline has the page's network fail, or work again, and tells the page of it.
func (p *Page) Offline(offline bool) {
	p.T.Helper()
	ChromiumOnly(p.T, "a network that is switched off")
	_, err := chromedp.Call(p.Context, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Offline: offline, DownloadThroughput: -1, UploadThroughput: -1}}})
	require.NoError(p.T, err)
	_, err = chromedp.Call(p.Context, network.OverrideNetworkState, network.OverrideNetworkStateParams{
		Offline: offline, DownloadThroughput: -1, UploadThroughput: -1})
	require.NoError(p.T, err)
}
