// Package conformance holds FeedSource and the strict EventSource to WHATWG HTML section
// 9.2, "Server-sent events", rule by rule, beside the browser's own EventSource, which
// proves each test. What any of the three answers otherwise is in js/docs/eventsource.md.
package conformance

import (
	_ "embed"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
)

func TestMain(m *testing.M) { harness.Main(m) }

// pageScript is the words that the rules' own scripts are written in.
//
//go:embed testdata/page.js
var pageScript string
