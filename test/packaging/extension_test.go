package packaging

import (
	"context"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// TestContentScript: a script of an extension that runs in somebody's page has its files in the extension.
func TestContentScript(t *testing.T) {
	harness.ChromiumOnly(t, "an extension that is not packed")
	dir := install(t, "script-app")
	extension := t.TempDir()
	require.NoError(t, os.CopyFS(extension, os.DirFS("extension")))
	for _, name := range []string{"feedsource.js", "feedsource.wasm.gz"} {
		copyFile(t, dist(dir, name), extension+"/"+name)
	}
	h := newHost(t, dir)
	h.on("/page", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`<!doctype html><link rel=icon href=data:,><ul></ul>`))
	})
	tab := withExtension(t, extension)
	require.NoError(t, chromedp.Do(tab, chromedp.Navigate(h.page("page"))))
	lines, err := chromedp.Run(tab, chromedp.Evaluate[[]string]("(async () => {"+waitForList+"})()", chromedp.EvalAwaitPromise))
	require.NoError(t, err)
	assert.Equal(t, brought, lines)
	zipped, plain := h.engines()
	assert.Zero(t, zipped+plain, "requests for the engine at the page's own host")
}

// withExtension opens a tab in a Chromium of its own, which has the extension of a folder.
func withExtension(t *testing.T, extension string) context.Context {
	t.Helper()
	path, err := harness.Find()
	require.NoError(t, err)
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.DisableGPU,
		chromedp.Flag("disable-extensions", false), chromedp.Flag("load-extension", extension),
		chromedp.Flag("disable-features", "DisableLoadExtensionCommandLineSwitch"))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	allocator, end := chromedp.NewExecAllocator(context.Background(), options...)
	tab, close := chromedp.NewContext(allocator)
	ctx, stop := context.WithTimeout(tab, time.Minute)
	t.Cleanup(func() { stop(); close(); end() })
	require.NoError(t, chromedp.Do(ctx))
	return ctx
}
