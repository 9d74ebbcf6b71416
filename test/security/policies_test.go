package security

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// policies are pages that forbid much. That a Content Security Policy needs
// 'wasm-unsafe-eval' and no more, in pages and workers, by script tag and as a module,
// is shown by the tests of the installed package.
func policies(t *testing.T, s *suite) {
	const group = "Pages that forbid much"
	o := newOrigin(t)
	o.on("/feed", always(stream, "id: 4\ndata: x\n\n"))
	const script, module = "feedsource.js", "index.js"

	// guarded adds a page without inline scripts under headers, given in pairs.
	guarded := func(path, file string, headers ...string) {
		tag := `<script src="/dist/feedsource.js"></script><script src="` + path + `.js"></script>`
		setUp := `globalThis.FS = { ...FeedSource, FeedSource };`
		if file == module {
			tag = `<script type="module" src="` + path + `.js"></script>`
			setUp = `import * as FS from '/dist/index.js'; globalThis.FS = FS;`
		}
		if strings.Contains(strings.Join(headers, " "), "require-trusted-types-for") {
			setUp += ` FS.init({ warmUp: false });` // a worker made of a URL would be reported
		}
		s.site.Handle(path, func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i < len(headers); i += 2 {
				w.Header().Add(headers[i], headers[i+1])
			}
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte("<!doctype html><title>guarded</title>" + tag))
		})
		s.site.Handle(path+".js", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/javascript")
			_, _ = w.Write([]byte(setUp))
		})
	}
	reads := func(t *testing.T, p *harness.Page) {
		t.Helper()
		got := hear(t, p, o.URL+"/feed", options{"reconnect": false}, nil)
		assert.Equal(t, []string{"x"}, got.datas())
		assert.Equal(t, []string{"complete"}, got.Errors)
	}
	for _, file := range []string{script, module} {
		s.holds(group, "Trusted Types, under a policy of 'none' but for scripts and feeds, "+file, func(t *testing.T) string {
			path := "/trusted-" + strings.TrimSuffix(file, ".js") + ".html"
			guarded(path, file, "Content-Security-Policy",
				"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' "+o.URL+"; require-trusted-types-for 'script'; trusted-types 'none'")
			reads(t, harness.Open(t, s.site.URL+path))
			return "It reads, and makes no policy of its own."
		})
		s.holds(group, "cross-origin isolation, "+file, func(t *testing.T) string {
			path := "/isolated-" + strings.TrimSuffix(file, ".js") + ".html"
			guarded(path, file, "Cross-Origin-Opener-Policy", "same-origin", "Cross-Origin-Embedder-Policy", "require-corp")
			p := harness.Open(t, s.site.URL+path)
			assert.True(t, harness.Await[bool](p, "return crossOriginIsolated"))
			reads(t, p)
			return "It reads under COOP same-origin and COEP require-corp; a feed needs the CORS headers that it needs anyway."
		})
	}
	s.holds(group, "connect-src without the feed", func(t *testing.T) string {
		guarded("/unlisted.html", script, "Content-Security-Policy", "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'")
		p := harness.Blank(t)
		p.Expect("Content Security Policy")
		p.Navigate(s.site.URL + "/unlisted.html")
		got := hear(t, p, o.URL+"/feed?access_token=s3cr3t", nil, oneFailure)
		assert.Equal(t, []string{"request"}, got.Errors)
		assert.NotContains(t, got.Said[0], secret)
		return "An error of type request, final, which says what connect-src needs: fetch does not tell, but the page hears of the violation."
	})

	s.holds(group, "a sandboxed frame of no origin", func(t *testing.T) string {
		s.site.Handle("/open/", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Access-Control-Allow-Origin", "*") // a frame of no origin is a stranger to its own host
			http.StripPrefix("/open/", http.FileServer(http.Dir(filepath.Join(harness.Root(), "js", "dist")))).ServeHTTP(w, r)
		})
		s.site.Add("/frame.html", `<!doctype html><script src="/open/feedsource.js"></script><script src="/scripts/frame.js"></script>`)
		s.site.Add("/framing.html", `<!doctype html><title>framing</title><link rel=icon href=data:,>`)
		p := harness.Open(t, s.site.URL+"/framing.html")
		got := call[[]any](t, p, "policies.js", "readInFrame", harness.Args{"url": o.URL + "/feed"})
		require.GreaterOrEqual(t, len(got), 4)
		assert.Equal(t, []any{"null", "SecurityError", "persist", "x"}, got[:4])
		return "It reads. Storage throws there, of which a warning tells; resume: { persist: localStorage } throws before FeedSource is called."
	})

	s.holds(group, "no eval, no inline script, no other sink", func(t *testing.T) string {
		for _, name := range []string{script, module, "stages.js", "presets.js"} {
			text, err := os.ReadFile(filepath.Join(harness.Root(), "js", "dist", name))
			require.NoError(t, err)
			code := regexp.MustCompile(`(?s)/\*.*?\*/`).ReplaceAllString(string(text), "")
			assert.NotRegexp(t, sinks, code, name)
		}
		for _, bad := range []string{"eval(x)", "new Function('x')", "a.innerHTML=b", "document.write(x)", "setTimeout('x')", "import(url)", `e.setAttribute("onclick",x)`} {
			assert.Regexp(t, sinks, bad, "the rule finds it")
		}
		return "The built scripts have no eval, Function, innerHTML, document.write, timers of text, or dynamic import. A worker is started where the page asks for one."
	})
}

// sinks are where text becomes code or markup.
var sinks = regexp.MustCompile(`\beval\s*\(|\bFunction\s*\(|\b(inner|outer)HTML\b|insertAdjacentHTML|document\.write|\bset(Timeout|Interval)\s*\(\s*["'` + "`" + `]` +
	`|\bimport\s*\(|importScripts|createElement\(|setAttribute\(|javascript:|srcdoc`)
