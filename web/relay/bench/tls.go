//go:build linux

package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// A holding is what readers take by a protocol while nothing comes.
type holding struct {
	Protocol   string
	Readers    int
	ForEach    float64 // KiB of memory
	Connecting float64 // milliseconds of processor time for each
}

// hold has readers of the relay come by HTTPS, each by a connection of its own.
func hold(binary, folder, protocol string, many int) (h holding, err error) {
	h = holding{Protocol: protocol, Readers: many}
	roots, err := certificate(folder)
	if err != nil {
		return h, err
	}
	c := relay("relay", binary, fmt.Sprintf("[tls]\ncert = %q\nkey = %q", filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")), "")
	c.roots = roots
	s, err := open(c)
	if err != nil {
		return h, err
	}
	defer s.close()
	time.Sleep(settling)
	idle, before := s.server.memory(), s.server.cpu()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for range many {
		if err := s.join(ctx, protocol); err != nil {
			return h, err
		}
	}
	h.Connecting = (s.server.cpu() - before).Seconds() * 1000 / float64(many)
	time.Sleep(settling)
	h.ForEach = float64(s.server.memory()-idle) / 1024 / float64(many)
	return h, nil
}

// join opens a reader that stays until ctx is done.
func (s *site) join(ctx context.Context, protocol string) error {
	client := s.client(protocol == "HTTP/2.0")
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://"+s.address+s.path, nil)
	if err != nil {
		return err
	}
	answer, err := client.Do(request)
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, func() { _ = answer.Body.Close() })
	if answer.StatusCode != http.StatusOK || answer.Proto != protocol {
		return fmt.Errorf("the answer was %s by %s", answer.Status, answer.Proto)
	}
	return nil
}

func (s *site) client(isHTTP2 bool) *http.Client {
	return &http.Client{Transport: &http.Transport{ForceAttemptHTTP2: isHTTP2, TLSClientConfig: &tls.Config{RootCAs: s.roots}}}
}

// certificate writes one for this machine that nobody has signed.
func certificate(folder string) (*x509.CertPool, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(24 * time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	for name, block := range map[string]*pem.Block{
		"cert.pem": {Type: "CERTIFICATE", Bytes: der}, "key.pem": {Type: "PRIVATE KEY", Bytes: private},
	} {
		if err := os.WriteFile(filepath.Join(folder, name), pem.EncodeToMemory(block), 0o600); err != nil {
			return nil, err
		}
	}
	roots := x509.NewCertPool()
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	roots.AddCert(parsed)
	return roots, nil
}
