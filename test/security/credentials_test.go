package security

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

func credentials(t *testing.T, s *suite) {
	const group = "Cookies"
	o := newOrigin(t)
	answers := always(stream, "data: x\n\n")
	here := newOrigin(t) // keeps what the page's own origin was asked
	here.on("/here/", answers)
	s.site.Handle("/here/", here.ServeHTTP)
	page := s.open(t)
	page.Expect("blocked by CORS policy")
	harness.Await[any](page, "document.cookie = 'session=s3cr3t; path=/'")
	paths := 0
	cookie := func(t *testing.T, own bool, init, how options) string {
		t.Helper()
		at, asked := o, o.URL
		if own {
			at, asked = here, s.site.URL
		}
		paths++
		path := fmt.Sprint("/here/", paths)
		o.on(path, answers)
		hear(t, page, asked+path, init, how)
		require.NotEmpty(t, at.list(path))
		return at.list(path)[0].Header.Get("Cookie")
	}
	const with = "session=s3cr3t"
	for _, c := range []struct {
		name        string
		init        options
		same, other string
	}{
		{"as it comes", nil, with, ""},
		{"credentials: 'same-origin'", options{"credentials": "same-origin"}, with, ""},
		{"credentials: 'omit'", options{"credentials": "omit"}, "", ""},
		{"credentials: 'include'", options{"credentials": "include"}, with, with},
		{"withCredentials: true", options{"withCredentials": true}, with, with},
		{"withCredentials: false", options{"withCredentials": false}, with, ""},
	} {
		s.holds(group, c.name, func(t *testing.T) string {
			for _, format := range []string{"auto", "lines"} { // sent ahead of the engine, and by it
				for own, want := range map[bool]string{true: c.same, false: c.other} {
					sent := cookie(t, own, c.init.and(options{"reconnect": false, "format": format}), nil)
					assert.Equal(t, want, sent, "%s, own origin %v", format, own)
				}
			}
			told := map[string]string{"": "kept", with: "sent"}
			return fmt.Sprintf("To the page's own origin: %s. To another: %s.", told[c.same], told[c.other])
		})
	}
	s.holds(group, "the strict EventSource", func(t *testing.T) string {
		for _, c := range []struct {
			init options
			want string
		}{{options{}, ""}, {options{"withCredentials": false}, ""}, {options{"withCredentials": true}, with}} {
			sent := cookie(t, false, c.init, options{"of": "strict", "failures": 1})
			assert.Equal(t, c.want, sent, c.init)
			native := cookie(t, false, c.init, options{"of": "native", "failures": 1})
			assert.Equal(t, native, sent, "as the browser's own")
		}
		return "As the browser's own."
	})
	s.holds(group, "a server that allows every origin but no cookies", func(t *testing.T) string {
		o.on("/star", func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Access-Control-Allow-Origin", "*")
			w.Header().Del("Access-Control-Allow-Credentials")
			_, _ = w.Write([]byte("data: x\n\n"))
		})
		got := hear(t, page, o.URL+"/star", options{"withCredentials": true}, oneFailure)
		assert.Equal(t, []string{"network"}, got.Errors)
		assert.Empty(t, got.Events)
		return "The browser keeps the answer from the page: an error of type network, which names CORS."
	})

	for i, c := range []struct {
		name string
		init options
		want string
	}{
		{"as it comes", nil, s.site.URL + "/"},
		{"no-referrer", options{"referrerPolicy": "no-referrer"}, ""},
		{"unsafe-url", options{"referrerPolicy": "unsafe-url"}, s.site.URL + "/module.html"},
		{
			"a referrer of the page's own",
			options{"referrer": "/other", "referrerPolicy": "unsafe-url"}, s.site.URL + "/other",
		},
	} {
		s.holds("Referer", c.name, func(t *testing.T) string {
			for _, format := range []string{"auto", "lines"} {
				path := "/referer/" + fmt.Sprint(i) + format
				o.on(path, answers)
				hear(t, page, o.URL+path, c.init.and(options{"reconnect": false, "format": format}), nil)
				assert.Equal(t, c.want, o.list(path)[0].Header.Get("Referer"), format)
			}
			return "As fetch has it."
		})
	}
}
