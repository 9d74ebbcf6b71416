// Package servers reads real servers, in Chromium: programs of other people that are
// installed, started on ports of this machine, and met as a page meets them. Between page
// and server is a wire (wire_test.go), which a test cuts, silences and lets the server be
// restarted behind. Each is asked for the same: what the server can give back arrives,
// once and in order, and each refusal is a sentence.
//
// A server that is not installed is skipped and says so. ./build.sh test installs those that
// take seconds, and ./build.sh servers all of them.
package servers

import (
	"testing"

	"github.com/feedsource/feedsource/test/harness"
)

func TestMain(m *testing.M) { harness.Main(m) }
