package serve

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/json"
)

// keyFile are keys as a file had them when the process began.
type keyFile []jose.JSONWebKey

func (k keyFile) known() []jose.JSONWebKey { return k }

func (k keyFile) newer(context.Context) ([]jose.JSONWebKey, error) { return nil, nil }

func readKeys(name string) (keys keyFile, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		key, err := publicKey(block)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		keys = append(keys, jose.JSONWebKey{Key: key})
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("%s has no public key in PEM", name)
	}
	return keys, nil
}

func publicKey(block *pem.Block) (key any, err error) {
	switch block.Type {
	case "PUBLIC KEY":
		key, err = x509.ParsePKIXPublicKey(block.Bytes)
	case "RSA PUBLIC KEY":
		key, err = x509.ParsePKCS1PublicKey(block.Bytes)
	case "CERTIFICATE":
		certificate, failure := x509.ParseCertificate(block.Bytes)
		if failure != nil {
			return nil, failure
		}
		key = certificate.PublicKey
	default:
		return nil, fmt.Errorf("a block of type %q is no public key", block.Type)
	}
	if err != nil {
		return nil, err
	}
	switch key.(type) {
	case *rsa.PublicKey, *ecdsa.PublicKey, ed25519.PublicKey:
		return key, nil
	}
	return nil, fmt.Errorf("a key of type %T signs no tokens; it can be one of RSA, ECDSA or Ed25519", key)
}

// parseKeys reads a JWK Set (RFC 7517). Of its keys those that are none of ours count as not there (section 5), and so does a secret, which
// should not be there.
func parseKeys(text []byte) (keys []jose.JSONWebKey, err error) {
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := json.Unmarshal(text, &set); err != nil {
		return nil, fmt.Errorf("the answer is no set of keys: %w", err)
	}
	if set.Keys == nil {
		return nil, errors.New("the answer is no set of keys: there is no member keys")
	}
	for _, one := range set.Keys {
		var key jose.JSONWebKey
		if json.Unmarshal(one, &key) == nil && key.Valid() && key.IsPublic() {
			keys = append(keys, key)
		}
	}
	return keys, nil
}
