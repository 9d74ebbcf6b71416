package chaos

import (
	"cmp"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/relay/internal/disktest"
)

// A node is a process of the relay.
type node struct {
	t       *testing.T
	binary  string
	folder  string // with its configuration and its log
	data    string
	name    string
	url     string
	disk    *disktest.Disk // for its data; nil if it has none of its own
	network *network       // between it and the others and upstream; nil if there is none that can be cut
	cmd     *exec.Cmd
}

// build makes the program once for a test, unless RELAY_BINARY names one.
func build(t *testing.T) string {
	t.Helper()
	if binary := os.Getenv("RELAY_BINARY"); binary != "" {
		return binary
	}
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

// own is where nodes listen for their cluster. The network is at the same ports of the usual address, where they look for each other.
const own = "127.0.0.2"

// trio starts three nodes that read and keep a feed together. A fault that this machine cannot have is left out, and named.
func trio(t *testing.T, feed string) (nodes []*node) {
	t.Helper()
	binary, ports := build(t), freePorts(t, 6)
	at := own
	n := newNetwork(t)
	if l, err := net.Listen("tcp", own+":0"); err != nil {
		t.Logf("left out: partition, which needs %s: %v", own, err)
		n, at = nil, "127.0.0.1"
	} else {
		_ = l.Close()
	}
	for i := range 3 {
		nodes = append(nodes, &node{
			t: t, binary: binary, folder: t.TempDir(), data: t.TempDir(), name: fmt.Sprint("node", i), network: n,
			url: fmt.Sprintf("http://127.0.0.1:%d", ports[i]),
		})
	}
	for i, one := range nodes {
		var err error
		if one.disk, err = disktest.New(t); err == nil {
			one.data = one.disk.Path
		} else if i == 0 {
			t.Logf("left out: disk-full: %v", err)
		}
		var peers []string
		for j, port := range ports[3:] {
			if j != i {
				peers = append(peers, fmt.Sprintf(`"127.0.0.1:%d"`, port))
			}
		}
		url := feed
		if n != nil {
			address := fmt.Sprintf(":%d", ports[3+i])
			n.listen("127.0.0.1"+address, "", one.name, at+address)
			url = "http://" + n.listen("127.0.0.1:0", one.toUpstream(), "upstream", strings.TrimPrefix(feed, "http://"))
		}
		one.configure(ports[i], at, ports[3+i], peers, url)
		one.start()
	}
	return nodes
}

func (n *node) configure(port int, at string, cluster int, peers []string, url string) {
	config := fmt.Sprintf(`listen = "127.0.0.1:%d"
name = %q
folder = %q
replicas = 3
lease = "3s"
log = %q
[readers]
origins = ["*"]
heartbeat = "2s"
retry = "100ms"
spread = "100ms"
[cluster]
listen = "%s:%d"
peers = [%s]
secret = "chaos"
[feeds.room]
url = %q
keepalive = { timeoutMs = 10000 }
[feeds.live]
url = "%s/live"
resume = { off = true }
keepalive = { timeoutMs = 10000 }
`, port, n.name, n.data, cmp.Or(os.Getenv("RELAY_LOG"), "info"), at, cluster, strings.Join(peers, ", "), url, url)
	require.NoError(n.t, os.WriteFile(n.file("relay.toml"), []byte(config), 0o600))
}

// toUpstream is the node as the network knows it on its way upstream.
func (n *node) toUpstream() string { return n.name + " to upstream" }

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

// metric is the sum of a metric of the room.
func (n *node) metric(name string) (sum float64) {
	_, body := n.get("/metrics")
	for line := range strings.Lines(body) {
		if rest, found := strings.CutPrefix(line, name+"{"); found && strings.Contains(rest, `feed="room"`) {
			value, _ := strconv.ParseFloat(strings.TrimSpace(rest[strings.LastIndexByte(rest, ' '):]), 64)
			sum += value
		}
	}
	return sum
}

// Roles of a node, as far as it knows.
func (n *node) collects() bool { return n.metric("relay_lease") == 1 }
func (n *node) leads() bool    { return n.metric("relay_stream_leader") == 1 }
func (n *node) serves() bool   { return n.metric("relay_readers") > 0 && !n.collects() && !n.leads() }

func (n *node) isReady() bool {
	status, _ := n.get("/readyz")
	return status == http.StatusOK
}
