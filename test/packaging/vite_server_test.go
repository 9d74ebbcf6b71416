package packaging

import (
	"bytes"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A viteServer is a dev server under way.
type viteServer struct {
	URL string

	mu      sync.Mutex
	printed bytes.Buffer
}

// startVite runs the dev server on dir until the test ends.
func startVite(t *testing.T, dir string, options ...string) *viteServer {
	t.Helper()
	port := freePort(t)
	args := []string{
		"node_modules/vite/bin/vite.js", "--host", "127.0.0.1", "--port", port, "--strictPort", "--logLevel", "warn", "--force",
	}
	server := &viteServer{URL: "http://127.0.0.1:" + port}
	command := exec.Command("node", append(args, options...)...)
	command.Dir = dir
	command.Stdout, command.Stderr = server, server
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGTERM)
		_ = command.Wait()
	})
	require.Eventually(t, server.answers, 30*time.Second, 50*time.Millisecond, "vite does not answer")
	return server
}

func (s *viteServer) answers() bool {
	response, err := http.Get(s.URL)
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// Write takes what the server prints.
func (s *viteServer) Write(text []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.printed.Write(text)
}

// warnings is what the server printed, which is told to print nothing else.
func (s *viteServer) warnings() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.TrimSpace(s.printed.String())
}

// freePort is a port that nothing listened on a moment ago.
func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	require.NoError(t, err)
	return port
}
