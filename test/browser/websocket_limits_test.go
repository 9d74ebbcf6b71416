package browser

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// A server that reads nothing has what is sent wait in the page, up to a limit.
func TestSendIsBounded(t *testing.T) {
	harness.NotIn(t, harness.WebKit, "to it a message is sent when its network process has it")
	for _, way := range sockets {
		w := newWall(t)
		got := harness.Call[struct {
			Type, Message string
			Final         bool
			Taken         int
			State         int
		}](w.page(), "wall.js", "sendTooMuch", harness.Args{"url": w.ws + "?deaf=0", "way": way})
		assert.Equal(t, "send", got.Type, way)
		assert.Contains(t, got.Message, "the message was not sent, since more than 4194304 bytes wait to be sent", way)
		assert.False(t, got.Final)
		assert.Equal(t, 1, got.State, "it is open still")
		assert.GreaterOrEqual(t, got.Taken, 63, "messages of 64 KiB: %v", way)
	}
}

// What waits for a connection that does not come is bounded as well, and is told when the feed is closed.
func TestSendWhileConnecting(t *testing.T) {
	for _, way := range sockets {
		w := newWall(t)
		page := w.page()
		page.Expect("WebSocket connection to")
		got := harness.Call[[]string](page, "wall.js", "sendWhileConnecting", harness.Args{"url": w.ws + "?status=503", "way": way})
		require.Len(t, got, 3)
		assert.Contains(t, got[0], "more than 4194304 bytes wait to be sent", way)
		assert.Contains(t, got[1], "the message was not sent, since the feed is closed", way)
		assert.Contains(t, got[2], "the message was not sent, since the feed is closed", way)
	}
}

// A WebSocket cannot be held back: what waits for a page that is busy is bounded, and behind that the
// feed resumes.
func TestBusyPage(t *testing.T) {
	for _, way := range sockets {
		w := newWall(t)
		for n := range 200 {
			w.say(strings.Repeat("x", 10_000) + " #" + strconv.Itoa(n+1))
		}
		got := harness.Call[struct {
			IDs    []int
			Errors []string
		}](w.page(), "wall.js", "beBusy", harness.Args{"url": w.ws + "?since=0&form=json", "way": way, "last": 200})
		assert.Equal(t, span(1, 200), got.IDs, way)
		require.NotEmpty(t, got.Errors)
		assert.Contains(t, got.Errors[0], "1048576 bytes wait for a page that is busy, and a WebSocket cannot be held back")
		assert.Contains(t, got.Errors[0], "network")
	}
}

func span(from, to int) (list []int) {
	for n := from; n <= to; n++ {
		list = append(list, n)
	}
	return list
}

func TestContentSecurityPolicyOfAWebSocketIsNamed(t *testing.T) {
	harness.InPageOnly(t, "a worker has the policy of its own script")
	site := harness.NewSite(t)
	site.Handle("/csp.html", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Security-Policy", "connect-src 'self'")
		_, _ = w.Write([]byte(moduleScript))
	})
	url, server := serveTalks(t, talk{"hello", silence{}})
	page := open(t, site, "/csp.html")
	page.Expect("Content Security Policy")
	page.Expect("Content-Security-Policy") // Firefox
	got := harness.Call[said](page, "wall.js", "untilFinal", harness.Args{"url": url + "/feed?token=secret", "way": harness.Args{}})
	assert.Equal(t, "request", got.Type, got.Message)
	assert.True(t, got.Final)
	assert.Contains(t, got.Message, "the page's Content Security Policy forbids the request; its connect-src needs "+url+"; the feed is closed.")
	assert.NotContains(t, got.Message, "secret")
	assert.Equal(t, 1, got.Failures)
	assert.Empty(t, server.list())
}

func TestMixedContentOfAWebSocketIsNamed(t *testing.T) {
	page := secure(t)
	page.Expect("Mixed Content")
	page.Expect("insecure WebSocket connection")
	for _, way := range sockets[:2] {
		got := harness.Call[said](page, "wall.js", "untilFinal", harness.Args{"url": "ws://feeds.invalid/x", "way": way})
		assert.Equal(t, "request", got.Type, got.Message)
		assert.Contains(t, got.Message, "a page that came by https: may not read by ws:, which is mixed content; the feed needs wss: too")
		assert.Equal(t, 1, got.Failures)
	}
}

// A browser sends the cookies of the WebSocket's host and the page's origin, whatever the page does.
func TestCookiesAndOriginOfAWebSocket(t *testing.T) {
	for _, way := range sockets {
		site := harness.NewSite(t)
		var mu sync.Mutex
		var seen []string
		url := harness.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			seen = append(seen, r.Header.Get("Cookie")+" "+r.Header.Get("Origin")+" "+r.Header.Get("Authorization"))
			mu.Unlock()
			c, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true})
			if err == nil {
				_ = c.Write(r.Context(), websocket.MessageText, []byte("hello"))
				_, _, _ = c.Read(r.Context())
			}
		}))
		site.Handle("/cookie", func(w http.ResponseWriter, _ *http.Request) {
			// Cookies know no ports: this one is the feed server's as well.
			http.SetCookie(w, &http.Cookie{Name: "session", Value: "s1", Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
		})
		page := open(t, site, "/module.html")
		harness.Await[any](page, `await fetch('/cookie')`)
		same := harness.Call[string](page, "wall.js", "first", harness.Args{"url": "ws" + strings.TrimPrefix(url, "http"), "way": way})
		other := harness.Call[string](page, "wall.js", "first", harness.Args{"url": strings.Replace("ws"+strings.TrimPrefix(url, "http"), "127.0.0.1", "localhost", 1), "way": way})
		assert.Equal(t, "hello hello", same+" "+other)
		assert.Equal(t, []string{"session=s1 " + site.URL + " ", " " + site.URL + " "}, seen, way)
	}
}

