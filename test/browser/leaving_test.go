package browser

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// leaves serves documents that are slow to come: ahead of their answer all feeds are cut, as some
// browsers cut them when a page is left. What the page that is left hears of it it notes in its
// sessionStorage, which the next one has.
func leaves(t *testing.T, path string, answer func(w http.ResponseWriter)) (*harness.Site, *harness.Page) {
	t.Helper()
	site := harness.NewSite(t)
	site.Handle(path, func(w http.ResponseWriter, r *http.Request) {
		site.Server.CutFeed("espresso")
		time.Sleep(500 * time.Millisecond)
		answer(w)
	})
	return site, open(t, site, "/module.html")
}

func webPage(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html")
	_, _ = w.Write([]byte("<!doctype html><link rel=icon href=data:,>next"))
}

// A page that is being left hears nothing of what that does to its connections: neither an error
// nor, in a loop, an exception.
func TestNoErrorWhileThePageIsLeft(t *testing.T) {
	harness.NotIn(t, harness.WebKit, goesOn)
	for _, how := range []string{"link", "assign", "form"} {
		for _, init := range []map[string]any{{}, {"reconnect": false}} {
			site, page := leaves(t, "/next", webPage)
			harness.Call[any](page, "leaving.js", "readAndLeave", harness.Args{"how": how, "url": "/next", "init": init})
			eventually(t, func() bool { return harness.Await[bool](page, "return document.body?.textContent === 'next'") })
			assert.Equal(t, "message pagehide", harness.Await[string](page, "return sessionStorage.log"), "%s %v", how, init)
			_ = site
		}
	}
}

// Nor does one that is loaded anew.
func TestNoErrorWhileThePageIsReloaded(t *testing.T) {
	site, _ := leaves(t, "/unused", webPage)
	visits := 0
	site.Handle("/again.html", func(w http.ResponseWriter, _ *http.Request) {
		if visits++; visits > 1 {
			site.Server.CutFeed("espresso")
			time.Sleep(500 * time.Millisecond)
			webPage(w)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(moduleScript))
	})
	page := open(t, site, "/again.html")
	harness.Call[any](page, "leaving.js", "readAndLeave", harness.Args{"how": "reload", "url": "", "init": nil})
	eventually(t, func() bool { return harness.Await[bool](page, "return document.body?.textContent === 'next'") })
	assert.Equal(t, "message pagehide", harness.Await[string](page, "return sessionStorage.log"))
}

// A page that stays, because what it went to has no content, is told of what failed meanwhile;
// where the feed is open again by then there is nothing to tell.
func TestPageThatStaysIsToldOfWhatFailed(t *testing.T) {
	_, page := leaves(t, "/nowhere", func(w http.ResponseWriter) { w.WriteHeader(http.StatusNoContent) })
	got := harness.Call[[]string](page, "leaving.js", "leaveAndStay", harness.Args{"init": map[string]any{"reconnect": false}})
	assert.Equal(t, []string{"message", "error network"}, got)
	got = harness.Call[[]string](page, "leaving.js", "leaveAndStay", harness.Args{"init": map[string]any{}})
	assert.Equal(t, []string{"message", "open"}, got)
}

func eventually(t *testing.T, done func() bool) {
	t.Helper()
	assert.Eventually(t, done, 10*time.Second, 50*time.Millisecond)
}
