package security

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

const fetchStandard = "Fetch, HTTP-redirect fetch"

func redirects(t *testing.T, s *suite) {
	const group = "Redirects to another origin"
	page := s.open(t)
	// to sends requests for path on to another origin, which answers with a stream.
	to := func(t *testing.T, status int) (first, second *origin) {
		first, second = newOrigin(t), newOrigin(t)
		first.on("/feed", func(n int, w http.ResponseWriter, r *http.Request) {
			if n > 2 {
				w.WriteHeader(http.StatusNoContent)
				return
			}
			http.Redirect(w, r, second.URL+"/other", status)
		})
		second.on("/other", always(stream, "retry: 1\nid: c1\ndata: x\n\n"))
		return first, second
	}
	follow := func(t *testing.T, first *origin, init options) heard {
		t.Helper()
		return hear(t, page, first.URL+"/feed?access_token=s3cr3t", init, nil)
	}
	headers := options{"headers": options{"Authorization": "Bearer s3cr3t", "X-Api-Key": "s3cr3t-key"}}

	s.holds(group, "Authorization and the token in the query stay", func(t *testing.T) string {
		for _, init := range []options{headers, headers.and(options{"format": "sse", "id": "/id", "preset": "mercure"})} {
			first, second := to(t, http.StatusFound)
			follow(t, first, init)
			require.NotEmpty(t, second.list("/other"))
			for _, r := range first.list("/feed") {
				assert.Equal(t, "Bearer s3cr3t", r.Header.Get("Authorization"))
			}
			for _, r := range second.list("/other") {
				assert.NotContains(t, r.Header, "Authorization")
				assert.NotContains(t, r.URI+r.Header.Get("Referer"), secret)
			}
		}
		return "The browser takes Authorization off; the query is the Location's, and Referer never has the feed's URL."
	})
	s.differs(group, "other headers and the cursor go along", fetchStandard, func(t *testing.T) string {
		first, second := to(t, http.StatusTemporaryRedirect)
		got := follow(t, first, headers)
		requests := second.list("/other")
		require.Len(t, requests, 2)
		assert.Equal(t, "s3cr3t-key", requests[0].Header.Get("X-Api-Key"))
		assert.Equal(t, "c1", requests[1].Header.Get("Last-Event-Id"))
		assert.Equal(t, "c1", got.LastEventID)
		return "The standard takes off Authorization alone. The other origin must allow the headers in a preflight; redirect: 'error' keeps them home."
	})
	s.differs(group, "the body goes along with 307 and 308", fetchStandard, func(t *testing.T) string {
		first, second := to(t, http.StatusPermanentRedirect)
		follow(t, first, options{"method": "POST", "body": secret})
		require.NotEmpty(t, second.list("/other"))
		assert.Equal(t, secret, second.list("/other")[0].Body)
		first, second = to(t, http.StatusSeeOther)
		follow(t, first, options{"method": "POST", "body": secret})
		assert.Empty(t, second.list("/other")[0].Body, "303 makes it a GET")
		return "As with any fetch; redirect: 'error' keeps it home."
	})
	s.holds(group, "redirect: 'error'", func(t *testing.T) string {
		for want, init := range map[string]options{
			"network": {"redirect": "error", "reconnect": options{"maxAttempts": 1}},
			"opaque":  {"redirect": "manual"},
		} {
			first, second := to(t, http.StatusFound)
			got := follow(t, first, init.and(headers))
			assert.Equal(t, []string{want}, got.Errors, init)
			assert.Empty(t, second.list("/other"), init)
		}
		return "The other origin hears nothing. 'manual' ends the feed as well."
	})
	s.holds(group, "events name the origin that they are from", func(t *testing.T) string {
		first, second := to(t, http.StatusFound)
		got := call[string](t, page, "redirects.js", "originOfEvents", harness.Args{"url": first.URL + "/feed"})
		assert.Equal(t, second.URL, got)
		return "event.origin is the last URL's; a reconnection begins at the first one again."
	})
	s.holds(group, "without end", func(t *testing.T) string {
		o := newOrigin(t)
		o.on("/loop", func(_ int, w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) })
		got := hear(t, page, o.URL+"/loop", nil, oneFailure)
		assert.Equal(t, []string{"network"}, got.Errors)
		assert.Len(t, o.list("/loop"), 21, "the standard's twenty")
		return "The browser follows twenty."
	})
}
