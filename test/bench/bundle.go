package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/feedsource/feedsource/test/harness"
)

// folder is this package's.
func folder() string { return filepath.Join(harness.Root(), "test", "bench") }

// The built package: as a site serves it, and as a bundler finds it.
var (
	served  = "/dist/index.js"
	bundled = filepath.Join(harness.Root(), "js", "dist", "index.js")
)

// esbuild bundles for the browser.
func esbuild(stdin string, args ...string) ([]byte, error) {
	args = append([]string{"tool", "esbuild", "--bundle", "--format=esm", "--platform=browser", "--target=es2022",
		"--external:" + served, "--log-level=error", "--define:process.env.NODE_ENV=\"production\""}, args...)
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Stdin = folder(), strings.NewReader(stdin)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("esbuild: %w\n%s", err, complaint.String())
	}
	return out, nil
}

// bundlePage leaves FeedSource what a script tag would load.
func bundlePage(entry string) ([]byte, error) {
	return esbuild("", entry, "--alias:feedsource="+served)
}

// bundleVisit is the script of a page that has one contender only, FeedSource as any other.
func bundleVisit(contender string) ([]byte, error) {
	return esbuild("", "page/visit.js", "--minify", "--alias:contender=./contenders/"+contender+".js", "--alias:feedsource="+bundled)
}

// A shipped contender is what a page takes from a package to read a stream with it.
type shipped struct{ name, pkg, source string }

var shippings = []shipped{
	{"eventsource-parser", "eventsource-parser", `export { createParser } from 'eventsource-parser'`},
	{"eventsource", "eventsource", `export { EventSource } from 'eventsource'`},
	{"fetch-event-source", "@microsoft/fetch-event-source", `export { fetchEventSource } from '@microsoft/fetch-event-source'`},
	{"eventsource-client", "eventsource-client", `export { createEventSource } from 'eventsource-client'`},
	{"event-source-polyfill", "event-source-polyfill", `export { EventSourcePolyfill } from 'event-source-polyfill'`},
	{"can-ndjson-stream", "can-ndjson-stream", `export { default } from 'can-ndjson-stream'`},
	{"ndjson-readablestream", "ndjson-readablestream", `export { default } from 'ndjson-readablestream'`},
	{"@streamparser/json", "@streamparser/json", `export { JSONParser } from '@streamparser/json'`},
	{"oboe", "oboe", `export { default } from 'oboe'`},
	{"openai, stream decoder", "openai", `export { Stream } from 'openai/core/streaming'`},
	{"protobuf-es", "@bufbuild/protobuf", `export { sizeDelimitedDecodeStream } from '@bufbuild/protobuf/wire'`},
	{"connect-web", "@connectrpc/connect-web", `export { createConnectTransport } from '@connectrpc/connect-web'`},
	{"smithy, event stream", "@smithy/eventstream-codec", `export { EventStreamMarshaller } from '@smithy/eventstream-serde-browser'`},
	{"meros", "meros", `export { meros } from 'meros/browser'`},
	{"cbor-x, decoder", "cbor-x", `export { Decoder } from 'cbor-x/decode'`},
	{"@msgpack/msgpack", "@msgpack/msgpack", `export { decodeMultiStream } from '@msgpack/msgpack'`},
	{"anthropic, stream decoder", "@anthropic-ai/sdk", `export { Stream } from '@anthropic-ai/sdk/core/streaming'`},
}

// versions are those that are installed, and FeedSource's own.
func versions() map[string]string {
	found := map[string]string{"feedsource": version()}
	for _, s := range shippings {
		if v := versionOf(filepath.Join(folder(), "node_modules", filepath.FromSlash(s.pkg))); v != "" {
			found[s.pkg] = v
		}
	}
	return found
}

func version() string { return versionOf(filepath.Join(harness.Root(), "js")) }

// versionOf is that of the package in a folder, or empty if there is none: a run
// without npm has none.
func versionOf(folder string) string {
	text, err := os.ReadFile(filepath.Join(folder, "package.json"))
	if err != nil {
		return ""
	}
	var manifest struct {
		Version string `json:"version"`
	}
	_ = json.Unmarshal(text, &manifest)
	return manifest.Version
}
