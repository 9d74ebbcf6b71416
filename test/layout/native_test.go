package layout

import (
	"os/exec"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/wasm/feedsource"
)

// The Go package is beside the engine: that does not know of it, nor of what it takes to read by net/http.
func TestEngineDoesNotKnowTheGoPackage(t *testing.T) {
	for _, dep := range deps(t, "./wasm") {
		assert.NotContains(t, []string{"github.com/feedsource/feedsource/wasm/feedsource", "github.com/coder/websocket"}, dep)
	}
	cmd := exec.Command("go", "list", "-f", `{{join .Imports "\n"}}`, "./wasm/feedsource")
	cmd.Dir = harness.Root()
	imported, err := cmd.Output()
	require.NoError(t, err)
	require.Contains(t, string(imported), internal+"feed")
	for _, dep := range strings.Fields(string(imported)) {
		assert.False(t, dep == internal+"bridge" || strings.Contains(dep, "safejs"), "wasm/feedsource imports %s", dep)
	}
}

// elsewhere are options of the browser's that the Go package has under another name; empty if it has none, because only a page has use
// for them.
var elsewhere = map[string]string{
	"fetch": "Client", "schema": "Validate", "parse": "", "binaryType": "", "withCredentials": "", "signal": "",
	"worker": "", "share": "", "share.name": "", "share.replay": "", "record": "", "record.bytes": "", "record.seconds": "", "record.redact": "",
}

// besides are options of the Go package's that are values of other options in the browser.
var besides = []string{
	"Client", "Validate", "HeadersFunc", "URLFunc", "Method", "FixedFormat", "Resume.Page", "Resume.NoHeader", "Resume.AsFunc", "Resume.URLFunc",
	"Dedupe.ByID", "Backfill.Func", "Random",
}

// Options are the browser's, by the same names.
func TestOptionsOfTheGoPackage(t *testing.T) {
	table := regexp.MustCompile(`(?s)const ownOptions.*?= \{\n(.*?)\n\};`).FindStringSubmatch(source(t, "js/src/page/option-table.ts"))
	require.NotNil(t, table)
	browsers := found(table[1], `(?m)^  '?([\w.]+)'?(?::|,$)`)
	require.Greater(t, len(browsers), 60)
	natively := paths(reflect.TypeFor[feedsource.Options](), "")
	have := map[string]string{}
	for _, path := range natively {
		have[strings.ToLower(path)] = path
	}
	var known []string
	for _, name := range browsers {
		as, isElsewhere := elsewhere[name]
		if isElsewhere && as == "" {
			continue
		}
		path := have[strings.ToLower(strings.TrimSuffix(name, "Ms"))]
		if isElsewhere {
			path = as
		}
		assert.NotEmpty(t, path, "the Go package has no option %s", name)
		known = append(known, path)
	}
	for _, path := range natively {
		if !strings.HasSuffix(path, ".Off") && !slices.Contains(besides, path) {
			assert.Contains(t, known, path, "the browser has no such option")
		}
	}
}

// paths are the names of members, with those of structs behind their own.
func paths(of reflect.Type, prefix string) (list []string) {
	for i := range of.NumField() {
		field := of.Field(i)
		list = append(list, prefix+field.Name)
		inner := field.Type
		for inner.Kind() == reflect.Pointer || inner.Kind() == reflect.Slice {
			inner = inner.Elem()
		}
		if prefix == "" && inner.Kind() == reflect.Struct && inner.PkgPath() == of.PkgPath() && inner.Name() != "FixedFormat" {
			list = append(list, paths(inner, field.Name+".")...)
		}
	}
	return list
}

// What programs go by is the same word in Go as in a browser.
func TestWordsOfTheGoPackage(t *testing.T) {
	words := source(t, "wasm/feedsource/words.go")
	of := func(typeName string) []string { return found(words, `\b`+typeName+` += "([\w-]+)"`) }
	notices := source(t, "js/src/page/notices.ts")
	options := source(t, "js/src/page/option-words.ts")
	for _, c := range []struct {
		typeName string
		browsers []string
		without  []string // those that only a page can be told
	}{
		{"Format", append(found(listOf(options, "textFormats = ["), `'([\w-]+)'`), found(listOf(options, "bytesFormats = ["), `'([\w-]+)'`)...), nil},
		{"SignalWord", found(listOf(options, "signalWords = ["), `'([\w-]+)'`), nil},
		{"ErrorType", found(union(t, source(t, "js/src/page/errors.ts"), "FeedErrorType"), `'([\w-]+)'`), []string{"away", "opaque"}},
		{"GapReason", found(reasonOf(t, notices, "GapDetail"), `'([\w-]+)'`), []string{"overflow"}},
		{"WarningReason", found(reasonOf(t, notices, "WarningDetail"), `'([\w-]+)'`), []string{"cors", "worker", "share", "unread"}},
		{"MalformedReason", found(union(t, contract(t), "RowReason")+"'schema'", `'([\w-]+)'`), nil},
		{"KeepAliveKind", found(union(t, source(t, "js/src/page/keep-alive-event.ts"), "KeepAliveKind"), `'([\w-]+)'`), nil},
		{"Liveness", found(source(t, "js/src/page/stats.ts"), "(?m)^   \\* - `(fresh|quiet|stalled|dead)`"), nil},
	} {
		require.NotEmpty(t, c.browsers, c.typeName)
		assert.ElementsMatch(t, c.browsers, append(of(c.typeName), c.without...), c.typeName)
	}
}

// listOf is what stands in the brackets that a text ends with.
func listOf(text, opening string) string {
	_, list, _ := strings.Cut(text, opening)
	list, _, _ = strings.Cut(list, "]")
	return list
}

// A format is asked for in the same words.
func TestAcceptOfTheGoPackage(t *testing.T) {
	pairs := func(text, pattern string) map[string]string {
		all := map[string]string{}
		for _, groups := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
			all[groups[1]] = strings.ReplaceAll(groups[2], "${eventStream}", "text/event-stream")
		}
		return all
	}
	ts, ours := source(t, "js/src/host/request.ts"), source(t, "wasm/feedsource/request.go")
	browsers := pairs(ts, "(?m)^  '?([\\w-]+)'?: ['`](.*)['`],$")
	browsers["sse"] = "text/event-stream"
	names := map[string]string{}
	for _, groups := range regexp.MustCompile(`(Format\w+) +Format = "([\w-]+)"`).FindAllStringSubmatch(source(t, "wasm/feedsource/words.go"), -1) {
		names[groups[1]] = groups[2]
	}
	natively := map[string]string{}
	for name, accept := range pairs(ours, `(?m)^\t(Format\w+): +"(.*)",$`) {
		natively[names[name]] = accept
	}
	require.Greater(t, len(browsers), 5)
	for name, accept := range browsers {
		if strings.Contains(accept, "/") {
			assert.Equal(t, accept, natively[name], name)
		}
	}
	assert.Equal(t, found(ts, `acceptJSON = '(.*)'`), found(ours, `acceptJSON = "(.*)"`))
}
