package app

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"log/slog"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCertificatesAreRenewedByReplacingTheirFiles(t *testing.T) {
	folder, log := t.TempDir(), &notebook{}
	write := func(name string, text []byte, written time.Time) {
		file := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(file, text, 0o600))
		require.NoError(t, os.Chtimes(file, written, written))
	}
	begun := time.Now().Add(-time.Hour)
	first, firstKey := newPair(t)
	write("cert.pem", first, begun)
	write("key.pem", firstKey, begun)
	pair, err := newKeyPair(filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem"), slog.New(slog.NewTextHandler(log, nil)))
	require.NoError(t, err)
	has := func(want []byte) {
		t.Helper()
		got, err := pair.get(nil)
		require.NoError(t, err)
		block, _ := pem.Decode(want)
		assert.Equal(t, block.Bytes, got.Certificate[0])
	}
	has(first)
	second, secondKey := newPair(t)
	write("cert.pem", second, begun.Add(time.Minute))
	has(first) // whose key is still there
	has(first)
	assert.Equal(t, 1, strings.Count(log.String(), "the certificate was not taken over"), log)
	write("key.pem", secondKey, begun.Add(time.Minute))
	has(second)
	require.NoError(t, os.Remove(filepath.Join(folder, "key.pem")))
	has(second)
	_, err = newKeyPair(filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem"), slog.Default())
	assert.ErrorContains(t, err, "no such file")
}

// newPair is a certificate and its key in PEM.
func newPair(t *testing.T) (certificate, private []byte) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(t, err)
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8})
}

// startTLS starts a relay of a feed of so many records, by HTTPS, and gives a server that has the same certificate, for 127.0.0.1, and a
// client that trusts it.
func startTLS(t *testing.T, readers string, records int) (*App, *httptest.Server) {
	t.Helper()
	lender := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(lender.Close)
	pair, folder := lender.TLS.Certificates[0], t.TempDir()
	key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	require.NoError(t, err)
	write := func(name, kind string, der []byte) string {
		file := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600))
		return file
	}
	a, _, _ := start(t, load(t, fmt.Sprintf(`folder = %q
[tls]
cert = %q
key = %q
[readers]
heartbeat = "1s"
%s
[feeds.room]
url = "%s/espresso/subscribe?from=1&count=%d&rate=0&hold=1"
`, t.TempDir(), write("cert.pem", "CERTIFICATE", pair.Certificate[0]), write("key.pem", "PRIVATE KEY", key), readers, local(t), records)))
	require.True(t, strings.HasPrefix(a.URL(), "https://"))
	return a, lender
}

// By HTTP/2 a deadline that is over ends a stream, whether somebody writes or not.
func TestReadersByHTTP2(t *testing.T) {
	a, lender := startTLS(t, `write_timeout = "100ms"`, 3)
	transport := lender.Client().Transport.(*http.Transport).Clone()
	transport.ForceAttemptHTTP2 = true
	transport.TLSClientConfig = &tls.Config{RootCAs: transport.TLSClientConfig.RootCAs, ServerName: "example.com"}
	client := &http.Client{Transport: transport, Timeout: time.Minute}
	var r *http.Response
	require.Eventually(t, func() bool {
		var err error
		r, err = client.Get(a.URL() + "/feeds/room?after=oldest")
		return err == nil && r.StatusCode == http.StatusOK
	}, time.Minute, 20*time.Millisecond)
	defer r.Body.Close()
	assert.Equal(t, "HTTP/2.0", r.Proto)
	read(t, r.Body, 3)
	beat := make([]byte, 31)
	for range 2 { // each of them later than the write timeout
		_, err := r.Body.Read(beat)
		require.NoError(t, err)
	}
}
