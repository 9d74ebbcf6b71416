package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/feeds"
	"github.com/feedsource/feedsource/web/relay/internal/config"
)

func TestExampleIsTheDemos(t *testing.T) {
	t.Setenv("GITTER_TOKEN", feeds.GitterToken)
	c, err := config.Load(filepath.Join("..", "relay.toml"))
	require.NoError(t, err)
	url, err := c.Feeds["room"].URL.Value()
	require.NoError(t, err)
	assert.Contains(t, url, "http://"+feedsAddress+"/")
	assert.Contains(t, c.Readers.Origins, "http://"+pageAddress)
	script, err := os.ReadFile("relay.js")
	require.NoError(t, err)
	assert.Contains(t, string(script), "http://"+c.Listen+"/feeds/room")
	assert.Equal(t, 24*time.Hour, c.Feeds["room"].Keep.Age)
}

func TestPages(t *testing.T) {
	site := pages(filepath.Join("..", "..", ".."))
	for path, kind := range map[string]string{
		"/relay.html": "text/html; charset=utf-8", "/relay.js": "text/javascript; charset=utf-8", "/style.css": "text/css; charset=utf-8",
	} {
		w := httptest.NewRecorder()
		site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		assert.Equal(t, http.StatusOK, w.Code, path)
		assert.Equal(t, kind, w.Header().Get("Content-Type"), path)
	}
}
