//go:build js && wasm

// Command feedsource is the engine of FeedSource: it opens HTTP streaming feeds
// with fetch, frames them and keeps them going, for the JavaScript in js/.
package main

import "github.com/feedsource/feedsource/wasm/internal/bridge"

// version is the one in js/package.json, set by build.sh through -ldflags. The
// host carries the same and refuses an engine of any other.
var version = "unset"

func main() {
	bridge.Register(version)
	select {} // the engine lives as long as its host
}
