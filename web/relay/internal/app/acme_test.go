package app

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/letsencrypt/pebble/v2/ca"
	"github.com/letsencrypt/pebble/v2/db"
	"github.com/letsencrypt/pebble/v2/va"
	"github.com/letsencrypt/pebble/v2/wfe"
	"github.com/miekg/dns"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A pebble is Let's Encrypt's own server for tests: it asks for whom it certifies, at this machine.
type pebble struct {
	*httptest.Server
	root string         // a file with the certificate that its directory's is signed by
	ca   *x509.CertPool // who signs what it gives out
}

// newPebble finds the relay at a port.
func newPebble(t *testing.T, port int) *pebble {
	t.Helper()
	t.Setenv("PEBBLE_VA_NOSLEEP", "1")
	silent, store := log.New(io.Discard, "", 0), db.NewMemoryStore()
	authority := ca.New(silent, store, "", "ecdsa", 0, 1, map[string]ca.Profile{"default": {}})
	front := wfe.New(silent, store, va.New(silent, 0, port, true, resolver(t), store), authority, []string{"ca.example"}, true, false, 1, 1)
	p := &pebble{Server: httptest.NewTLSServer(front.Handler()), root: filepath.Join(t.TempDir(), "root.pem"), ca: x509.NewCertPool()}
	t.Cleanup(p.Close)
	block := &pem.Block{Type: "CERTIFICATE", Bytes: p.Certificate().Raw}
	require.NoError(t, os.WriteFile(p.root, pem.EncodeToMemory(block), 0o600))
	p.ca.AppendCertsFromPEM(authority.GetRootCert(0).PEM())
	return p
}

// resolver says of every name that it is this machine's.
func resolver(t *testing.T) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := &dns.Server{Listener: listener, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, asked *dns.Msg) {
		answer := new(dns.Msg).SetReply(asked)
		if question := asked.Question[0]; question.Qtype == dns.TypeA {
			answer.Answer = append(answer.Answer, &dns.A{
				Hdr: dns.RR_Header{Name: question.Name, Rrtype: dns.TypeA, Class: dns.ClassINET}, A: net.IPv4(127, 0, 0, 1),
			})
		}
		_ = w.WriteMsg(answer)
	})}
	go func() { _ = server.ActivateAndServe() }()
	t.Cleanup(func() { _ = server.Shutdown() })
	return listener.Addr().String()
}

func TestCertificatesByACME(t *testing.T) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	port := free.Addr().(*net.TCPAddr).Port
	require.NoError(t, free.Close())
	folder, authority := t.TempDir(), newPebble(t, port)
	c := load(t, fmt.Sprintf("folder = %q\n[tls]\nautocert = [\"relay.example\"]\nacme = %q\nacme_root = %q\n",
		folder, authority.URL+wfe.DirectoryPath, authority.root))
	c.Listen = fmt.Sprintf("127.0.0.1:%d", port)
	ask := func(name string) (*http.Response, error) {
		client := &http.Client{Transport: &http.Transport{
			TLSClientConfig: &tls.Config{RootCAs: authority.ca, ServerName: name}, ForceAttemptHTTP2: true, DisableKeepAlives: true,
		}}
		answer, err := client.Get("https://" + c.Listen + "/healthz")
		if err == nil {
			require.NoError(t, answer.Body.Close())
		}
		return answer, err
	}

	_, said, stop := start(t, c)
	answer, err := ask("relay.example")
	require.NoError(t, err, said)
	assert.Equal(t, http.StatusOK, answer.StatusCode)
	assert.Equal(t, "HTTP/2.0", answer.Proto)
	first := answer.TLS.PeerCertificates[0]
	assert.Equal(t, []string{"relay.example"}, first.DNSNames)
	_, err = ask("other.example")
	assert.ErrorContains(t, err, "internal error", "no certificate is got for a name that is not listed")
	stop()
	authority.Close()

	_, _, _ = start(t, c)
	answer, err = ask("relay.example")
	require.NoError(t, err, "what was got is kept")
	assert.Equal(t, first.Raw, answer.TLS.PeerCertificates[0].Raw)
}
