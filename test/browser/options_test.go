package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// Options are checked whole, before anything is requested. js/test/options.test.ts has each of them; here the classes and
// functions are shown to ask.
func TestOptionsThatDoNothingAreRefused(t *testing.T) {
	site := harness.NewSite(t)
	rec := (&recorder{}).answer(200, stream, "data: x\n\n")
	page := open(t, site, "/module.html")
	got := harness.Call[[]string](page, "options.js", "refused", harness.Args{"url": harness.Serve(t, rec)})
	for i, want := range []string{
		`TypeError: There is no url`,
		`TypeError: init is sse; it can be an object`,
		`TypeError: keepAlive is not an option; there are `,
		`TypeError: preset is "nfty"; it can be gitter, `,
		`TypeError: resume.persist is "localstorage"; it can be localStorage, sessionStorage, indexedDB, or an object with get and set. Did you mean localStorage?`,
		`TypeError: withCredentials is "yes"; it can be true or false.`,
		`TypeError: The header "X-A" has a value that no header can have`,
		`TypeError: url is not an option; there are wasm, `,
	} {
		require.Greater(t, len(got), i)
		assert.Contains(t, got[i], want)
	}
	assert.Empty(t, rec.list(), "nothing was asked for")
}

// The standard's dictionary has one member, and what else there is in it is nobody's.
func TestStrictClassIgnoresWhatItDoesNotKnow(t *testing.T) {
	site := harness.NewSite(t)
	rec := (&recorder{}).answer(200, stream, "data: x\n\n")
	page := open(t, site, "/module.html")
	got := harness.Call[[]any](page, "options.js", "strict", harness.Args{"url": harness.Serve(t, rec)})
	assert.Equal(t, []any{"x", false, "x", true}, got)
}

// What everybody writes is understood.
func TestShortForms(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	rec := (&recorder{}).answer(200, "application/x-ndjson", "{\"id\":1}\n{\"id\":1}\n{\"id\":2}\n").answer(503, "", "").with("Retry-After", "0")
	got := harness.Call[[]any](page, "options.js", "short", harness.Args{"url": harness.Serve(t, rec)})
	assert.Equal(t, []any{"1", "2", "status", 3.0}, got)
	assert.Len(t, rec.list(), 3, "reconnect: 3")
}
