package feed

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a page can know of a request that has no response is said, and final if it will never
// have one.
func TestWhatIsKnownOfARequestIsSaid(t *testing.T) {
	for _, c := range []struct {
		why   Why
		cause string
		kind  string
		says  string
		final bool
	}{
		{Unmade, "Error: no token", FailRequest, "the request could not be made (Error: no token); trying again in 1.0 s.", false},
		{Unknown, "TypeError", FailNetwork, "no response (TypeError): the server is unreachable, or refused this page by CORS; the browser's console says which; trying again at once.", false},
		{Invalid, "a GET has no body", FailRequest, "the request cannot be made (a GET has no body); the feed is closed.", true},
		{Scheme, "ftp:", FailRequest, "fetch knows no scheme ftp:; a feed has a URL with https: or http:; the feed is closed.", true},
		{Scheme, "wss:", FailRequest, "a URL with wss: that a function gives needs transport: 'websocket'; the feed is closed.", true},
		{
			Policy, "https://a.example/x?token=secret", FailRequest,
			"the page's Content Security Policy forbids the request; its connect-src needs https://a.example/x; the feed is closed.", true,
		},
		{
			Insecure, "", FailRequest,
			"a page that came by https: may not read by http:, which is mixed content; the feed needs https: too; the feed is closed.", true,
		},
	} {
		for _, strict := range []bool{false, true} {
			m := newMachine(t, Config{Strict: strict, Origin: elsewhere})
			f := failure(t, m.Unanswered(1, 0, c.why, c.cause))
			assert.Equal(t, c.kind, f.Type)
			assert.Equal(t, c.final, f.Final)
			if !strict {
				assert.Equal(t, where+": "+c.says, f.Message)
			}
			assert.Nil(t, m.Unanswered(1, 0, c.why, c.cause), "it is over")
		}
	}
}

// Where there is no page, CORS has no say, and the cause says what it was.
func TestThereIsNoCORSWithoutAPage(t *testing.T) {
	f := failure(t, newMachine(t, Config{}).Unanswered(1, 0, Unknown, "TypeError: fetch failed: getaddrinfo ENOTFOUND a.example"))
	assert.Equal(t, where+": no response (TypeError: fetch failed: getaddrinfo ENOTFOUND a.example); trying again at once.", f.Message)
}

// A page of records that can never be asked for leaves the gap, and the stream goes on.
func TestBackfillThatIsNeverAskedFor(t *testing.T) {
	for _, why := range []Why{Invalid, Scheme, Policy, Insecure} {
		m, _ := filled(t, Backfill{URL: backfillURL, After: "afterId"}, 1, 2)
		actions := m.Unanswered(m.attempt, 0, why, "https://a.example")
		require.Len(t, gaps(actions), 1)
		assert.Equal(t, GapBackfill, gaps(actions)[0]["reason"])
		assert.Equal(t, []ActionKind{TellNotice, Unpark, Read}, kinds(actions))
		assert.Equal(t, Open, m.State())
	}
}

// What the page's own code throws while its body is read is tried again as a cut is, and not
// told as one.
func TestBodyThatThePageBrokeIsNoCut(t *testing.T) {
	m := openMachine(t, Config{})
	f := failure(t, m.Broken(1, second, "Error: boom"))
	assert.Equal(t, FailNetwork, f.Type)
	assert.Equal(t, where+": the page's own code broke the body (Error: boom); trying again at once.", f.Message)
	assert.Nil(t, m.Broken(1, second, "Error: boom"), "it is over")

	refused := newMachine(t, Config{})
	refused.Response(1, 0, Head{Status: 503})
	f = failure(t, refused.Broken(1, 0, "Error: boom"))
	assert.Equal(t, FailStatus, f.Type, "of what explains a refusal nothing more is wanted")
}
