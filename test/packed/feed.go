package packed

import (
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/web/feeds"
)

// ThreeRecords starts a feed whose texts are "one", "two" and "three".
func ThreeRecords(t *testing.T) string {
	t.Helper()
	server := feeds.New(feeds.Options{})
	server.Put("three", []byte(`{"text":"one"}`+"\n"+`{"text":"two"}`+"\n"+`{"text":"three"}`+"\n"))
	return harness.Serve(t, server) + "/raw/get/three?type=application/x-ndjson"
}
