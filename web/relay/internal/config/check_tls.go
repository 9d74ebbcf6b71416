package config

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"strings"
)

func (f *file) checkTLS(t *TLS) {
	switch {
	case t.Cert != "" && len(t.Autocert) > 0:
		f.wrong("tls.autocert", "there is cert too: certificates come from the one or from the other")
	case t.Cert != "" && t.Key == "":
		f.wrong("tls.cert", "it needs tls.key, the file with the key of the certificate")
	case t.Cert == "" && t.Key != "":
		f.wrong("tls.key", "it needs tls.cert, the file with the certificate")
	case t.ACME != "" && len(t.Autocert) == 0:
		f.wrong("tls.acme", "it needs tls.autocert, the names that certificates are for")
	case t.ACMERoot != "" && len(t.Autocert) == 0:
		f.wrong("tls.acme_root", "it needs tls.autocert, the names that certificates are for")
	}
	if t.Cert != "" && t.Key != "" {
		f.checkPair(t)
	}
	for i, name := range t.Autocert {
		if !strings.Contains(name, ".") || !isHost.MatchString(name) || net.ParseIP(name) != nil {
			f.wrong(elementOf("tls.autocert", i), `%q is no name of a host on the internet; it can be "relay.example"`, shown(name))
		}
	}
	if _, ok := parse(t.ACME, "https"); t.ACME != "" && !ok {
		f.wrong("tls.acme", "%q is no URL of a directory; it begins with https://, and its port can be up to 65535", shown(t.ACME))
	}
	if _, err := t.Roots(); err != nil {
		f.wrong("tls.acme_root", "%v", err)
	}
}

// checkPair reads the files one by one first, so that what is wrong with one of them is told of that one.
func (f *file) checkPair(t *TLS) {
	isRead := true
	for _, name := range []struct{ key, path string }{{"tls.cert", t.Cert}, {"tls.key", t.Key}} {
		if _, err := os.ReadFile(name.path); err != nil {
			f.wrong(name.key, "%v", err)
			isRead = false
		}
	}
	if !isRead {
		return
	}
	if _, err := tls.LoadX509KeyPair(t.Cert, t.Key); err != nil {
		f.wrong("tls.cert", "with tls.key it is no pair of a certificate and its key in PEM: %s", strings.TrimPrefix(err.Error(), "tls: "))
	}
}

// Roots are those that have signed the certificate of the authority itself; nil are those of this machine.
func (t *TLS) Roots() (*x509.CertPool, error) {
	if t.ACMERoot == "" {
		return nil, nil
	}
	text, err := os.ReadFile(t.ACMERoot)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("there is no certificate in PEM in %s", t.ACMERoot)
	}
	return roots, nil
}
