package harness

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/feedsource/feedsource/web/feeds"
)

// Args are what a function of a script is called with: one object of plain data.
type Args map[string]any

// Call imports a script in the page and calls a function that it exports. It waits for what
// the function returns, which must be plain data. script is the name of a module in the
// folder testdata of the package that is tested. A page imports a module once: what the
// module remembers, later calls find.
func Call[R any](p *Page, script, function string, args Args) R {
	p.T.Helper()
	return evaluate[R](p, fmt.Sprintf(`import(%s).then((script) => script[%s](%s))`, JS("/scripts/"+script), JS(function), JS(args)),
		"%s in %s", function, script)
}

// Scripts serves, under /scripts/, the modules of the package that is tested: go test runs a
// package's tests in its folder.
func Scripts() http.Handler {
	return http.StripPrefix("/scripts/", http.FileServer(http.Dir("testdata")))
}

// module tells scripts, as /site.js, where the local feeds are and what they ask for.
func (s *Site) module(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	tokens := map[string]string{"gitter": feeds.GitterToken, "twitter": feeds.TwitterToken}
	_, _ = fmt.Fprintf(w, "export const base = %s;\nexport const tokens = %s;\n", JS(s.Feeds), JS(tokens))
}

// JS writes a value as JavaScript.
func JS(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}
