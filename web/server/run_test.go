package server

import (
	"bufio"
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRunStopsWithStreamsOpen(t *testing.T) {
	page, err := Listen("127.0.0.1:0")
	require.NoError(t, err)
	feeds, err := Listen("127.0.0.1:0")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- Run(ctx, project(t), page, feeds, "") }()

	r, err := http.Get("http://" + page.Addr().String() + "/")
	require.NoError(t, err)
	assert.Equal(t, http.StatusOK, r.StatusCode)
	require.NoError(t, r.Body.Close())
	stream, err := http.Get("http://" + feeds.Addr().String() + "/espresso/subscribe?retry=2000&rate=50")
	require.NoError(t, err)
	defer stream.Body.Close()
	line, err := bufio.NewReader(stream.Body).ReadString('\n')
	require.NoError(t, err)
	assert.Equal(t, "retry: 2000\n", line)

	cancel()
	assert.NoError(t, <-done)
}
