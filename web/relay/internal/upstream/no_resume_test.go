package upstream

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/web/relay/internal/config"
)

func TestFeedThatCannotGoBack(t *testing.T) {
	off, pages := &config.Resume{Off: true}, &config.Pages{URL: "https://feeds.example/pages", After: "after"}
	for name, c := range map[string]struct {
		feed config.Feed
		want bool
	}{
		"by the header of event streams":        {config.Feed{}, false},
		"whose cursor does not go back":         {config.Feed{Resume: off}, true},
		"whose records pages have":              {config.Feed{Resume: off, Backfill: pages}, false},
		"whose records pages would have":        {config.Feed{Resume: off, Backfill: &config.Pages{Off: true}}, true},
		"by a query instead":                    {config.Feed{Resume: &config.Resume{Query: "since"}}, false},
		"without pages, and by a query instead": {config.Feed{Resume: &config.Resume{Query: "since"}, Backfill: &config.Pages{Off: true}}, false},
	} {
		assert.Equal(t, c.want, noResume(&c.feed), name)
	}
}
