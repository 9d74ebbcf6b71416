package security

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// longest is the longest timer of a browser, in milliseconds.
const longest = 1<<31 - 1

// hostileHints are what servers say about when to come back.
func hostileHints(t *testing.T, s *suite) {
	const group = "Hints when to come back"
	type bounds struct{ least, most float64 } // of the waits after three failures in a row
	curve := []bounds{{2500, 5000}, {5000, 10_000}, {10_000, 20_000}}
	once := []bounds{{0, 0}, {2500, 5000}, {5000, 10_000}}
	far := []bounds{{longest, longest}}
	o := newOrigin(t)
	type hint struct {
		name, header string
		waits        []bounds
	}
	hints := []hint{
		{"Retry-After: -1", "-1", curve}, {"Retry-After: NaN", "NaN", curve}, {"Retry-After: Infinity", "Infinity", curve},
		{"Retry-After: 1e9", "1e9", curve}, {"Retry-After of 20 digits", strings.Repeat("9", 20), curve},
		{"Retry-After in the year 275761", "Sat, 13 Sep 275761 00:00:00 GMT", curve},
		{"Retry-After: 2147483647", "2147483647", far}, {"Retry-After in the year 9999", "Fri, 31 Dec 9999 23:59:59 GMT", far},
		{"Retry-After: 0", "0", once}, {"Retry-After in 1994", "Sun, 06 Nov 1994 08:49:37 GMT", once},
	}
	for i, h := range hints {
		o.on(fmt.Sprint("/after/", i), refuses(503, "", "Retry-After", h.header))
	}
	retries := []struct{ name, line string }{
		{"retry: 0", "retry: 0"}, {"retry: -1", "retry: -1"}, {"retry: NaN", "retry: NaN"}, {"retry: Infinity", "retry: Infinity"},
		{"retry of 400 digits", "retry: " + strings.Repeat("9", 400)}, {"retry: 1e3", "retry: 1e3"},
	}
	for i, r := range retries {
		o.on(fmt.Sprint("/retry/", i), bodies(stream, r.line+"\ndata: x\n\n"))
	}
	page := s.open(t)
	got := call[map[string][]heard](t, page, "hints.js", "waitsOf", harness.Args{
		"origin": o.URL, "after": len(hints), "retry": len(retries),
	})

	for i, h := range hints {
		s.holds(group, h.name, func(t *testing.T) string {
			waits := got["after"][i].Waits
			require.Len(t, waits, 3)
			for n, b := range h.waits {
				assert.GreaterOrEqual(t, waits[n], b.least, "failure %d", n+1)
				assert.LessOrEqual(t, waits[n], b.most, "failure %d", n+1)
			}
			switch h.waits[0] {
			case far[0]:
				return "Obeyed, as far as a timer reaches: 24.8 days. reconnect() ends the wait."
			case once[0]:
				return "Believed once in a row; then the waits grow."
			}
			return "Not taken; the waits are those of a 503 that says nothing."
		})
	}
	for i, r := range retries {
		s.holds(group, r.name, func(t *testing.T) string {
			require.NotEmpty(t, got["retry"][i].Waits)
			wait := got["retry"][i].Waits[0]
			assert.GreaterOrEqual(t, wait, 250.0)
			assert.LessOrEqual(t, wait, 600_000.0)
			return fmt.Sprint("The page waits between 250 ms and 10 min: ", time.Duration(wait)*time.Millisecond, ".")
		})
	}
	s.holds(group, "a reason phrase of 100 KB with control characters", func(t *testing.T) string {
		o.on("/phrase", func(_ int, w http.ResponseWriter, _ *http.Request) {
			c, _, err := http.NewResponseController(w).Hijack()
			if assert.NoError(t, err) {
				_, _ = fmt.Fprintf(c, "HTTP/1.1 503 \x1b[31m%s\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 0\r\n\r\n", strings.Repeat("x", 100<<10))
				_ = c.Close()
			}
		})
		got := hear(t, page, o.URL+"/phrase", nil, oneFailure)
		require.Equal(t, []string{"status"}, got.Errors)
		for _, said := range got.Said {
			assert.Less(t, len(said), 4000)
			assert.NotContains(t, said, "\x1b")
		}
		return "The message has its first 80 characters, escaped."
	})
}

// hostileStores are what a feed finds in the place where it keeps its cursor: anything
// else on the page's origin may have written there.
func hostileStores(t *testing.T, s *suite) {
	const group = "Stored cursors"
	o := newOrigin(t)
	page := s.open(t)
	for i, c := range []struct{ name, want string }{ // stores.js has what is kept, by these names
		{"no cursor", ""},
		{"CR LF and a header", ""},
		{"NUL", ""},
		{"100 KB", ""},
		{"an object", ""},
		{"a number", ""},
		{"a promise that fails", ""},
		{"a mark of another version", ""},
		{"markup", "<script>"},
		{"half a surrogate pair", "\ufffd"},
		{"__proto__", "__proto__"},
	} {
		s.holds(group, c.name, func(t *testing.T) string {
			path := fmt.Sprint("/kept/", i)
			o.on(path, bodies(stream))
			got := call[heard](t, page, "stores.js", "readWithStore", harness.Args{"url": o.URL + path, "name": c.name})
			assert.Equal(t, []string{"no-content"}, got.Errors)
			requests := o.list(path)
			require.Len(t, requests, 1)
			assert.NotContains(t, requests[0].Header, "X-Evil")
			assert.Equal(t, c.want, requests[0].Header.Get("Last-Event-Id"))
			if c.want != "" {
				assert.Len(t, got.Said, 1, "the error")
				return "It may be a cursor, and goes back as one value."
			}
			require.Len(t, got.Said, 2)
			if c.name == "a promise that fails" {
				assert.Contains(t, got.Said[0], "the cursor could not be read (")
			} else {
				assert.Contains(t, got.Said[0], "is no cursor, and is ignored")
			}
			return "Ignored, and a warning tells."
		})
	}
	s.holds(group, "the key __proto__", func(t *testing.T) string {
		o.on("/key/", bodies(stream, "retry: 1\nid: 7\ndata: x\n\n"))
		got := call[[]any](t, page, "stores.js", "keyOfPrototype", harness.Args{"origin": o.URL + "/key/"})
		assert.Equal(t, []any{"feedsource/1 7", 0.0, true}, got)
		return "A key like any other in Web storage; a store of the page's own that is a plain object loses it."
	})
}
