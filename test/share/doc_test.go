// Package share tests feeds that tabs share: with a shared worker, and where there is none.
package share

import (
	"fmt"
	"testing"
	"time"

	"github.com/feedsource/feedsource/test/harness"
)

func TestMain(m *testing.M) { harness.Main(m) }

// kinds are the hosts of shared feeds, by the page in which feeds have them.
var kinds = map[string]string{"shared": "/module.html", "elected": "/elected.html"}

// elected is a page that knows of no shared workers.
const elected = `<!doctype html><title>elected</title><link rel=icon href=data:,>
<script>
  delete globalThis.SharedWorker;
  globalThis.workers = [];
  globalThis.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      workers.push(this);
    }
  };
</script>
<script type="module">import * as FS from "/dist/index.js"; globalThis.FS = FS</script>`

// A place is a site, a server of feeds, and a kind of pages.
type place struct {
	t      *testing.T
	site   *harness.Site
	server *server
	url    string // of the feed
	kind   string
}

// everywhere runs a test for each kind of host.
func everywhere(t *testing.T, test func(t *testing.T, p *place)) {
	for kind := range kinds {
		t.Run(kind, func(t *testing.T) { test(t, newPlace(t, kind)) })
	}
}

func newPlace(t *testing.T, kind string) *place {
	site := harness.NewSite(t)
	site.Add("/elected.html", elected)
	s := newServer()
	return &place{t: t, site: site, server: s, url: harness.Serve(t, s), kind: kind}
}

// A tab of a place.
type tab struct{ *harness.Page }

func (p *place) tab() tab { return tab{harness.OpenFor(p.t, p.site.URL+kinds[p.kind], 3*time.Minute)} }

// open opens a shared feed in the tab; more are arguments of the script's open.
func (p *place) open(t tab, more harness.Args) {
	args := harness.Args{"url": p.url, "options": harness.Args{"share": true}}
	for name, value := range more {
		args[name] = value
	}
	harness.Call[any](t.Page, "share.js", "open", args)
}

// opened opens a tab with a feed that is open.
func (p *place) opened(more harness.Args) tab {
	t := p.tab()
	p.open(t, more)
	t.opened()
	return t
}

// opened waits until the tab's feed is open, and returns its host.
func (t tab) opened() string {
	return harness.Call[string](t.Page, "share.js", "opened", harness.Args{})
}

// What a tab has noted of a feed.
type seen struct {
	First, Count, Breaks, Asked, ReadyState int
	Log                                     []string
	LastEventID                             string
	Host                                    string
	Warning                                 string // the message of the last, or of the final failure
}

func (t tab) seen() seen { return harness.Call[seen](t.Page, "share.js", "seen", harness.Args{}) }

// reached waits until the tab has had a record.
func (t tab) reached(id int) seen {
	return harness.Call[seen](t.Page, "share.js", "reached", harness.Args{"id": id})
}

// noted waits until the tab has noted a line that begins so.
func (t tab) noted(line string) seen {
	return harness.Call[seen](t.Page, "share.js", "noted", harness.Args{"line": line})
}

// wasAsked waits until the tab has been asked for headers.
func (t tab) wasAsked() {
	harness.Call[any](t.Page, "share.js", "wasAsked", harness.Args{})
}

func (t tab) listen(on bool) {
	harness.Call[any](t.Page, "share.js", "listen", harness.Args{"on": on})
}

func (t tab) call(method string) {
	harness.Call[any](t.Page, "share.js", "call", harness.Args{"method": method})
}

// gapOf is how a tab notes that so many records were dropped for it.
func gapOf(dropped int) string { return fmt.Sprintf("gap overflow %d", dropped) }
