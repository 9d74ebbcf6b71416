package conformance

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// update writes DIFFERENCES.md anew: go test ./test/conformance -run Differences -update
var update = flag.Bool("update", false, "write DIFFERENCES.md anew")

const preface = `# Where they differ from the standard, and why

Written by ` + "`go test ./test/conformance -run Differences -update`" + ` from the notes of the tests, which hold each class to what
is said here. All other rules of WHATWG HTML section 9.2 that are tried here hold for all three.
`

func TestDifferencesAreWrittenDown(t *testing.T) {
	fresh := differences()
	if *update {
		require.NoError(t, os.WriteFile("DIFFERENCES.md", []byte(fresh), 0o644))
		return
	}
	old, err := os.ReadFile("DIFFERENCES.md")
	require.NoError(t, err)
	assert.Equal(t, fresh, string(old), "run: go test ./test/conformance -run Differences -update")
}

// differences lists, for each class, its reasons to differ and the rules that each is
// about.
func differences() string {
	var b strings.Builder
	b.WriteString(preface)
	rules := all()
	for _, c := range []struct {
		column
		heading string
	}{
		{ours, "FeedSource"}, {strict, "The strict EventSource"}, {native, "Chromium's own EventSource"},
	} {
		fmt.Fprintf(&b, "\n## %s\n\n", c.heading)
		var reasons []string
		about := map[string][]string{}
		for _, r := range rules {
			_, why := r.outcomeOn(c.column)
			if why == "" {
				continue
			}
			if about[why] == nil {
				reasons = append(reasons, why)
			}
			if name := r.Group + ": " + r.Name; !slices.Contains(about[why], name) {
				about[why] = append(about[why], name)
			}
		}
		for _, why := range reasons {
			fmt.Fprintf(&b, "- %s  \n  *%s*\n", why, strings.Join(about[why], "; "))
		}
	}
	b.WriteString("\n## Not tried here\n\n")
	for _, x := range excluded {
		fmt.Fprintf(&b, "- %s: %s\n", x.what, x.why)
	}
	return b.String()
}

// excluded is what the standard or the web platform tests have, and no rule tries.
var excluded = []struct{ what, why string }{
	{"Garbage collection (9.2.9)", "no script can tell when it happens, so that no test of it can fail."},
	{"Connectionless push (9.2.8)", "no browser has it."},
	{"Implementation advice (9.2.10)", "it is about developer tools. The strict class is not in their EventStream tab; FeedSource says in its errors what happened."},
	{"Bytes that come together with a cut of the connection", "Chromium may drop them, its own EventSource as well as its fetch, so that neither outcome is certain."},
	{"eventsource-bfcache", "a page that goes to the back/forward cache; test/browser has FeedSource's part in TestBackForwardCache."},
	{"eventsource-constructor-document-domain", "document.domain has no part in it any more."},
	{"eventsource-from-readable-stream-fetch", "what a service worker fetches and passes on is like what it makes up, which is tried."},
}
