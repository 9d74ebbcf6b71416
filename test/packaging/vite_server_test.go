package packaging

import (
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/spawn"
)

// A viteServer is a dev server under way.
type viteServer struct {
	URL     string
	printed spawn.Output
}

// startVite runs the dev server on dir until the test ends.
func startVite(t *testing.T, dir string, options ...string) *viteServer {
	t.Helper()
	port, err := spawn.FreePort()
	require.NoError(t, err)
	args := []string{
		"node_modules/vite/bin/vite.js", "--host", "127.0.0.1", "--port", port, "--strictPort", "--logLevel", "warn", "--force",
	}
	server := &viteServer{URL: "http://127.0.0.1:" + port}
	command := exec.Command("node", append(args, options...)...)
	command.Dir = dir
	command.Stdout, command.Stderr = &server.printed, &server.printed
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGTERM)
		_ = command.Wait()
	})
	require.Eventually(t, func() bool { return spawn.Answers(server.URL) }, 30*time.Second, 50*time.Millisecond, "vite does not answer")
	return server
}

// warnings is what the server printed, which is told to print nothing else.
func (s *viteServer) warnings() string { return strings.TrimSpace(s.printed.String()) }
