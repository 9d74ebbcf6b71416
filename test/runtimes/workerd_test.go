package runtimes

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// TestWorkerd has what Cloudflare's Workers run in read feeds. It compiles no WebAssembly, and is given the engine as a module.
func TestWorkerd(t *testing.T) {
	workerd := installed("@cloudflare/workerd-*/bin/workerd")
	if workerd == "" {
		t.Skip("workerd is not installed: ./build.sh platforms installs it")
	}
	app := install(t)
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.Join(harness.Root(), "test", "runtimes", "app", "workerd"))))
	dist := filepath.Join("node_modules", "feedsource", "dist")
	for _, name := range []string{filepath.Join(dist, "index.js"), filepath.Join(dist, "compat.js"), filepath.Join(dist, "feedsource.wasm"), "listeners.js"} {
		file, err := os.ReadFile(filepath.Join(app, name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, filepath.Base(name)), file, 0o644))
	}
	address := free(t)
	ctx, stop := context.WithCancel(context.Background())
	command := exec.CommandContext(ctx, workerd, "serve", "config.capnp", "--socket-addr", "http="+address)
	command.Dir = dir
	said := &lines{}
	command.Stdout, command.Stderr = said, said
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		stop()
		_ = command.Wait()
	})
	base := harness.Serve(t, server())
	assert.JSONEq(t, threeByLoop, get(t, said, "http://"+address+"/?feed="+base+"/lines"))
	for _, c := range checks {
		if c.function == "listeners" || c.function == "compat" {
			assert.JSONEq(t, c.want, get(t, said, "http://"+address+"/?check="+c.function+"&feed="+base))
		}
	}
	assert.JSONEq(t, `"FeedError: `+base+`/nothing: the server answered 404 Not Found (is the URL right?) and said \"404\"; the feed is closed."`,
		get(t, said, "http://"+address+"/?feed="+base+"/nothing"))
}

func free(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	return listener.Addr().String()
}

// get asks until somebody is there.
func get(t *testing.T, said *lines, url string) string {
	t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		response, err := http.Get(url)
		if err != nil && time.Now().Before(end) {
			continue
		}
		require.NoError(t, err, said)
		body, err := io.ReadAll(response.Body)
		require.NoError(t, errors.Join(err, response.Body.Close()))
		return string(body)
	}
}
