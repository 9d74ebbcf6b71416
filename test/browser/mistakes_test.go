package browser

import (
	"fmt"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/written"
	"github.com/feedsource/feedsource/web/feeds"
)

// badHosts are pages whose engine is served badly, by the folder that it comes from.
var badHosts = map[string]http.HandlerFunc{
	"spa": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<!doctype html><title>The app</title>"))
	},
	"missing": http.NotFound,
	"truncated": func(w http.ResponseWriter, r *http.Request) {
		whole, _ := os.ReadFile(distFile(r))
		_, _ = w.Write(whole[:len(whole)/2])
	},
}

// badPolicies are pages that forbid what a feed needs.
var badPolicies = map[string]string{
	"connect": "default-src 'self' data:; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'",
	"compile": "script-src 'self' 'unsafe-inline'",
}

func distFile(r *http.Request) string {
	return filepath.Join(harness.Root(), "js", "dist", path.Base(r.URL.Path))
}

func hostBadly(site *harness.Site) {
	for folder, answer := range badHosts {
		site.Add("/"+folder+".html", strings.Replace(moduleScript, "/dist/", "/"+folder+"/", 1))
		site.Handle("/"+folder+"/", func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Path, ".wasm") {
				answer(w, r)
				return
			}
			http.ServeFile(w, r, distFile(r))
		})
	}
	for name, policy := range badPolicies {
		site.Handle("/"+name+".html", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Security-Policy", policy)
			_, _ = w.Write([]byte(moduleScript))
		})
	}
}

// made makes a mistake in a page of its own, and gives what the page was told, with addresses as the documentation has them.
func (m mistake) made(t *testing.T, site *harness.Site) string {
	t.Helper()
	name := m.page
	if name == "" {
		name = "module"
	}
	page := harness.Open(t, site.URL+"/"+name+".html")
	page.Expect("Uncaught")
	page.Expect("Content Security Policy")
	page.Expect("CORS policy")
	url := harness.JS(site.Feeds + "/gitter/v1/rooms/42/chatMessages?rate=50&access_token=" + feeds.GitterToken)
	code := strings.ReplaceAll(m.code, "https://feeds.example", site.Feeds)
	if body, found := strings.CutPrefix(code, "const feed = "); found {
		code = "{ const feed = " + body + " return feed; }"
	}
	got := harness.Await[string](page, `
		const { told } = await import('/scripts/mistakes.js');
		const { FeedSource } = FS, url = `+url+`, show = () => {};
		return told(() => `+code+`);`)
	return strings.NewReplacer(site.Feeds, "https://feeds.example", site.URL, "https://app.example").Replace(got)
}

func TestMistakes(t *testing.T) {
	harness.ChromiumOnly(t, "the words of its own exceptions")
	harness.InPageOnly(t, "a worker has the policy of its own script")
	site := harness.NewSite(t)
	site.Server.Put("lines", []byte("{\"a\":1}\n{\"a\":2}\n"))
	site.Server.Put("text", []byte("first line\n"))
	site.Server.Put("broken", []byte("{\"a\":}\n"))
	hostBadly(site)
	sentences := make([]string, len(mistakes))
	for i, m := range mistakes {
		t.Run(m.what, func(t *testing.T) {
			sentences[i] = m.made(t, site)
			if m.happened == "" {
				assert.Empty(t, sentences[i])
				return
			}
			assert.Regexp(t, m.happened, sentences[i], "what happened")
			assert.Regexp(t, m.do, sentences[i], "what to do")
		})
	}
	written.Block(t, "mistakes.md", "mistakes", mistakeTables(sentences))
}

// A listener that throws is an error of the page, and nobody else's.
func TestListenersBesideOneThatThrows(t *testing.T) {
	page := open(t, harness.NewSite(t), "/module.html")
	page.Expect("on purpose")
	assert.Equal(t, []any{3.0, 3.0}, harness.Call[[]any](page, "mistakes.js", "besideOneThatThrows", nil))
}

var (
	listed = regexp.MustCompile(`(it can be|there are)((?: \S+,){4}) [^.?]*[^.?,]\.( Did|$)`)
	waited = regexp.MustCompile(`in [\d.]+ s\.`)
	theirs = regexp.MustCompile(`(as the engine \()\w+Error: .*?\)\. `)
)

// shortened is a sentence without the most of a long list, without the chance that is in a wait, and without what a browser
// has to say of an engine.
func shortened(sentence string) string {
	sentence = theirs.ReplaceAllString(sentence, "$1…). ")
	return waited.ReplaceAllString(listed.ReplaceAllString(sentence, "$1$2 ….$3"), "in 5.0 s.")
}

// mistakeTables are the tables of the page.
func mistakeTables(sentences []string) string {
	var b strings.Builder
	group := ""
	for i, m := range mistakes {
		if m.group != group {
			if group != "" {
				b.WriteString("\n")
			}
			group = m.group
			fmt.Fprintf(&b, "## %s\n\n| mistake | code | what the page is told |\n|---|---|---|\n", group)
		}
		sentence := strings.ReplaceAll(shortened(sentences[i]), "|", `\|`)
		if m.instead != "" {
			sentence = m.instead
		}
		fmt.Fprintf(&b, "| %s | `%s` | %s |\n", m.what, m.code, sentence)
	}
	return b.String()
}
