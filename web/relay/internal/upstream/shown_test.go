package upstream

import (
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/web/relay/internal/config"
)

func TestSentencesHoldNoSecrets(t *testing.T) {
	t.Setenv("HUSH", "hush-of-env")
	for name, feed := range map[string]*config.Feed{
		"URL":         {URL: "https://feeds.example/${HUSH}"},
		"query":       {URL: "https://feeds.example/?key=hush-of-env"},
		"password":    {URL: "https://user:hush-of-env@feeds.example/"},
		"header":      {Headers: map[string]config.Secret{"A": "Bearer ${HUSH}"}},
		"body":        {Body: `{"key":"${HUSH}"}`},
		"pages":       {Backfill: &config.Pages{URL: "https://feeds.example/${HUSH}"}},
		"pages query": {Backfill: &config.Pages{URL: "https://feeds.example/?key=hush-of-env"}},
	} {
		f := New(feed, slog.New(slog.DiscardHandler), nil)
		assert.Equal(t, "said (secret), and (secret)…", f.shown("said hush-of-env, and hush-of…"), name)
	}
}
