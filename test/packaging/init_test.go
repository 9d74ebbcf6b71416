package packaging

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestInit(t *testing.T) {
	dir := install(t, "script-app")
	start := func(t *testing.T) (*host, *harness.Page) {
		h := newHost(t, dir)
		return h, harness.Open(t, h.URL+"/index.html")
	}
	const place = `"node_modules/feedsource/dist/feedsource.wasm"`

	for _, test := range []struct{ name, source string }{
		{"a relative URL", place},
		{"a relative URL of the zipped engine", place + ` + ".gz"`},
		{"a URL", `new URL(` + place + `, location.href)`},
		{"a Response", `await fetch(` + place + `)`},
		{"a Response of the zipped engine", `await fetch(` + place + ` + ".gz")`},
		{"a promise of a Response", `fetch(` + place + `)`},
		{"a Response of a page's own making", `new Response(await (await fetch(` + place + `)).arrayBuffer())`},
		{"an ArrayBuffer", `await (await fetch(` + place + `)).arrayBuffer()`},
		{"a view of bytes", `new Uint8Array(await (await fetch(` + place + `)).arrayBuffer())`},
		{"a compiled module", `await WebAssembly.compileStreaming(fetch(` + place + `))`},
	} {
		t.Run("takes "+test.name, func(t *testing.T) {
			h, p := start(t)
			assert.Empty(t, rejection(p, `{ wasm: `+test.source+` }`))
			assert.Equal(t, brought, read(p, h.feed))
			zipped, plain := h.engines()
			assert.Equal(t, 1, zipped+plain, "requests for the engine")
		})
	}

	for _, test := range []struct{ name, source, says string }{
		{"a URL that is missing", `"/gone.wasm"`, "/gone.wasm answered 404 Not Found."},
		{"a Response that is an error", `fetch("/gone.wasm")`, "/gone.wasm answered 404 Not Found."},
		{"a web page", `"/module.html"`, "/module.html is a web page; init({ wasm: url }) tells where the engine is."},
		{"a promise that rejects", `Promise.reject(new Error("The cache is empty."))`, "The cache is empty."},
		{"bytes that are no module", `new Uint8Array(8)`, unfit},
		{"another module", `Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)`, notEngine},
		{"another module, compiled", `new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))`, notEngine},
		{"a module with imports of its own", alien, unfit},
	} {
		t.Run("refuses "+test.name+", and then takes the engine", func(t *testing.T) {
			h, p := start(t)
			assert.Contains(t, rejection(p, `{ wasm: `+test.source+` }`), test.says)
			assert.Equal(t, brought, read(p, h.feed))
		})
	}

	t.Run("serves again when the engine died", func(t *testing.T) {
		h, p := start(t)
		assert.Empty(t, harness.Await[string](p, `
			const { instantiateStreaming } = WebAssembly;
			WebAssembly.instantiateStreaming = async (...given) => {
				const made = await instantiateStreaming(...given);
				globalThis.kill = () => new Uint8Array(made.instance.exports.mem.buffer).fill(0xff);
				return made;
			};
			return FeedSource.init({ wasm: fetch(`+place+`) }).then(() => "", String)`))
		h.on(".gz", notFound) // no feed finds another
		h.on(".wasm", notFound)
		lines := harness.Await[[]string](p, `kill(); return read(FeedSource, `+quoted(h.feed)+`)`)
		require.Len(t, lines, 1)
		assert.Contains(t, lines[0], "engine: The engine stopped (")
		assert.Equal(t, brought, read(p, h.feed), "the next feed")
	})

	t.Run("refuses the engine of another release", func(t *testing.T) {
		h, p := start(t)
		build(t, filepath.Join(dir, "other.wasm"), "./wasm", "-ldflags", "-X main.version=9.9.9")
		const says = "The engine is 9.9.9 and the script %s; load both from one release."
		assert.Equal(t, fmt.Sprintf(says, version(t)), rejection(p, `{ wasm: "other.wasm" }`))

		told := harness.Await[string](p, `
			FeedSource.init({ wasm: "other.wasm" }).catch(() => {});
			const feed = new FeedSource(`+quoted(h.feed)+`);
			return new Promise((resolve) => (feed.onerror = (event) => resolve(event.error.message)))`)
		assert.Equal(t, "The engine could not be loaded: "+fmt.Sprintf(says, version(t)), told)
		assert.Equal(t, brought, read(p, h.feed), "a feed with the right engine")
	})

	t.Run("refuses another Go program", func(t *testing.T) {
		h, p := start(t)
		require.NoError(t, os.WriteFile(filepath.Join(dir, "main.go"), []byte("package main\n\nfunc main() {}\n"), 0o644))
		build(t, filepath.Join(dir, "program.wasm"), filepath.Join(dir, "main.go"))
		assert.Equal(t, notEngine, rejection(p, `{ wasm: "program.wasm" }`))
		assert.Equal(t, brought, read(p, h.feed))
	})
}

const (
	notEngine = "The module is not the engine of FeedSource."
	unfit     = "What init got could not be run as the engine ("
)

// alien imports function a.b: (module (import "a" "b" (func))).
var alien = `Uint8Array.from(atob("` + base64.StdEncoding.EncodeToString([]byte(
	"\x00asm\x01\x00\x00\x00\x01\x04\x01\x60\x00\x00\x02\x07\x01\x01a\x01b\x00\x00")) + `"), (c) => c.charCodeAt(0))`

// build compiles a Go program for the browser.
func build(t *testing.T, out, program string, options ...string) {
	t.Helper()
	t.Setenv("GOOS", "js")
	t.Setenv("GOARCH", "wasm")
	run(t, harness.Root(), "go", append(append([]string{"build", "-o", out}, options...), program)...)
}
