// Package security puts to the built package what an attacker may send: ids, hints and
// bodies made to break out of where they belong, and pages whose policies forbid much.
// js/docs/security.md says what is promised; this is where it is held to that.
package security

import (
	"maps"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/proof"
)

func TestMain(m *testing.M) { harness.Main(m) }

func TestSecurity(t *testing.T) {
	s := &suite{site: harness.NewSite(t), Suite: proof.New(t, "security", "What an attacker may send",
		"Hostile ids, hints and bodies from a server, tokens that must not leak, redirects, cookies, and pages that forbid much, in Chromium.")}
	hostileIDs(t, s)
	hostileHints(t, s)
	hostileStores(t, s)
	hostileJSON(t, s)
	hostileBytes(t, s)
	bombs(t, s)
	tokens(t, s)
	redirects(t, s)
	credentials(t, s)
	policies(t, s)
	supply(t, s)
}

// A suite is the site with the package, and where the outcomes go.
type suite struct {
	*proof.Suite
	site *harness.Site
}

// holds runs a case; test returns what a reader should know of its outcome.
func (s *suite) holds(group, name string, test func(t *testing.T) (note string)) {
	s.Run(proof.Case{Group: group, Name: name}, "", test)
}

// differs runs a case whose answer is another than a reader may expect.
func (s *suite) differs(group, name, source string, test func(t *testing.T) (note string)) {
	s.RunDiffering(proof.Case{Group: group, Name: name, Source: source}, "", test)
}

// open opens a page with the package.
func (s *suite) open(t *testing.T) *harness.Page {
	t.Helper()
	return harness.Open(t, s.site.URL+"/module.html")
}

// call calls a function of a script as [harness.Call] does, for the case t.
func call[R any](t *testing.T, page *harness.Page, script, function string, args harness.Args) R {
	t.Helper()
	page.T = t
	return harness.Call[R](page, script, function, args)
}

// options are those of FeedSource, or how hear.js is to listen.
type options map[string]any

// and is the options with more of them.
func (o options) and(more options) options {
	all := options{}
	maps.Copy(all, o)
	maps.Copy(all, more)
	return all
}

// oneFailure has hear return at the first failure.
var oneFailure = options{"failures": 1}

// hear reads a feed until its first final failure, or as many failures as are wanted, and
// tells what came.
func hear(t *testing.T, page *harness.Page, url string, init, how options) heard {
	t.Helper()
	return call[heard](t, page, "hear.js", "hear", harness.Args{"url": url, "init": init, "how": how})
}

// heard is what listen of hear.js resolves with. Said has all the text that a page, or what
// it reports errors with, gets to see of a failure or a notice.
type heard struct {
	Events []struct {
		Type, Data, ID, Reason string
		Ours                   bool
	}
	Errors      []string
	Waits       []float64
	Said        []string
	Keepalives  int
	LastEventID string
	Stats       struct{ Bytes, Records, Keepalives, Malformed float64 }
}

func (h heard) datas() []string {
	var list []string
	for _, e := range h.Events {
		if e.Type != "malformed" {
			list = append(list, e.Data)
		}
	}
	return list
}

func (h heard) reasons() []string {
	var list []string
	for _, e := range h.Events {
		if e.Type == "malformed" {
			list = append(list, e.Reason)
		}
	}
	return list
}
