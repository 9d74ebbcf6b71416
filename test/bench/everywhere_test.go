package main

import (
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

func TestEachBrowserIsJudgedByItsBestOther(t *testing.T) {
	list := judgeEverywhere([]Group{
		{Dimension: firstRecord, Title: "A 1: first record", Better: "low", Rows: []Row{rate("hand", 50, false), rate(fetcher, 40, true), rate("FeedSource", 44, false), rate(inWorker, 80, false)}},
		{Dimension: memoryOfAll, Title: "A 1: memory", Better: "low", Rows: []Row{rate("hand", 50, false), rate("FeedSource", 44, false)}},
		{Dimension: firstRecord, Title: "B 2: first record", Better: "low", Rows: []Row{rate("hand", 50, false), {Name: "FeedSource", Fails: "x"}, rate(inWorker, 50, false)}},
	})
	require.Len(t, list, 4)
	assert.Equal(t, "A 1: first record, FeedSource", list[0].Name)
	assert.Equal(t, "best of the others, "+fetcher, list[0].Against)
	assert.InDelta(t, 1.1, list[0].Measured, 1e-9)
	assert.Equal(t, []string{"met", "missed", notMeasured, "met"}, []string{list[0].Verdict, list[1].Verdict, list[2].Verdict, list[3].Verdict})
}

// One visit is enough to know that it works: the browser is started, and has its memory counted.
func TestBrowserIsStartedAndCounted(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the memory of processes is counted on Linux alone")
	}
	s := &site{visits: map[string][]byte{}}
	bundle, err := bundleVisit(ownInPage.file)
	require.NoError(t, err)
	s.serve(ownInPage.file, bundle)
	server := httptest.NewServer(s.handler())
	t.Cleanup(server.Close)
	b := &browser{name: harness.Chromium, address: server.URL}
	found, err := b.visit(ownInPage.file)
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(b.version, "Chromium "), b.version)
	assert.Positive(t, found.First)
	assert.Greater(t, found.Memory, 50.0, "megabytes; no browser has less")
}
