package main

import (
	"net"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The console reads a room that the relay alone reads at the source; test/console does, with relay.toml.
func TestExampleIsTheDemos(t *testing.T) {
	c, err := settings(filepath.Join("..", "relay.toml"))
	require.NoError(t, err)
	url, err := c.Feeds["room"].URL.Value()
	require.NoError(t, err)
	assert.Contains(t, url, "http://"+feedsAddress+"/")
	assert.Contains(t, c.Feeds["room"].Backfill.URL, "http://"+feedsAddress+"/")
	assert.Contains(t, c.Readers.Origins, "http://"+pageAddress)
	_, _, err = net.SplitHostPort(c.Listen)
	assert.NoError(t, err)
	assert.Equal(t, 24*time.Hour, c.Feeds["room"].Keep.Age)
}
