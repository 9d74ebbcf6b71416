package app

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/relay/internal/config"
)

func TestFeedThatIsDroppedIsNamedAndForgotten(t *testing.T) {
	folder, base := t.TempDir(), local(t)
	with := func(names ...string) *config.Config {
		text := fmt.Sprintf("folder = %q\nmax_size = \"40MB\"\n", folder)
		for _, name := range names {
			text += fmt.Sprintf("[feeds.%s]\nurl = \"%s/espresso/subscribe?from=1&count=1&rate=0&hold=1\"\nkeep = \"30MB\"\n", name, base)
		}
		return load(t, text)
	}
	forget := func(c *config.Config, name string) error {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		return Forget(ctx, c, name, slog.New(slog.DiscardHandler))
	}
	require.EqualError(t, forget(with("old"), "new"), "-forget new: nothing is kept of it, nor of any other feed that is not in the configuration")

	a, log, stop := start(t, with("old"))
	ready(t, a)
	read(t, get(t, a.URL()+"/feeds/old?after=oldest").Body, 1)
	assert.NotContains(t, log.String(), "not in the configuration")
	require.ErrorContains(t, forget(with("new"), "old"), "-forget old: ", "the folder is another's")
	inVain := a.Reload(t.Context(), with("new"))
	require.ErrorContains(t, inVain, "insufficient storage resources available\nkept of feeds that are not in the configuration: RELAY_old (")
	require.ErrorContains(t, inVain, " bytes of 30000000 that are reserved); -forget, with the name of one, removes it")
	assert.Contains(t, log.String(), `level=WARN msg="a feed is kept that is not in the configuration; -forget, with its name, removes it" feed=old stream=RELAY_old bytes=`)
	stop()

	_, inVain = Start(t.Context(), with("new"), slog.New(slog.DiscardHandler))
	require.ErrorContains(t, inVain, "insufficient storage resources available\nkept of feeds that are not in the configuration: RELAY_old (")

	require.EqualError(t, forget(with("old"), "old"), "-forget old: it is a feed of the configuration; take it out there first, on all nodes")
	require.ErrorContains(t, forget(with("new"), "older"), "-forget older: nothing is kept of it; of feeds that are not in the configuration there are RELAY_old (")
	require.NoError(t, forget(with("new"), "old"))
	a, log, _ = start(t, with("new"))
	ready(t, a)
	read(t, get(t, a.URL()+"/feeds/new?after=oldest").Body, 1)
	assert.NotContains(t, log.String(), "not in the configuration")
}
