//go:build !js

package feedsource

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// All presets are options that a feed can be opened with.
func TestPresetsAreOptions(t *testing.T) {
	for _, name := range Presets() {
		o, ok := PresetOptions(name)
		require.True(t, ok)
		if o.Resume != nil && o.Resume.Body != "" {
			o.Method, o.Body = "POST", []byte("{}")
		}
		url := "https://feeds.example/"
		assert.NoError(t, check(url, o, o), name)
		o.config(url, "", "")
	}
	assert.Contains(t, Presets(), "ntfy")
}

// What is given replaces what a preset says, member by member.
func TestOptionsGoAheadOfThePreset(t *testing.T) {
	whole, err := withPreset(Options{
		Preset: "ably", Keepalive: &Keepalive{Timeout: time.Second}, Gap: &Gap{Off: true}, Signals: []Signal{}, ID: []string{"/other"},
		Resume: &Resume{Key: "mine"}, Dedupe: &Dedupe{Window: 5},
	})
	require.NoError(t, err)
	assert.Equal(t, FormatJSON, whole.Format)
	assert.Equal(t, []string{"/other"}, whole.ID)
	assert.Equal(t, &Resume{Query: "lastEvent", Key: "mine"}, whole.Resume)
	assert.Equal(t, &Dedupe{Key: []string{"/data/id", "/data/timestamp"}, Window: 5}, whole.Dedupe)
	assert.Equal(t, &Gap{Off: true}, whole.Gap)
	assert.Equal(t, time.Second, whole.Keepalive.Timeout)
	assert.Empty(t, whole.Signals)
	for key, given := range map[string]Dedupe{"docker-logs": {Key: []string{"/id"}}, "ably": {ByID: true}} {
		whole, err := withPreset(Options{Preset: key, Dedupe: &given})
		require.NoError(t, err)
		assert.Equal(t, &given, whole.Dedupe, "one key goes for the other")
	}
	again, _ := PresetOptions("ably")
	assert.NotEmpty(t, again.Signals, "the preset is as it was")
	whole, err = withPreset(Options{Preset: "espresso-chunked", Reconnect: &Reconnect{MaxAttempts: 3}})
	require.NoError(t, err)
	assert.Equal(t, &Reconnect{MaxAttempts: 3}, whole.Reconnect, "the preset's false is gone")
	_, err = withPreset(Options{Preset: "nfty"})
	var e *OptionError
	require.ErrorAs(t, err, &e)
	assert.Equal(t, "Preset", e.Option)
}
