package app

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A cluster is an outside server of NATS, whose port and folder stay.
type cluster struct {
	options server.Options
	server  *server.Server
}

func newCluster(t *testing.T) *cluster {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	c := &cluster{options: server.Options{
		Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, JetStream: true, StoreDir: filepath.Join(t.TempDir(), "store"), NoSigs: true, NoLog: true,
	}}
	require.NoError(t, l.Close())
	t.Cleanup(c.stop)
	return c
}

func (c *cluster) url() string { return fmt.Sprint("nats://127.0.0.1:", c.options.Port) }

func (c *cluster) start(t *testing.T) {
	t.Helper()
	options := c.options
	s, err := server.NewServer(&options)
	require.NoError(t, err)
	s.Start()
	require.True(t, s.ReadyForConnections(time.Minute))
	c.server = s
}

func (c *cluster) stop() {
	if c.server != nil {
		c.server.Shutdown()
		c.server.WaitForShutdown()
	}
}

func TestRelayGoesOnWhenJetStreamHasLostAll(t *testing.T) {
	nats := newCluster(t)
	nats.start(t)
	a, log, _ := start(t, load(t, fmt.Sprintf(`nats = %q
[feeds.room]
url = "%s/espresso/subscribe?from=1&count=20&rate=0&hold=1"
preset = "espresso"
`, nats.url(), local(t))))
	ready(t, a)
	there := get(t, a.URL()+"/feeds/room?after=oldest")
	ids, _ := read(t, there.Body, 20)

	nats.stop()
	require.NoError(t, os.RemoveAll(nats.options.StoreDir))
	nats.start(t)
	_, err := io.ReadAll(there.Body)
	require.NoError(t, err, "who is there is sent away")
	require.Eventually(t, func() bool {
		return get(t, a.URL()+"/feeds/room", "Last-Event-ID", ids[19]).StatusCode == http.StatusGone
	}, time.Minute, 50*time.Millisecond)
	ready(t, a)
	latter, numbers := read(t, get(t, a.URL()+"/feeds/room?after=oldest").Body, 20)
	assert.Equal(t, "20", numbers[19])
	assert.NotEqual(t, ids[0][:12], latter[0][:12], "another epoch")
	assert.Contains(t, text(t, a.URL()+"/metrics"), `relay_lease{feed="room"} 1`)
	assert.Contains(t, log.String(), "JetStream had lost the stream, and has a new one now")
	assert.Contains(t, log.String(), "JetStream had lost the bucket, and has a new one now")
}

func TestRelayCanBeAskedWhileItWaits(t *testing.T) {
	nats := newCluster(t)
	free, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	c := load(t, fmt.Sprintf("nats = %q\n[readers]\norigins = [\"https://app.example\"]\n", nats.url()))
	c.Listen = free.Addr().String()
	require.NoError(t, free.Close())
	started := make(chan *App)
	go func() {
		a, _, _ := start(t, c)
		started <- a
	}()
	url := "http://" + c.Listen
	require.Eventually(t, func() bool {
		r, err := http.Get(url + "/healthz")
		return err == nil && r.Body.Close() == nil && r.StatusCode == http.StatusOK
	}, time.Minute, 20*time.Millisecond)
	require.Eventually(t, func() bool { return text(t, url+"/readyz") == "not started yet: NATS is not connected\n" }, time.Minute, 20*time.Millisecond)
	for path, want := range map[string]int{"/readyz": 503, "/feeds/nowhere": 503, "/feeds/": 503, "/feeds/other": 503, "/metrics": 200} {
		r := get(t, url+path, "Origin", "https://app.example")
		assert.Equal(t, want, r.StatusCode, path)
		if path == "/feeds/nowhere" {
			assert.Equal(t, "2", r.Header.Get("Retry-After"))
			assert.Equal(t, "https://app.example", r.Header.Get("Access-Control-Allow-Origin"), "a page sees it")
		}
	}
	nats.start(t)
	ready(t, <-started)
	assert.Equal(t, http.StatusNotFound, get(t, url+"/feeds/other").StatusCode)
}

func TestFeedsWhoseRecordsNATSDoesNotTake(t *testing.T) {
	nats := newCluster(t)
	nats.start(t) // with a max_payload of 1 MiB
	_, log, stop := start(t, load(t, fmt.Sprintf(`nats = %q
[feeds.long]
url = "http://127.0.0.1:1/"
[feeds.longer]
url = "http://127.0.0.1:1/"
maxRecordBytes = 1_000_000
[feeds.short]
url = "http://127.0.0.1:1/"
maxRecordBytes = 900_000
`, nats.url())))
	assert.Contains(t, log.String(), `feeds="long, longer" bytes=983040`)
	stop()
	nats.stop()
	nats.options.MaxPayload = 8 << 20
	nats.start(t)
	_, log, _ = start(t, load(t, fmt.Sprintf("nats = %q\n", nats.url())))
	assert.NotContains(t, log.String(), "max_payload")
}
