package config

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestElsewhere(t *testing.T) {
	feed := Feed{URL: "https://feeds.example/a", ID: []string{"/id"}}
	other := feed
	other.Buffer.Bytes, other.Headers = 1, map[string]Secret{"X": "y"}
	assert.Empty(t, feed.Elsewhere(&other))
	other.URL, other.Preset, other.Format, other.ID = "https://feeds.example/b", "ably", "ndjson", nil
	assert.Equal(t, []string{"format", "id", "preset", "url"}, feed.Elsewhere(&other))
}
