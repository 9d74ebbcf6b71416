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

// withTokens are options with a token in every place that has room for one, but the URL.
const withTokens = `{ headers: { Authorization: 'Bearer s3cr3t', 'X-Api-Key': 's3cr3t' }, method: 'POST', body: 's3cr3t=s3cr3t', reconnect: { anyMethod: true }, resume: { persist: localStorage } }`

func tokens(t *testing.T, s *suite) {
	const group = "Tokens are not told"
	o := newOrigin(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	nobody := "http://" + listener.Addr().String()
	require.NoError(t, listener.Close())
	page := s.open(t)
	said := console(t, page)
	secretly := func(t *testing.T, script string) heard {
		t.Helper()
		got := await[heard](t, page, "const o = "+harness.JS(o.URL)+", query = '?access_token=s3cr3t#s3cr3t'; return "+script)
		require.NotEmpty(t, got.Said)
		for _, text := range got.Said {
			assert.NotContains(t, text, secret)
		}
		return got
	}
	for name, status := range map[string]int{"a status that may pass": 503, "a status that will not": 401, "a status without content": 204} {
		o.on(fmt.Sprint("/", status), refuses(status, ""))
		s.holds(group, name, func(t *testing.T) string {
			secretly(t, fmt.Sprintf("hear(o + '/%d' + query, %s, { failures: 1 })", status, withTokens))
			return "Message, body, stack and JSON of the error have the URL without user, query and fragment."
		})
	}
	s.holds(group, "a server that is not there", func(t *testing.T) string {
		secretly(t, fmt.Sprintf("hear(%s + '/' + query, %s, { failures: 1 })", harness.JS(nobody), withTokens))
		return "The same."
	})
	s.holds(group, "a password in the URL", func(t *testing.T) string {
		for _, init := range []string{"{}", "{ format: 'ndjson' }"} {
			got := secretly(t, "hear(o.replace('//', '//s3cr3t:s3cr3t@') + '/x' + query, "+init+", { failures: 1 })")
			assert.Equal(t, []string{"network"}, got.Errors)
			assert.Contains(t, got.Said[0], "URL that includes credentials: "+o.URL+"/x)")
		}
		return "fetch refuses such URLs. What Chromium says of it quotes the URL, which the message shortens; error.cause is Chromium's own error and has it."
	})
	s.holds(group, "a fetch of the page's own that fails and quotes the URL", func(t *testing.T) string {
		got := secretly(t, "hear(o + '/own' + query, { fetch: async (url) => { throw new Error('GET ' + url + ' failed') } }, { failures: 1 })")
		assert.Contains(t, got.Said[0], "GET "+o.URL+"/own failed")
		return "The message has the URL without its query."
	})
	s.holds(group, "a stream with warnings, gaps, bad records and an end", func(t *testing.T) string {
		o.on("/stream", bodies(ndjson, "{\"id\":1}\n{\n{\"warn\":1}\n{\"gap\":1}\n", "{\"id\":2}\n", "{\"fatal\":1}\n"))
		got := secretly(t, "hear(o + '/stream' + query, { ..."+withTokens+`, id: '/id', gap: { windowMs: 1 }, signals: [
			{ at: '/warn', then: 'warning' }, { at: '/gap', then: 'gap' }, { at: '/fatal', then: 'stop' }] })`)
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
		secretly(t, `(async () => {
			const warned = [];
			const set = (key) => { throw new Error('setting ' + key + ' failed: quota') };
			const feed = new FS.FeedSource(o + '/full' + query, { resume: { persist: { get() {}, set } } });
			feed.addEventListener('warning', (e) => warned.push(told(e)));
			await until(() => warned.length);
			feed.close();
			return { said: warned };
		})()`)
		return "Neither key nor warning has it."
	})
	s.holds(group, "storage", func(t *testing.T) string {
		o.on("/kept", bodies(stream, "retry: 1\nid: 9\ndata: x\n\n"))
		got := await[string](t, page, "const o = "+harness.JS(o.URL)+`;
			await hear(o + '/kept?access_token=s3cr3t#s3cr3t', { headers: { Authorization: 'Bearer s3cr3t' }, resume: { persist: localStorage } });
			await until(() => localStorage.getItem(o + '/kept'));
			return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href, document.documentElement.outerHTML]);`)
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
		got := await[heard](t, page, "return hear("+harness.JS(o.URL+"/echo")+", {}, { failures: 1 })")
		assert.Contains(t, got.Said[0], secret)
		return "What the server says is passed on, as the page needs it; the feed cannot know which of it is a token."
	})
	s.differs(group, "a URL that cannot be parsed", "", func(t *testing.T) string {
		got := await[string](t, page, `try { new FS.FeedSource('https://:99999/?access_token=s3cr3t') } catch (e) { return e.name + ' ' + e.message }`)
		assert.Equal(t, `SyntaxError "https://:99999/?access_token=s3cr3t" is not a URL.`, got)
		return "The constructor throws it back at the caller, as the browser's own EventSource does; there is no telling what in it is a query."
	})
}
