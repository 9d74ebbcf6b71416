package runtimes

import (
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/proof"
	"github.com/feedsource/feedsource/web/feeds"
)

const threeByLoop = `["{\"n\":1}","{\"n\":2}","{\"n\":3}"]`

// A check is a function of app/checks.js, and what it returns as JSON.
type check struct {
	name, function, want string
	given                map[string]any
}

var checks = []check{
	{name: "reads NDJSON by a listener", function: "ndjson", want: `["message {\"n\":1} 1 true 1","message {\"n\":2} 2 true 2","message {\"n\":3} 3 true 3"]`},
	{name: "reads an event stream by a listener", function: "sse", want: `["message {\"n\":1} 1 true 1","message {\"n\":2} 2 true 2","message {\"n\":3} 3 true 3"]`},
	{name: "gives each listener and each handler a record once", function: "listeners", want: `{"opens":1,"on":["1","2","3"],"message":["1","2","3"],"*":["1","2","3"],"once":["1"],"alone":["1","2","3"],"strict on":["1","2","3"],"strict":["1","2","3"]}`},
	{name: "reads by fetchEventSource", function: "compat", want: `["1 {\"n\":1}","2 {\"n\":2}","3 {\"n\":3}"]`},
	{name: "reads by a loop, which closes the feed when it is left", function: "loop", want: threeByLoop},
	{name: "reads by the engine alone", function: "engine", want: threeByLoop},
	{name: "resumes after each cut", function: "cut", want: `{"ids":["1","2","3","4","5","6"],"errors":["network false","network false"]}`},
	{name: "is alive while it waits to connect again", function: "wait", want: `{"seen":["{\"n\":1}"],"waits":[true]}`},
	{name: "tells a failure by an event", function: "failsByEvent", want: `{"isFeedError":true,"type":"status","status":404,"final":true,"message":true,"json":"status","readyState":2}`},
	{name: "tells a failure by the loop", function: "failsByLoop", want: `"FeedError status 404"`},
	{name: "ends when nothing is to be had", function: "unreachable", want: `"network true"`},
	{name: "says why a connection was refused", function: "refused", want: `{"isNamed":true,"isOfPages":false}`},
	{name: "is alive while nobody listens", function: "unread", want: `0`},
	{name: "is alive while a feed is paused", function: "paused", want: `2`},
	{name: "ends when the answer is whole", function: "complete", want: `["{\"n\":1}","{\"n\":2}"]`},
	{name: "ends when a feed is closed at once", function: "closedAtOnce", want: `2`},
	{name: "ends when a feed is closed while it waits", function: "closedInAWait", want: `["network",false,2]`},
	{name: "goes on when a listener throws", function: "throws", want: `{"seen":["{\"n\":1}","{\"n\":2}","{\"n\":3}"],"uncaught":["listener 1","listener 2","listener 3"],"errors":[]}`},
	{name: "goes on when reconnect.delay throws", function: "delayThrows", want: `{"uncaught":["by delay"],"type":"network","retries":true}`},
	{name: "says that there is no page for a relative URL", function: "relative", want: `"SyntaxError: \"/api/feed\" is relative, and there is no page to resolve it against; give the whole URL."`},
	{name: "reads a WebSocket, or says that there is none", function: "webSocket"},
	{name: "reads where it is when asked for a worker", function: "inWorker", given: map[string]any{"option": "worker"}, want: `{"seen":` + threeByLoop + `,"warnings":["worker"],"host":"page"}`},
	{name: "keeps cursors in a file, and goes on from it", function: "store", want: `3`},
	{name: "writes what was set last when it exits", function: "storeAtExit", want: `["1","2"]`},
	{name: "keeps the cursor of a feed that is open when it exits", function: "exits", want: `3`},
	{name: "says why a file cannot keep cursors, and goes on", function: "storeThatFails"},
	{name: "refuses a browser's store", function: "storeNamed", want: `"TypeError: resume.persist is \"indexedDB\"; it can be an object with get and set."`},
}

