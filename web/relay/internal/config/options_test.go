package config

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/feedsource"
)

func TestOptionsAreTheEngines(t *testing.T) {
	t.Setenv("HUSH", "hush")
	c, err := load(t, `[feeds.room]
url = "https://feeds.example/room"
preset = "ably"
method = "POST"
body = '{"key":"${HUSH}"}'
format = "ndjson"
id = ["/a", "/b"]
lastEventId = "1"
maxRecordBytes = 2
resume = { header = "A", query = "b", body = "/c" }
dedupe = { key = ["/d"], window = 3 }
keepalive = { timeoutMs = 4, connectMs = 5 }
gap = { windowMs = 6, header = "E" }
backfill = { url = "https://feeds.example/${HUSH}", after = "f", before = "g", size = 7, overlap = 8 }
headers = { x-key = "${HUSH}" }
`)
	require.NoError(t, err)
	options, err := c.Feeds["room"].Options()
	require.NoError(t, err)
	assert.Equal(t, feedsource.Options{
		Preset: "ably", Method: "POST", Body: []byte(`{"key":"hush"}`), Format: feedsource.FormatNDJSON,
		ID: []string{"/a", "/b"}, LastEventID: "1", MaxRecordBytes: 2,
		Resume:    &feedsource.Resume{Header: "A", Query: "b", Body: "/c"},
		Dedupe:    &feedsource.Dedupe{Key: []string{"/d"}, Window: 3},
		Keepalive: &feedsource.Keepalive{Timeout: 4 * time.Millisecond, Connect: 5 * time.Millisecond},
		Gap:       &feedsource.Gap{Window: 6 * time.Millisecond, Header: "E"},
		Backfill:  &feedsource.Backfill{URL: "https://feeds.example/hush", After: "f", Before: "g", Size: 7, Overlap: 8},
	}, options)
	header, err := c.Feeds["room"].Header()
	require.NoError(t, err)
	assert.Equal(t, http.Header{"X-Key": {"hush"}}, header)
}

// As pages have it, and as the table that it stands for.
func TestFalseTurnsAnOptionOff(t *testing.T) {
	off := feedsource.Options{
		Resume: &feedsource.Resume{Off: true}, Dedupe: &feedsource.Dedupe{Off: true}, Keepalive: &feedsource.Keepalive{Off: true},
		Gap: &feedsource.Gap{Off: true}, Backfill: &feedsource.Backfill{Off: true},
	}
	for _, text := range []string{
		"resume = false\ndedupe = false # none\nkeepalive=false\ngap = false\nbackfill = false\nkeep = \"1h\"\n",
		"resume = { off = true }\ndedupe.off = true\nkeepalive = { off = true }\ngap.off = true\nbackfill.off = true\nkeep = \"1h\"\n",
	} {
		c, err := load(t, room+text+"[feeds.b]\nurl = \"https://feeds.example/b\"\nresume = false\n")
		require.NoError(t, err)
		options, err := c.Feeds["room"].Options()
		require.NoError(t, err)
		assert.Equal(t, off, options)
		assert.Equal(t, time.Hour, c.Feeds["room"].Keep.Age)
		assert.True(t, c.Feeds["b"].Resume.Off)
	}
	c, err := load(t, "feeds = { a = { url = \"https://feeds.example/\", gap = false, resume = false }, b = { resume = false, url = \"https://feeds.example/\" } }")
	require.NoError(t, err)
	assert.True(t, c.Feeds["a"].Gap.Off && c.Feeds["a"].Resume.Off && c.Feeds["b"].Resume.Off)
}

func TestAddressesAreShownWithoutSecrets(t *testing.T) {
	for address, want := range map[string]string{
		"https://a.example/b":           "https://a.example/b",
		"https://u:hush@a.example/b":    "a.example/b",
		"https://a.example/b?hush":      "https://a.example/b",
		"https://u:hush@a.example?hush": "a.example",
		"https://u:hu?sh@a.example":     "…",
		"https://a.example/?key=1@hush": "…",
		"hush@hush@10.0.0.1:6222":       "10.0.0.1:6222",
	} {
		assert.Equal(t, want, shown(address))
	}
}
