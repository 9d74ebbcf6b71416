// Package security puts to the built package what an attacker may send: ids, hints and
// bodies made to break out of where they belong, and pages whose policies forbid much.
// SECURITY.md says what is promised; this is where it is held to that.
package security

import (
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

// open opens a page with the package and the functions of hear.
func (s *suite) open(t *testing.T) *harness.Page {
	t.Helper()
	p := harness.Open(t, s.site.URL+"/module.html")
	await[any](t, p, hear)
	return p
}

// await runs body in the page as [harness.Await] does, for the case t.
func await[R any](t *testing.T, page *harness.Page, body string) R {
	t.Helper()
	page.T = t
	return harness.Await[R](page, body)
}

// hear reads a feed until its first final failure, or as many failures as are wanted, and
// tells what came; told has all the text that a page, or what it reports errors with, gets
// to see of a failure or a notice.
const hear = `
globalThis.told = (e) => {
	const { error } = e;
	return [e.message, JSON.stringify(e.detail), error && [error.message, error.stack, error.body, error.code, String(error), JSON.stringify(error)]].flat().join(' ');
};
globalThis.until = async (holds) => { while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10)); };
globalThis.hear = (url, init = {}, { failures = Infinity, types = [], Class = FS.FeedSource } = {}) => new Promise((resolve) => {
	const feed = new Class(url, init);
	const got = { events: [], errors: [], waits: [], said: [], keepalives: 0 };
	const close = () => { feed.close(); resolve({ ...got, lastEventId: feed.lastEventId, stats: feed.stats }); };
	for (const type of ['message', ...types]) feed.addEventListener(type, (e) => {
		if (!('data' in e)) return;
		got.events.push({ type: e.type, data: e.data, id: e.lastEventId, ours: e instanceof FS.FeedEvent });
	});
	for (const type of ['gap', 'warning', 'stall', 'lag']) feed.addEventListener(type, (e) => {
		if (e instanceof FS.FeedEvent) return;
		got.said.push(told(e));
	});
	feed.addEventListener('malformed', (e) => got.events.push({ type: 'malformed', reason: e.reason, data: e.data.slice(0, 2000) }));
	feed.addEventListener('keepalive', () => got.keepalives++);
	feed.addEventListener('error', (e) => {
		if (e instanceof FS.FeedEvent || 'data' in e) return;
		got.errors.push(e.error?.type ?? 'error');
		got.waits.push(e.error?.retryInMs ?? -1);
		got.said.push(told(e));
		if (e.error?.final || feed.readyState === 2 || got.errors.length >= failures) close();
	});
});
`

// heard is what hear resolves with.
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
