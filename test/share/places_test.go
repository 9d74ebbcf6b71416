package share

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// after is a page that does something ahead of the module.
func after(script string) string {
	return `<!doctype html><title>other</title><link rel=icon href=data:,>
<script>` + script + `</script>
<script type="module">import * as FS from "/dist/index.js"; globalThis.FS = FS</script>`
}

// A page that is gone is known by a lock, which it holds for all its feeds and the worker waits for.
func TestALockTellsThatAPageIsGone(t *testing.T) {
	p := newPlace(t, "shared")
	first := p.opened(nil)
	locks := func(held, waited int) func() bool {
		return func() bool {
			return harness.Call[[2]int](first.Page, "share.js", "lives", harness.Args{}) == [2]int{held, waited}
		}
	}
	assert.Eventually(t, locks(1, 1), 5*time.Second, 50*time.Millisecond)
	second := p.opened(nil)
	p.open(second, harness.Args{"name": "other", "options": harness.Args{"share": "other"}})
	assert.Eventually(t, locks(2, 2), 5*time.Second, 50*time.Millisecond)
	second.kill(true)
	assert.Eventually(t, locks(1, 1), 5*time.Second, 50*time.Millisecond)
}

// Without Web Locks nobody can be elected, and a page without shared workers has a feed of its own.
func TestNothingIsSharedWithoutLocks(t *testing.T) {
	p := newPlace(t, "shared")
	p.site.Add("/insecure.html", after("delete globalThis.SharedWorker; delete Navigator.prototype.locks"))
	insecure := tab{harness.Open(t, p.site.URL+"/insecure.html")}
	p.open(insecure, nil)
	assert.Equal(t, "worker", insecure.opened())
	assert.Equal(t, []string{"warning share", "open"}, insecure.seen().Log)
	p.server.say(1)
	whole(t, insecure.reached(1), 1)
}

// A page that may start no worker at all reads the feed itself, and says why.
func TestWhereWorkersAreForbiddenThePageReads(t *testing.T) {
	p := newPlace(t, "shared")
	p.site.Handle("/strict.html", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", "worker-src 'none'")
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(after("")))
	})
	strict := tab{harness.Open(t, p.site.URL+"/strict.html")}
	strict.Expect("Content Security Policy")
	strict.Expect("Content-Security-Policy") // as Firefox writes it
	p.open(strict, nil)
	assert.Equal(t, "page", strict.opened())
	got := strict.seen()
	assert.Equal(t, []string{"warning worker", "open"}, got.Log)
	assert.Contains(t, got.Warning, "runs in the page and is not shared")
}

// Feeds that differ, be it in name alone, have connections of their own.
func TestFeedsThatDifferAreNotShared(t *testing.T) {
	everywhere(t, func(t *testing.T, p *place) {
		for _, options := range []harness.Args{
			{"share": true}, {"share": "other"}, {"share": harness.Args{"name": "other", "replay": 5}},
			{"share": true, "headers": harness.Args{"X-Tab": "a"}}, {"share": true, "lastEventId": "0"},
		} {
			p.opened(harness.Args{"options": options})
		}
		_, total := p.server.connections()
		assert.Equal(t, 3, total)
	})
}

// What the page gives must be comparable, and what calls the page's own fetch cannot be shared.
func TestWhatCannotBeShared(t *testing.T) {
	p := newPlace(t, "shared")
	got := harness.Call[[]string](p.tab().Page, "share.js", "refusals", harness.Args{"url": p.url})
	const opaque = "TypeError: share takes a body of text, bytes or fields: of a Blob, a file or a stream it cannot tell whether another is equal."
	assert.Equal(t, []string{
		"TypeError: fetch is a function of the page, which a worker cannot call; leave out fetch, or say share: false.",
		opaque, opaque, opaque,
		`TypeError: share is 5; it can be true, false, a name, or { name, replay }.`,
		`TypeError: share.replay is 10001; it can be a whole number from 1 to 10000.`,
		`TypeError: share.name is 5; it can be a string that is not empty.`,
	}, got)
}