func TestRuntimes(t *testing.T) {
	app := install(t)
	base := harness.Serve(t, server())
	local := harness.Serve(t, feeds.New(feeds.Options{Seed: 1}))
	var columns []string
	for _, p := range programs() {
		if p.path == "" {
			t.Run(p.name, func(t *testing.T) { t.Skipf("%s is not installed: ./build.sh platforms installs it", p.name) })
			continue
		}
		columns = append(columns, p.name)
	}
	suite := proof.NewWithoutPages(t, "runtimes", "Runtimes", "The installed package reads feeds outside browsers. Each case is a process that has to end by itself.", columns...)
	for _, p := range programs() {
		if p.path == "" {
			continue
		}
		suite.Run(proof.Case{Name: "imports without touching a page or the network"}, p.name, func(t *testing.T) string {
			got := start(t, app, nil, nil, p.path, append(p.args, "server.js")...)
			assert.Equal(t, outcome{stdout: "\"function\"\n"}, got)
			return ""
		})
		for _, c := range checks {
			suite.Run(proof.Case{Name: c.name}, p.name, func(t *testing.T) string {
				dir := t.TempDir()
				foreign := filepath.Join(dir, "package.json")
				require.NoError(t, os.WriteFile(foreign, []byte(`{"version": 1}`), 0o644))
				path := filepath.Join(dir, "cursors.json")
				missing := filepath.Join(dir, "no", "cursors.json")
				given := map[string]any{
					"base": base, "nowhere": nobody(t), "refuses": nobody(t), "path": path, "paths": [][]any{{foreign, 2}, {missing, 1}},
					"socket": strings.Replace(local, "http", "ws", 1) + "/espresso/wall?wall=" + filepath.Base(dir) + p.path[len(p.path)-4:],
				}
				for name, value := range c.given {
					given[name] = value
				}
				text, err := json.Marshal(given)
				require.NoError(t, err)
				got := start(t, app, nil, nil, p.path, append(p.args, "run.js", c.function, string(text))...)
				assert.False(t, got.hung, "the process does not end")
				assert.Zero(t, got.status, got.stderr)
				switch c.function {
				case "webSocket":
					assert.Equal(t, wantOfSocket(p), got.last())
				case "storeThatFails":
					assertToldOfStores(t, got.last(), base, dir)
				default:
					assert.Equal(t, c.want, got.last(), got.stderr)
				}
				switch c.function {
				case "store":
					assertKept(t, path, map[string]string{"a": "feedsource/1 1", "b": "feedsource/1 2"})
				case "exits":
					assertKept(t, path, map[string]string{"a": "feedsource/1 3"})
				case "storeAtExit":
					assertKept(t, path, map[string]string{"a": "1", "b": "2"})
				}
				return ""
			})
		}
	}
}

func TestCursorOfAProcessThatFails(t *testing.T) {
	app := install(t)
	base := harness.Serve(t, server())
	for _, p := range programs() {
		if p.path == "" || p.name == "Deno" { // which tells nobody
			continue
		}
		t.Run(p.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "cursors.json")
			given, err := json.Marshal(map[string]any{"base": base, "path": path, "how": "throw"})
			require.NoError(t, err)
			got := start(t, app, nil, nil, p.path, append(p.args, "run.js", "exits", string(given))...)
			assert.Equal(t, 1, got.status)
			assert.Contains(t, got.stderr, "nobody catches it")
			assertKept(t, path, map[string]string{"a": "feedsource/1 3"})
		})
	}
}

func TestRequestsThatAreNeverSent(t *testing.T) {
	app := install(t)
	for _, p := range programs() {
		if p.path == "" {
			continue
		}
		ask := func(t *testing.T, url string) (said string) {
			given, err := json.Marshal(map[string]any{"url": url})
			require.NoError(t, err)
			got := start(t, app, nil, nil, p.path, append(p.args, "run.js", "neverAsked", string(given))...)
			require.False(t, got.hung, "the process does not end")
			var failure struct {
				Type, Said string
				Final      bool
			}
			require.NoError(t, json.Unmarshal([]byte(got.last()), &failure), got.stderr)
			assert.Equal(t, "request", failure.Type)
			assert.True(t, failure.Final)
			return failure.Said
		}
		t.Run(p.name, func(t *testing.T) {
			said := ask(t, "http://user:hunter2@127.0.0.1:9/")
			assert.Contains(t, said, "a URL takes no password; send it in headers.Authorization")
			assert.NotContains(t, said, "hunter2")
			if p.name == "Bun" {
				t.Skip("Bun's fetch asks the ports too that the Fetch standard blocks, and so refuses nothing that could be read here")
			}
			assert.Regexp(t, "bad port|port 6667 are blocked", ask(t, "http://127.0.0.1:6667/"))
		})
	}
}

