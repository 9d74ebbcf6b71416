package harness

import (
	"os"
	"testing"
)

// hosts are where script.html and module.html run their feeds, by FEEDSOURCE_HOST: the same
// tests show that it makes no difference. A shared feed has a name of the page's own, so that
// no other test's page has a part in it.
var hosts = map[string]string{
	"worker": "FS.init({ worker: true })",
	"shared": "FS.init({ share: `${Math.random()}` })",
}

// InWorker reports whether script.html and module.html run their feeds in a worker, which may
// be a shared one.
func InWorker() bool { return hostChoice() != "" }

// Shares reports whether their feeds are shared.
func Shares() bool { return os.Getenv("FEEDSOURCE_HOST") == "shared" }

// InPageOnly skips a test that shows something of feeds that run in the page alone, where
// pages run them in a worker. why says what it is.
func InPageOnly(t testing.TB, why string) {
	t.Helper()
	if InWorker() {
		t.Skip("only in the page: " + why)
	}
}

// NotShared skips a test that shows something of feeds that no other page has a part in, where
// pages share them. why says what it is.
func NotShared(t testing.TB, why string) {
	t.Helper()
	if Shares() {
		t.Skip("not of shared feeds: " + why)
	}
}

// hostChoice has a page run its feeds elsewhere, if they are to.
func hostChoice() string { return hosts[os.Getenv("FEEDSOURCE_HOST")] }
