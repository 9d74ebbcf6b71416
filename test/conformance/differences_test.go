package conformance

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/test/written"
)

func TestDifferencesAreWrittenDown(t *testing.T) {
	written.Block(t, "eventsource.md", "differences", differences())
}

// differences lists, for each class, its reasons to differ and the rules that each is
// about.
func differences() string {
	var b strings.Builder
	rules := all()
	for _, c := range []struct {
		column
		heading string
	}{
		{ours, "FeedSource"}, {strict, "The strict EventSource"}, {native, "Chromium's own EventSource"},
	} {
		fmt.Fprintf(&b, "### %s\n\n", c.heading)
		var reasons []string
		about := map[string][]rule{}
		for _, r := range rules {
			_, why := r.outcomeOn(c.column)
			if why == "" {
				continue
			}
			if about[why] == nil {
				reasons = append(reasons, why)
			}
			about[why] = append(about[why], r)
		}
		for _, why := range reasons {
			fmt.Fprintf(&b, "- %s  \n  *%s*\n", why, namesOf(about[why]))
		}
		b.WriteString("\n")
	}
	b.WriteString("### Not tried here\n\n")
	for _, x := range excluded {
		fmt.Fprintf(&b, "- %s: %s\n", x.what, x.why)
	}
	return b.String()
}

// namesOf are the names of rules, each once, behind that of their group.
func namesOf(rules []rule) string {
	var groups []string
	names := map[string][]string{}
	for _, r := range rules {
		if names[r.Group] == nil {
			groups = append(groups, r.Group)
		}
		if !slices.Contains(names[r.Group], r.Name) {
			names[r.Group] = append(names[r.Group], r.Name)
		}
	}
	for i, group := range groups {
		groups[i] = group + ": " + strings.Join(names[group], " · ")
	}
	return strings.Join(groups, "; ")
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
