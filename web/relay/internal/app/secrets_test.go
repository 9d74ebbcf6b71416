package app

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTokensOfReadersStayOutOfLogs(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	require.NoError(t, err)
	keys := filepath.Join(t.TempDir(), "keys.pem")
	require.NoError(t, os.WriteFile(keys, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), 0o600))
	a, log, stop := start(t, load(t, fmt.Sprintf("folder = %q\n[auth]\nkeys = %q\nissuer = \"me\"\n[feeds.room]\nurl = %q\n",
		t.TempDir(), keys, local(t)+"/espresso/subscribe?from=1&count=1&rate=0&hold=1")))
	ready(t, a)
	// The second is a JWT as far as its parts go, whose signature is no one's.
	for _, token := range []string{"secret-of-reader", "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJzZWNyZXQtb2YtcmVhZGVyIn0.c2VjcmV0LW9mLXJlYWRlcg"} {
		r := get(t, a.URL()+"/feeds/room?access_token="+token+"&after=secret-of-reader", "Authorization", "Bearer "+token)
		assert.Equal(t, http.StatusUnauthorized, r.StatusCode)
		assert.NotContains(t, log.String(), token)
	}
	metrics := text(t, a.URL()+"/metrics")
	stop()
	assert.Contains(t, log.String(), "a token was refused")
	for _, secret := range []string{"secret-of-reader", "c2VjcmV0LW9mLXJlYWRlcg"} {
		assert.NotContains(t, log.String(), secret)
		assert.NotContains(t, metrics, secret)
	}
}

// startInVain is an attempt that cannot come to an end, with everything that it says.
func startInVain(t *testing.T, text string) string {
	t.Helper()
	log := &notebook{}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	_, err := Start(ctx, load(t, text), slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	require.Error(t, err)
	return log.String() + err.Error()
}

func TestSecretsOfNATSAndClustersStayOutOfLogs(t *testing.T) {
	// A peer that is none, and says again what it is told.
	peer, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = peer.Close() })
	told := make(chan struct{}, 1000)
	go func() {
		for {
			conn, err := peer.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				buffer := make([]byte, 8<<10)
				many, _ := conn.Read(buffer)
				_, _ = fmt.Fprintf(conn, "-ERR '%s'\r\n", buffer[:many])
				told <- struct{}{}
			}()
		}
	}()
	own, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, own.Close())
	said := startInVain(t, fmt.Sprintf("folder = %q\nreplicas = 3\n[cluster]\nlisten = %q\npeers = [%q, \"127.0.0.1:1\"]\nsecret = \"hush-of-cluster\"\n",
		t.TempDir(), own.Addr(), peer.Addr()))
	<-told
	assert.Contains(t, said, "JetStream is not ready")
	assert.NotContains(t, said, "hush-of-cluster")

	said = startInVain(t, "nats = \"nats://user:hush-of-nats@127.0.0.1:1\"\n")
	assert.Contains(t, said, "JetStream is not ready")
	assert.NotContains(t, said, "hush-of-nats")
}
