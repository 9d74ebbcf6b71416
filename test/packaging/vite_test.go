package packaging

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestVite(t *testing.T) {
	dir := install(t, "vite-app")
	feed := threeRecords(t)

	t.Run("builds", func(t *testing.T) {
		printed := run(t, dir, "npx", "vite", "build", "--logLevel", "warn")
		assert.Empty(t, warnings(printed), "warnings of the build")
		engines, err := filepath.Glob(filepath.Join(dir, "dist", "assets", "feedsource*wasm*"))
		require.NoError(t, err)
		assert.Len(t, engines, 2, "the engine, zipped and plain, goes along")
	})

	for name, types := range hosts {
		t.Run("a build served with "+name, func(t *testing.T) {
			h := newHost(t, filepath.Join(dir, "dist"))
			types(h)
			assertReads(t, h.page(""))
			zipped, plain := h.engines()
			assert.Equal(t, []int{1, 0}, []int{zipped, plain}, "requests for the engine, zipped and plain")
		})
	}

	t.Run("the dev server, package excluded from pre-bundling", func(t *testing.T) {
		assertReads(t, startVite(t, dir)+"/?feed="+url.QueryEscape(feed))
	})

	t.Run("the dev server as it comes", func(t *testing.T) {
		p := harness.Open(t, startVite(t, dir, "--config", "bare.config.ts")+"/?feed="+url.QueryEscape(feed))
		t.Log(shown(p))
	})
}

// hosts are the ways in which static hosts send the two files of the engine.
var hosts = map[string]func(*host){
	"the right types": func(h *host) {
		h.on(".wasm", h.with("Content-Type", "application/wasm"))
		h.on(".gz", h.with("Content-Type", "application/gzip"))
	},
	"no types": func(h *host) {
		h.on(".wasm", h.with("Content-Type", "application/octet-stream"))
		h.on(".gz", h.with("Content-Type", "application/octet-stream"))
	},
	"gz as an encoding": func(h *host) {
		h.on(".gz", h.with("Content-Type", "application/wasm", "Content-Encoding", "gzip"))
	},
	"gz as an encoding and no types": func(h *host) {
		h.on(".gz", h.with("Content-Type", "application/octet-stream", "Content-Encoding", "gzip"))
	},
}

// startVite runs the dev server until the test ends and returns its address.
func startVite(t *testing.T, dir string, options ...string) string {
	t.Helper()
	address := "127.0.0.1:" + freePort(t)
	_, port, _ := net.SplitHostPort(address)
	args := []string{"node_modules/vite/bin/vite.js", "--host", "127.0.0.1", "--port", port, "--strictPort", "--force"}
	command := exec.Command("node", append(args, options...)...)
	command.Dir = dir
	var printed bytes.Buffer
	command.Stdout, command.Stderr = &printed, &printed
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGTERM)
		_ = command.Wait()
		if t.Failed() {
			t.Logf("vite printed:\n%s", printed.String())
		}
	})
	url := "http://" + address
	require.Eventually(t, func() bool {
		response, err := http.Get(url)
		if err != nil {
			return false
		}
		_ = response.Body.Close()
		return response.StatusCode == http.StatusOK
	}, 30*time.Second, 50*time.Millisecond, "vite does not answer")
	return url
}

// freePort is a port that nothing listened on a moment ago.
func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	return fmt.Sprint(listener.Addr().(*net.TCPAddr).Port)
}

var _ = os.Stdout
