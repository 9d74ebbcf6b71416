package config

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// files are a certificate, its key, its public key, another key, a public key that signs nothing, and none of these.
type files struct{ cert, key, public, other, agrees, none string }

func newFiles(t *testing.T) files {
	t.Helper()
	folder := t.TempDir()
	write := func(name, kind string, der []byte, err error) string {
		require.NoError(t, err)
		file := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600))
		return file
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	agrees, err := ecdh.X25519().GenerateKey(rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1)}
	var f files
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	f.cert = write("cert.pem", "CERTIFICATE", der, err)
	der, err = x509.MarshalPKCS8PrivateKey(key)
	f.key = write("key.pem", "PRIVATE KEY", der, err)
	der, err = x509.MarshalPKCS8PrivateKey(other)
	f.other = write("other.pem", "PRIVATE KEY", der, err)
	der, err = x509.MarshalPKIXPublicKey(&key.PublicKey)
	f.public = write("public.pem", "PUBLIC KEY", der, err)
	der, err = x509.MarshalPKIXPublicKey(agrees.PublicKey())
	f.agrees = write("agrees.pem", "PUBLIC KEY", der, err)
	f.none = filepath.Join(folder, "none.pem")
	require.NoError(t, os.WriteFile(f.none, []byte("no PEM"), 0o600))
	return f
}

func TestMistakesAboutTLS(t *testing.T) {
	f := newFiles(t)
	pair := func(cert, key string) string { return fmt.Sprintf("[tls]\ncert = %q\nkey = %q\n", cert, key) }
	const noPair = "relay.toml:2: tls.cert: with tls.key it is no pair of a certificate and its key in PEM: "
	told(t, map[string]string{
		"\n[tls]\ncert = \"/none\"\n":                                         "relay.toml:3: tls.cert: it needs tls.key, the file with the key of the certificate",
		"\ntls.cert = \"/none\"\n":                                            "relay.toml:2: tls.cert: it needs tls.key",
		"\n[tls]\nkey = \"/none\"\n":                                          "relay.toml:3: tls.key: it needs tls.cert, the file with the certificate",
		pair("/none", f.key):                                                  "relay.toml:2: tls.cert: open /none: no such file or directory",
		pair(f.cert, filepath.Dir(f.key)):                                     "relay.toml:3: tls.key: read " + filepath.Dir(f.key) + ": is a directory",
		pair(f.none, f.key):                                                   noPair + "failed to find any PEM data in certificate input",
		pair(f.cert, f.none):                                                  noPair + "failed to find any PEM data in key input",
		pair(f.key, f.cert):                                                   noPair + "failed to find certificate PEM data in certificate input, but did find a private key",
		pair(f.cert, f.other):                                                 noPair + "private key does not match public key",
		pair(f.cert, f.key) + "autocert = [\"relay.example\"]":                "relay.toml:4: tls.autocert: there is cert too",
		"[tls]\nacme = \"https://a/directory\"\n":                             "relay.toml:2: tls.acme: it needs tls.autocert",
		"[tls]\nacme_root = \"" + f.cert + "\"\n":                             "relay.toml:2: tls.acme_root: it needs tls.autocert",
		"[tls]\nautocert = [\"a.example\"]\nacme = \"http://u:hush@a\"\n":     `relay.toml:3: tls.acme: "a" is no URL of a directory; it begins with https://, and its port can be up to 65535`,
		"[tls]\nautocert = [\"a.example\"]\nacme = \"https://a:99999/\"\n":    `relay.toml:3: tls.acme: "https://a:99999/" is no URL of a directory`,
		"[tls]\nautocert = [\"a.example\"]\nacme_root = \"/none\"\n":          "relay.toml:3: tls.acme_root: open /none: no such file or directory",
		"[tls]\nautocert = [\"a.example\"]\nacme_root = \"" + f.none + "\"\n": "relay.toml:3: tls.acme_root: there is no certificate in PEM in " + f.none,
		"[tls]\nautocert = [\n\"a.example\",\n\"https://a.example\"]":         `relay.toml:4: tls.autocert[1]: "https://a.example" is no name of a host on the internet; it can be "relay.example"`,
		"[tls]\nautocert = [\"*.example.org\"]":                               `relay.toml:2: tls.autocert[0]: "*.example.org" is no name`,
		"[tls]\nautocert = [\"10.0.0.1\"]":                                    `relay.toml:2: tls.autocert[0]: "10.0.0.1" is no name`,
		"[tls]\nautocert = [\"localhost\"]":                                   `relay.toml:2: tls.autocert[0]: "localhost" is no name`,
	})
	_, err := load(t, pair(f.cert, f.key)+room)
	require.NoError(t, err)
}

func TestMistakesAboutAuth(t *testing.T) {
	f := newFiles(t)
	keys := func(file string) string { return fmt.Sprintf("[auth]\nissuer = \"me\"\nkeys = %q\n", file) }
	told(t, map[string]string{
		"[auth]\nissuer = \"me\"\nkeys = \"" + f.public + "\"\njwks = \"https://b\"\n": "relay.toml:3: auth.keys: there is jwks too",
		"\n[auth]\nkeys = \"" + f.public + "\"\n":                                      "relay.toml:2: auth.issuer: whose tokens count has to be said",
		"\nauth.keys = \"" + f.public + "\"\n":                                         "relay.toml:2: auth.issuer: whose tokens count has to be said",
		"\nauth = { keys = \"" + f.public + "\" }\n":                                   "relay.toml:2: auth.issuer: whose tokens count has to be said",
		"[auth]\nissuer = \"me\"\n":                                                    "relay.toml:2: auth.issuer: it needs jwks or keys",
		"[auth]\naudience = \"me\"\n":                                                  "relay.toml:2: auth.audience: it needs jwks or keys",
		keys(f.public) + "none = true":                                                 "relay.toml:4: auth.none: there are keys too",
		keys("/none"):                                                                  "relay.toml:3: auth.keys: open /none: no such file or directory",
		keys(f.none):                                                                   "relay.toml:3: auth.keys: " + f.none + " has no public key in PEM",
		keys(f.key):                                                                    "relay.toml:3: auth.keys: " + f.key + `: a block of type "PRIVATE KEY" is no public key`,
		keys(f.agrees):                                                                 "relay.toml:3: auth.keys: " + f.agrees + ": a key of type *ecdh.PublicKey signs no tokens; it can be one of RSA, ECDSA or Ed25519",
		"[auth]\nissuer = \"me\"\njwks = \"id.example\"\n":                             `relay.toml:3: auth.jwks: "id.example" is no URL of keys; it can begin with https://`,
		"[auth]\nissuer = \"me\"\njwks = \"https://u:hush@a:99999/?hush\"\n": `relay.toml:3: auth.jwks: "a:99999/" is no URL of keys`,
	})
	_, err := load(t, "listen = \":0\"\n"+keys(f.public)+room)
	require.NoError(t, err)
}
