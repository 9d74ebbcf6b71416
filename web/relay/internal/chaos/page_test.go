package chaos

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/feedsource/feedsource/test/harness"
)

func TestMain(m *testing.M) { harness.Main(m) }

// A page is a reader in a browser, with the package that pages have.
type page struct{ *harness.Page }

func newPage(t *testing.T, urls []string, feed string, patience time.Duration) *page {
	t.Helper()
	site := harness.NewSite(t)
	p := &page{harness.OpenFor(t, site.URL+"/module.html", patience)}
	harness.Call[json.RawMessage](p.Page, "reader.js", "start", harness.Args{"urls": urls, "feed": feed, "silence": silence.Milliseconds()})
	return p
}

func (p *page) account() account {
	return harness.Call[account](p.Page, "reader.js", "account", nil)
}
