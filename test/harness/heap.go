package harness

import (
	"context"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Heap is what a page's JavaScript holds after a collection, in bytes: objects, what the
// browser keeps for them, and buffers. WebAssembly memory is not in it.
func Heap(page context.Context) (float64, error) {
	for range 2 { // what finalizers let go of goes with the second
		if _, err := chromedp.Call(page, heapprofiler.CollectGarbage, cdp.Empty{}); err != nil {
			return 0, err
		}
	}
	found, err := chromedp.Call(page, runtime.GetHeapUsage, cdp.Empty{})
	return found.UsedSize + found.EmbedderHeapUsedSize + found.BackingStorageSize, err
}
