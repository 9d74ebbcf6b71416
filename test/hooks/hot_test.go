package hooks

import (
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestHotReplacement edits components while Vite's dev server has them in a page.
func TestHotReplacement(t *testing.T) {
	folder := install(t)
	for _, test := range []struct {
		name, file, from, to string
		requests             int
	}{
		{"React's component", "react/Messages.tsx", "Connect now", "Connect", 1},
		{"a template of Vue's", "vue/Messages.vue", "Connect now", "Connect", 1},
		{"a script of Vue's, which begins anew", "vue/Messages.vue", "keep: 50", "keep: 2", 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join(folder, filepath.FromSlash(test.file))
			text := read(t, file)
			t.Cleanup(func() { require.NoError(t, os.WriteFile(file, []byte(text), 0o644)) })
			rooms := newRooms(t)
			app := open(t, startVite(t, folder, filepath.Dir(test.file)))
			app.show(rooms.of("lobby"), "token")
			app.waitRecords(3)

			edited := strings.ReplaceAll(text, test.from, test.to)
			require.NotEqual(t, text, edited)
			require.NoError(t, os.WriteFile(file, []byte(edited), 0o644))
			if test.requests == 1 {
				app.wait("reconnect", "Connect")
				app.waitRecords(3)
			} else {
				app.waitUntil("another request", func() bool { return rooms.requests() == test.requests })
			}
			rooms.assertRead(t, "lobby")
			assert.Equal(t, test.requests, rooms.requests())
			app.hide()
			rooms.assertRead(t)
		})
	}
}

// startVite runs the dev server of an app until the test ends.
func startVite(t *testing.T, folder, app string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := listener.Addr().String()
	require.NoError(t, listener.Close())
	_, port, err := net.SplitHostPort(address)
	require.NoError(t, err)
	command := exec.Command("node", "node_modules/vite/bin/vite.js", "--mode", app, "--host", "127.0.0.1", "--port", port,
		"--strictPort", "--logLevel", "error")
	command.Dir = folder
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGTERM)
		_ = command.Wait()
	})
	url := "http://" + address
	require.Eventually(t, func() bool {
		response, err := http.Get(url)
		return err == nil && response.Body.Close() == nil && response.StatusCode == http.StatusOK
	}, time.Minute, 100*time.Millisecond, "vite does not answer")
	return url
}