// nobody is an address that nobody listens at.
func nobody(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	return "http://" + listener.Addr().String() + "/"
}

// A package that has lost its engine, or was bundled without it, says what was looked for and what to do.
func TestEngineThatIsMissing(t *testing.T) {
	app := install(t)
	dist := filepath.Join(app, "node_modules", "feedsource", "dist")
	engine := filepath.Join(dist, "feedsource.wasm")
	for _, copy := range []string{engine, engine + ".gz"} {
		require.NoError(t, os.Remove(copy))
	}
	fails := func(t *testing.T, p program, given map[string]any) (told string) {
		text, err := json.Marshal(given)
		require.NoError(t, err)
		got := start(t, app, nil, nil, p.path, append(p.args, "run.js", "withoutEngine", string(text))...)
		require.False(t, got.hung, "the process does not end")
		var said struct {
			Told, Type string
			Final      bool
		}
		require.NoError(t, json.Unmarshal([]byte(got.last()), &said), got.stderr)
		assert.Equal(t, "engine", said.Type)
		assert.True(t, said.Final)
		return said.Told
	}
	for _, p := range programs() {
		if p.path == "" {
			continue
		}
		t.Run(p.name, func(t *testing.T) {
			told := fails(t, p, map[string]any{})
			assert.Contains(t, told, "file://"+engine+".gz cannot be read (")
			assert.Contains(t, told, "file://"+engine+" cannot be read (")
			assert.True(t, strings.HasSuffix(told, " Put feedsource.wasm.gz there, or call init({ wasm: url }) before the first feed."), told)
			told = fails(t, p, map[string]any{"wasm": "file://" + engine})
			assert.Contains(t, told, "file://"+engine+" cannot be read (")
			assert.True(t, strings.HasSuffix(told, " init takes the URL of feedsource.wasm.gz, or the bytes of feedsource.wasm."), told)
		})
	}
}

func wantOfSocket(p program) string {
	if p.hasWebSocket {
		return `["Welcome to the wall","hello"]`
	}
	return `"There is no WebSocket here: Node has it from 22 on; before, set globalThis.WebSocket to a class like it."`
}

func assertToldOfStores(t *testing.T, printed, base, dir string) {
	t.Helper()
	var said []string
	require.NoError(t, json.Unmarshal([]byte(printed), &said))
	at := "persist: " + base + "/lines: "
	foreign, missing := filepath.Join(dir, "package.json"), filepath.Join(dir, "no")
	assert.Equal(t, []string{
		at + "the cursor could not be read (Error: " + foreign + " is something else than a file of cursors, and is left as it is).",
		at + "the cursor could not be kept (Error: " + foreign + " is something else than a file of cursors, and is left as it is).",
		at + "the cursor could not be kept (Error: " + filepath.Join(missing, "cursors.json") + " cannot be written: there is no folder " + missing + ").",
	}, said)
	text, err := os.ReadFile(foreign)
	require.NoError(t, err)
	assert.JSONEq(t, `{"version": 1}`, string(text))
}

func assertKept(t *testing.T, path string, want map[string]string) {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	var kept map[string]string
	require.NoError(t, json.Unmarshal(text, &kept))
	assert.Equal(t, want, kept)
	beside, err := filepath.Glob(path + "?*")
	require.NoError(t, err)
	assert.Empty(t, beside, "nothing is left beside it")
}

// Bundlers for browsers follow imports, and would look for Node's modules.
func TestNoImportOfNode(t *testing.T) {
	for _, name := range []string{"index.js", "feedsource.js", "worker.js", "stages.js", "presets.js"} {
		text, err := os.ReadFile(filepath.Join(harness.Root(), "js", "dist", name))
		require.NoError(t, err, "build first: ./build.sh")
		assert.NotRegexp(t, regexp.MustCompile(`(from|import|require\()\s*\(?["']node:`), string(text), name)
	}
}
