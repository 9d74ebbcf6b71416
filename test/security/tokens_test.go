package security

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// secret is in every token of these tests.
const secret = "s3cr3t"

// console keeps what scripts of a page write to its console, of whatever level.
func console(t *testing.T, page *harness.Page) (said func() string) {
	t.Helper()
	var mu sync.Mutex
	var text strings.Builder
	require.NoError(t, chromedp.Listen(page.Context, func(event any) {
		if e, ok := event.(*runtime.EventConsoleAPICalled); ok {
			mu.Lock()
			defer mu.Unlock()
			for _, arg := range e.Args {
				text.WriteString(string(arg.Value) + arg.Description + "\n")
			}
		}
	}))
	return func() string {
		mu.Lock()
		defer mu.Unlock()
		return text.String()
	}
}

func tokens(t *testing.T, s *suite) {
	const group = "Tokens are not told"
	o := newOrigin(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	nobody := "http://" + listener.Addr().String()
	require.NoError(t, listener.Close())
	page := s.open(t)
	said := console(t, page)
	// secretly calls a function of tokens.js, which reads a feed whose URL has a token.
	secretly := func(t *testing.T, function string, args harness.Args) heard {
		t.Helper()
		got := call[heard](t, page, "tokens.js", function, args)
		require.NotEmpty(t, got.Said)
		for _, text := range got.Said {
			assert.NotContains(t, text, secret)
		}
		return got
	}
	for name, status := range map[string]int{"a status that may pass": 503, "a status that will not": 401, "a status without content": 204} {
		o.on(fmt.Sprint("/", status), refuses(status, ""))
		s.holds(group, name, func(t *testing.T) string {
			secretly(t, "hearFailure", harness.Args{"url": fmt.Sprint(o.URL, "/", status)})
			return "Message, body, stack and JSON of the error have the URL without user, query and fragment."
		})
	}
	s.holds(group, "a server that is not there", func(t *testing.T) string {
		secretly(t, "hearFailure", harness.Args{"url": nobody + "/"})
		return "The same."
	})
	s.holds(group, "a password in the URL", func(t *testing.T) string {
		for _, init := range []options{{}, {"format": "ndjson"}} {
			got := secretly(t, "hearOfPassword", harness.Args{"url": o.URL + "/x", "init": init})
			assert.Equal(t, []string{"request"}, got.Errors)
			assert.Contains(t, got.Said[0], "a URL takes no password; send it in headers.Authorization")
		}
		return "fetch refuses such URLs in words that quote them, so that it is not asked."
	})
	s.holds(group, "a fetch of the page's own that fails and quotes the URL", func(t *testing.T) string {
		got := secretly(t, "hearOfOwnFetch", harness.Args{"url": o.URL + "/own"})
		assert.Contains(t, got.Said[0], "GET "+o.URL+"/own failed")
		return "The message has the URL without its query."
	})
	s.holds(group, "a stream with warnings, gaps, bad records and an end", func(t *testing.T) string {
		o.on("/stream", bodies(ndjson, "{\"id\":1}\n{\n{\"warn\":1}\n{\"gap\":1}\n", "{\"id\":2}\n", "{\"fatal\":1}\n"))
		got := secretly(t, "hearStream", harness.Args{"url": o.URL + "/stream"})
		assert.Equal(t, []string{"server", "end", "server"}, got.Errors)
		assert.Greater(t, len(got.Said), 4, "errors, warnings and gaps")
		for _, e := range got.Events {
			assert.NotContains(t, e.Data+e.ID, secret)
		}
		return "No event, notice or error has it."
	})
	s.holds(group, "a store that fails", func(t *testing.T) string {
		o.on("/full", func(_ int, w http.ResponseWriter, r *http.Request) {
			bodies(stream, "id: 1\ndata: x\n\n")(1, w, r)
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done() // a feed that is closed tells nothing more
		})
		got := secretly(t, "hearOfStore", harness.Args{"url": o.URL + "/full"})
		assert.Contains(t, got.Said[0], "the cursor could not be kept")
		return "Neither key nor warning has it."
	})
	s.holds(group, "storage", func(t *testing.T) string {
		o.on("/kept", bodies(stream, "retry: 1\nid: 9\ndata: x\n\n"))
		got := call[string](t, page, "tokens.js", "leftBehind", harness.Args{"url": o.URL + "/kept"})
		assert.NotContains(t, got, secret)
		assert.Contains(t, got, "feedsource/1 9")
		return "The key is the URL without its query; the value is the cursor."
	})
	s.holds(group, "the console", func(t *testing.T) string {
		assert.Empty(t, said(), "scripts wrote to the console")
		return "Nothing at all is written to it. Chromium's own notes of failed requests have whole URLs, and no script can keep them from it."
	})
	s.differs(group, "a server that echoes the token", "", func(t *testing.T) string {
		o.on("/echo", refuses(403, "the token s3cr3t is not good"))
		got := hear(t, page, o.URL+"/echo", nil, oneFailure)
		assert.Contains(t, got.Said[0], secret)
		return "What the server says is passed on, as the page needs it; the feed cannot know which of it is a token."
	})
	s.differs(group, "a URL that cannot be parsed", "", func(t *testing.T) string {
		got := call[string](t, page, "tokens.js", "hearOfURL", harness.Args{"url": "https://:99999/?access_token=s3cr3t"})
		assert.Equal(t, `SyntaxError "https://:99999/?access_token=s3cr3t" is not a URL.`, got)
		return "The constructor throws it back at the caller, as the browser's own EventSource does; there is no telling what in it is a query."
	})
}
