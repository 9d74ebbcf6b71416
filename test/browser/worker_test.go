package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// A feed works in workers as in a page: dedicated and shared, classic and module.
func TestFeedsInWorkers(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	for _, kind := range []string{"classic", "module"} {
		for _, worker := range []string{"Worker", "SharedWorker"} {
			t.Run(kind+" "+worker, func(t *testing.T) {
				got := harness.Call[[]string](page, "worker.js", "readInWorker", harness.Args{"kind": kind, "worker": worker})
				assert.Equal(t, []string{"5", "FeedEvent"}, got)
			})
		}
	}
}