// What a WebSocket cannot do is refused with what to do instead, and so is what only a WebSocket can.
func TestOptionsOfAWebSocket(t *testing.T) {
	page := open(t, harness.NewSite(t), "/module.html")
	const idle, needs = " does nothing for a WebSocket; ", " is for a WebSocket: a URL with wss: or ws:, or transport: 'websocket'."
	const token, cookies, cursor = "a token goes into protocols, into the URL (which may come from a function), or into greet.",
		"it always sends the cookies of its host.", "the cursor goes back by resume.query, or in what greet gives."
	for _, c := range []struct{ url, init, want string }{
		{"ws:", "{ headers: { A: 'b' } }", "headers" + idle + token},
		{"ws:", "{ headers: () => ({}) }", "headers" + idle + token},
		{"ws:", "{ withCredentials: true }", "withCredentials" + idle + cookies},
		{"ws:", "{ credentials: 'include' }", "credentials" + idle + cookies},
		{"ws:", "{ method: 'POST' }", "method" + idle + "leave it out."},
		{"ws:", "{ body: 'x' }", "body" + idle + "what is to be said first is what greet gives."},
		{"ws:", "{ mode: 'cors' }", "mode" + idle + "leave it out."},
		{"ws:", "{ cache: 'no-store' }", "cache" + idle + "leave it out."},
		{"ws:", "{ redirect: 'follow' }", "redirect" + idle + "leave it out."},
		{"ws:", "{ fetch }", "fetch" + idle + "leave it out."},
		{"ws:", "{ resume: { header: 'Since' } }", "resume.header" + idle + cursor},
		{"ws:", "{ resume: { body: '/since', query: 'since' } }", "resume.body" + idle + cursor},
		{"ws:", "{ resume: { method: 'GET', url: '/on' } }", "resume.method" + idle + "leave it out."},
		{"ws:", "{ gap: { header: 'Oldest' } }", "gap.header" + idle + "leave it out."},
		{"http:", "{ transport: 'websocket', headers: {} }", "headers" + idle + token},
		{"wss:", "{ transport: 'http' }", "A URL with wss: or ws: is read by a WebSocket; leave out transport: 'http'."},
		{"ws:", "{ signals: [{ close: 999, then: 'end' }] }", "signals[0].close is 999; it can be a close code (1000 to 4999), or two, the lower one first."},
		{"ws:", "{ signals: [{ close: 4000, is: 'x', then: 'end' }] }", "signals[0].is does nothing for a close code; leave it out, or make it a rule of its own."},
		{"ws:", "{ signals: [{ close: 4000, then: 'ready' }] }", "signals[0].then is \"ready\"; it can be end, refresh, rotate, retry, stop or gap for a close code."},
		{"http:", "{ signals: [{ is: 'x', then: 'ready' }] }", "signals.then: 'ready'" + needs},
		{"http:", "{ protocols: 'a' }", "protocols" + needs},
		{"http:", "{ greet: 'hello' }", "greet" + needs},
		{"http:", "{ keepalive: { ping: 'ping' } }", "keepalive.ping" + needs},
		{"http:", "{ keepalive: { pong: 'pong' } }", "keepalive.ping" + needs},
		{"http:", "{ signals: [{ close: 4000, then: 'end' }] }", "signals.close" + needs},
		{"http:", "{ signals: [{ type: 'x', then: 'keepalive', reply: 'y' }] }", "signals.reply" + needs},
		{"http:", "{ format: 'message' }", "format: 'message'" + needs},
	} {
		got := harness.Await[string](page, `try { new FS.FeedSource('`+c.url+`//127.0.0.1:1/', `+c.init+`).close(); return 'no error' } catch (e) { return e.name + ': ' + e.message }`)
		assert.Equal(t, "TypeError: "+c.want, got, c.init)
	}
	for send, want := range map[string]string{
		"new FS.FeedSource('http://127.0.0.1:1/').send('x')":                                            "TypeError: send is for a WebSocket; a feed by HTTP goes one way.",
		"new FS.FeedSource('ws://127.0.0.1:1/').send(1)":                                                "TypeError: A message is 1; it can be a string, bytes, or an object, which is sent as JSON.",
		"new FS.FeedSource('ws://127.0.0.1:1/').send()":                                                 "TypeError: A message is undefined; it can be a string, bytes, or an object, which is sent as JSON.",
		"new FS.FeedSource('ws://127.0.0.1:1/').send(null)":                                             "TypeError: A message is null; it can be a string, bytes, or an object, which is sent as JSON.",
		"new FS.FeedSource('ws://127.0.0.1:1/').send(new Blob())":                                       "TypeError: A message is an object; it can be a string, bytes, or an object, which is sent as JSON.",
		"new FS.FeedSource('ws://127.0.0.1:1/').send(new FormData())":                                   "TypeError: A message is an object; it can be a string, bytes, or an object, which is sent as JSON.",
		"new FS.FeedSource('ws://127.0.0.1:1/').send(new Map())":                                        "TypeError: A message is an object; it can be a string, bytes, or an object, which is sent as JSON.",
		"(() => { const f = new FS.FeedSource('ws://127.0.0.1:1/'); f.close(); return f.send('x') })()": "FeedError: ws://127.0.0.1:1/: the message was not sent, since the feed is closed.",
	} {
		page.Expect("127.0.0.1:1")
		got := harness.Await[string](page, `return `+send+`.then(() => 'sent', (e) => e.name + ': ' + e.message)`)
		assert.Equal(t, want, got, send)
	}
}
