package upstream

import (
	"github.com/feedsource/feedsource/wasm/feedsource"

	"github.com/feedsource/feedsource/web/relay/internal/config"
)

// noResume says of a feed whose cursor goes back by no way, and whose records are nowhere else, that it cannot go back.
func noResume(c *config.Feed) bool {
	if c.Backfill != nil && !c.Backfill.Off {
		return false
	}
	preset, _ := feedsource.PresetOptions(c.Preset)
	var own config.Resume
	var its feedsource.Resume
	if c.Resume != nil {
		own = *c.Resume
	}
	if preset.Resume != nil {
		its = *preset.Resume
	}
	if own.Off {
		return true
	}
	goesBack := own.Header != "" || own.Query+its.Query != "" || own.Body+its.Body != "" || its.URL != ""
	return its.NoHeader && !goesBack
}
