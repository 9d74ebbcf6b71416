package soak

import (
	"os"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/proof"
)

func TestMain(m *testing.M) { harness.Main(m) }

// long reports whether to soak, or to show in seconds that it would work.
var long = os.Getenv("SOAK") != ""

// size is the one of two that the form asks for.
func size(short, soaked int) int {
	if long {
		return soaked
	}
	return short
}

// TestSoakAndLeaks is one suite, and so one test: test/proof keeps one file for each.
func TestSoakAndLeaks(t *testing.T) {
	suite := proof.New(t, "soak", "Soak and leaks",
		"Feeds are opened and closed by the thousand, read by the hundred and by the gigabyte, and their engine is killed "+
			"again and again. What the page and the engine hold is counted all the while: it stays level, and nothing is lost.")
	openAndClose(t, suite)
	readMany(t, suite)
	readMuch(t, suite)
	readMuchInWorker(t, suite)
	crash(t, suite)
}
