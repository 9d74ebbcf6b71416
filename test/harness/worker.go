package harness

import (
	"os"
	"testing"
)

// InWorker reports whether script.html and module.html run their feeds in a worker, as
// FEEDSOURCE_HOST=worker has them do: the same tests show that it makes no difference.
func InWorker() bool { return os.Getenv("FEEDSOURCE_HOST") == "worker" }

// InPageOnly skips a test that shows something of feeds that run in the page alone, where
// pages run them in a worker. why says what it is.
func InPageOnly(t testing.TB, why string) {
	t.Helper()
	if InWorker() {
		t.Skip("only in the page: " + why)
	}
}

// hostChoice has a page run its feeds in a worker, if they are to.
func hostChoice() string {
	if InWorker() {
		return "FS.init({ worker: true })"
	}
	return ""
}
