package serve

import (
	"context"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"

	"github.com/coreos/go-oidc/v3/oidc"
)

// JWT checks JSON Web Tokens: signature, issuer, audience, expiry. The claim feeds lists what its bearer may read.
type JWT struct{ verifier *oidc.IDTokenVerifier }

// algorithms are those of public keys. A secret that is shared with who makes tokens would be no key of ours to check by.
var algorithms = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA}

// NewJWT takes keys from where they are published (JWKS). It asks again for one that it does not know.
func NewJWT(ctx context.Context, jwks, issuer, audience string) *JWT {
	return newJWT(oidc.NewRemoteKeySet(ctx, jwks), issuer, audience)
}

// NewJWTFromFile takes public keys from a file of PEM blocks.
func NewJWTFromFile(name, issuer, audience string) (*JWT, error) {
	keys, err := readKeys(name)
	if err != nil {
		return nil, err
	}
	return newJWT(&oidc.StaticKeySet{PublicKeys: keys}, issuer, audience), nil
}

func newJWT(keys oidc.KeySet, issuer, audience string) *JWT {
	return &JWT{oidc.NewVerifier(issuer, keys, &oidc.Config{
		ClientID: audience, SkipClientIDCheck: audience == "", SkipIssuerCheck: issuer == "", SupportedSigningAlgs: algorithms,
	})}
}

func readKeys(name string) (keys []crypto.PublicKey, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		key, err := publicKey(block)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("%s has no public key in PEM", name)
	}
	return keys, nil
}

func publicKey(block *pem.Block) (crypto.PublicKey, error) {
	switch block.Type {
	case "PUBLIC KEY":
		return x509.ParsePKIXPublicKey(block.Bytes)
	case "RSA PUBLIC KEY":
		return x509.ParsePKCS1PublicKey(block.Bytes)
	case "CERTIFICATE":
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		return certificate.PublicKey, nil
	}
	return nil, fmt.Errorf("a block of type %q is no public key", block.Type)
}

var errNoFeeds = errors.New("it names no feeds")

// Feeds are those of the claim feeds.
func (j *JWT) Feeds(ctx context.Context, token string) ([]string, error) {
	checked, err := j.verifier.Verify(ctx, token)
	if err != nil {
		return nil, err
	}
	var claims struct {
		Feeds []string `json:"feeds"`
	}
	if err := checked.Claims(&claims); err != nil || len(claims.Feeds) == 0 {
		return nil, errNoFeeds
	}
	return claims.Feeds, nil
}

// reason is what a reader may know of why a token was refused.
func reason(err error) string {
	var expired *oidc.TokenExpiredError
	switch {
	case errors.As(err, &expired):
		return "it has expired"
	case errors.Is(err, errNoFeeds):
		return err.Error()
	}
	return "its signature, issuer or audience is not what is asked for"
}
