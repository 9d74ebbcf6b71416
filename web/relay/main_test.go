package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestArguments(t *testing.T) {
	var out strings.Builder
	for arguments, want := range map[string]command{
		"":                            {file: "relay.toml"},
		"-check -config a.toml":       {file: "a.toml", check: true},
		"-config a.toml -forget room": {file: "a.toml", forget: "room"},
	} {
		got, err := asked(strings.Fields(arguments), &out)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	assert.Empty(t, out.String())
	for arguments, want := range map[string]string{
		"a.toml -check":    "a.toml is no option; -config a.toml reads it, and -help says what else there is\n",
		"-chek":            "flag provided but not defined: -chek\n",
		"-check -forget a": "-check does nothing else, and neither does -forget; leave the one or the other out\n",
		"-check -config":   "flag needs an argument: -config\n",
	} {
		out.Reset()
		_, err := asked(strings.Fields(arguments), &out)
		require.Error(t, err)
		assert.True(t, strings.HasPrefix(out.String(), want), out.String())
	}
}

// Signals come to a process that waits for NATS, which is not there: one to read its file again, and one to end.
func TestSignalsWhileJetStreamIsWaitedFor(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process sends itself no signals there")
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := free.Addr().String()
	require.NoError(t, free.Close())
	file := filepath.Join(t.TempDir(), "relay.toml")
	require.NoError(t, os.WriteFile(file, fmt.Appendf(nil, `listen = %q
nats = "nats://127.0.0.1:1"
[feeds.room]
url = "http://127.0.0.1:1/"
`, address), 0o600))
	ended := make(chan error)
	go func() { ended <- run(command{file: file}) }()
	require.Eventually(t, func() bool { return isHealthy(address) }, time.Minute, 20*time.Millisecond)
	self, err := os.FindProcess(os.Getpid())
	require.NoError(t, err)
	require.NoError(t, self.Signal(syscall.SIGHUP))
	require.Never(t, func() bool { return !isHealthy(address) }, time.Second, 100*time.Millisecond)
	require.NoError(t, self.Signal(syscall.SIGTERM))
	require.NoError(t, <-ended)
}

func isHealthy(address string) bool {
	r, err := http.Get("http://" + address + "/healthz")
	return err == nil && r.Body.Close() == nil && r.StatusCode == http.StatusOK
}
