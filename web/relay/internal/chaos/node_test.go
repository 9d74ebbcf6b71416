package chaos

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A node is a process of the relay.
type node struct {
	t      *testing.T
	binary string
	folder string // with its configuration, its data and its log
	name   string
	url    string
	cmd    *exec.Cmd
}

// build makes the program once for a test.
func build(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "relay")
	out, err := exec.Command("go", "build", "-o", binary, "../..").CombinedOutput()
	require.NoError(t, err, string(out))
	return binary
}

func freePorts(t *testing.T, many int) (ports []int) {
	t.Helper()
	for range many {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		defer l.Close()
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports
}

// trio starts three nodes that read and keep a feed together.
func trio(t *testing.T, feed string) []*node {
	t.Helper()
	binary, ports := build(t), freePorts(t, 6)
	var peers []string
	for _, port := range ports[3:] {
		peers = append(peers, fmt.Sprintf(`"127.0.0.1:%d"`, port))
	}
	var nodes []*node
	for i := range 3 {
		n := &node{t: t, binary: binary, folder: t.TempDir(), name: fmt.Sprint("node", i), url: fmt.Sprintf("http://127.0.0.1:%d", ports[i])}
		config := fmt.Sprintf(`listen = "127.0.0.1:%d"
name = %q
folder = %q
replicas = 3
lease = "3s"
[readers]
retry = "100ms"
spread = "100ms"
[cluster]
listen = "127.0.0.1:%d"
peers = [%s]
secret = "chaos"
[feeds.room]
url = %q
keepalive = { timeoutMs = 10000 }
`, ports[i], n.name, filepath.Join(n.folder, "data"), ports[3+i], strings.Join(peers, ", "), feed)
		require.NoError(t, os.WriteFile(n.file("relay.toml"), []byte(config), 0o600))
		n.start()
		nodes = append(nodes, n)
	}
	return nodes
}

func (n *node) file(name string) string { return filepath.Join(n.folder, name) }

func (n *node) start() {
	log, err := os.OpenFile(n.file("log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	require.NoError(n.t, err)
	defer log.Close()
	n.cmd = exec.Command(n.binary, "-config", n.file("relay.toml"))
	n.cmd.Stderr = log
	require.NoError(n.t, n.cmd.Start())
	cmd := n.cmd
	n.t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if n.t.Failed() {
			text, _ := os.ReadFile(n.file("log"))
			n.t.Logf("%s:\n%s", n.name, text[max(0, len(text)-6000):])
		}
	})
}

// kill ends the process without a word.
func (n *node) kill() {
	require.NoError(n.t, n.cmd.Process.Kill())
	_ = n.cmd.Wait()
}

func (n *node) signal(s syscall.Signal) { require.NoError(n.t, n.cmd.Process.Signal(s)) }

var client = &http.Client{Timeout: 2 * time.Second}

func (n *node) get(path string) (status int, body string) {
	r, err := client.Get(n.url + path)
	if err != nil {
		return 0, ""
	}
	defer r.Body.Close()
	text, _ := io.ReadAll(r.Body)
	return r.StatusCode, string(text)
}

// collects says whether the node reads upstream, as far as it knows.
func (n *node) collects() bool {
	_, body := n.get("/metrics")
	return strings.Contains(body, `relay_lease{feed="room"} 1`)
}

func (n *node) isReady() bool {
	status, _ := n.get("/readyz")
	return status == http.StatusOK
}
