package serve

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const issuer, audience = "https://id.example", "relay"

type claims = map[string]any

func newKey(t *testing.T) *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	return key
}

func sign(t *testing.T, key any, algorithm jose.SignatureAlgorithm, more claims) string {
	t.Helper()
	return signWith(t, key, algorithm, (&jose.SignerOptions{}).WithHeader("kid", "one"), more)
}

func signWith(t *testing.T, key any, algorithm jose.SignatureAlgorithm, o *jose.SignerOptions, more claims) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, o)
	require.NoError(t, err)
	all := claims{"iss": issuer, "aud": audience, "exp": time.Now().Add(time.Hour).Unix(), "feeds": []string{"room"}}
	for name, value := range more {
		all[name] = value
	}
	token, err := jwt.Signed(signer).Claims(all).Serialize()
	require.NoError(t, err)
	return token
}

// ways are those by which a relay knows a public key.
func ways(t *testing.T, key *ecdsa.PrivateKey) map[string]Auth {
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	require.NoError(t, err)
	name := filepath.Join(t.TempDir(), "keys.pem")
	require.NoError(t, os.WriteFile(name, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), 0o600))
	byFile, err := NewJWTFromFile(name, issuer, audience)
	require.NoError(t, err)
	published := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &key.PublicKey, KeyID: "one", Algorithm: "ES256", Use: "sig"}}})
	}))
	t.Cleanup(published.Close)
	byURL := NewJWT(t.Context(), published.URL, issuer, audience, slog.New(slog.DiscardHandler))
	return map[string]Auth{"file": byFile, "jwks": byURL}
}

func TestTokens(t *testing.T) {
	key := newKey(t)
	good := sign(t, key, jose.ES256, nil)
	cases := map[string]struct {
		header string
		status int
		kind   string
	}{
		"none":               {"", 401, "no-token"},
		"another scheme":     {"Basic " + good, 401, "no-token"},
		"empty":              {"Bearer ", 401, "no-token"},
		"good":               {"Bearer " + good, 200, ""},
		"scheme in any case": {"bearer " + good, 200, ""},
		"all feeds":          {"Bearer " + sign(t, key, jose.ES256, claims{"feeds": []string{"*"}}), 200, ""},
		"another feed":       {"Bearer " + sign(t, key, jose.ES256, claims{"feeds": []string{"rooms"}}), 403, "not-this-feed"},
		"no feed at all":     {"Bearer " + sign(t, key, jose.ES256, claims{"feeds": []string{}}), 403, "not-this-feed"},
		"expired":            {"Bearer " + sign(t, key, jose.ES256, claims{"exp": time.Now().Add(-time.Hour).Unix()}), 401, "bad-token"},
		"without end":        {"Bearer " + sign(t, key, jose.ES256, claims{"exp": nil}), 401, "bad-token"},
		"another issuer":     {"Bearer " + sign(t, key, jose.ES256, claims{"iss": "https://evil.example"}), 401, "bad-token"},
		"another audience":   {"Bearer " + sign(t, key, jose.ES256, claims{"aud": "app"}), 401, "bad-token"},
		"another key":        {"Bearer " + sign(t, newKey(t), jose.ES256, nil), 401, "bad-token"},
		"a shared secret":    {"Bearer " + sign(t, []byte(strings.Repeat("k", 32)), jose.HS256, nil), 401, "bad-token"},
		"cut":                {"Bearer " + good[:len(good)-4], 401, "bad-token"},
		"unsigned":           {"Bearer " + "eyJhbGciOiJub25lIn0." + strings.Split(good, ".")[1] + ".", 401, "bad-token"},
	}
	for way, auth := range ways(t, key) {
		s := serve(t, Options{Auth: auth}, 1<<20).begin(t, 1)
		for name, c := range cases {
			t.Run(way+" "+name, func(t *testing.T) {
				var headers []string
				if c.header != "" {
					headers = []string{"Authorization", c.header}
				}
				for _, path := range []string{"/feeds/room", "/feeds/room?offset=-1"} {
					r := s.get(t, path, headers...)
					assert.Equal(t, c.status, r.StatusCode)
					if c.status == http.StatusOK {
						continue
					}
					text := body(t, r)
					assert.Contains(t, text, `"type":"`+c.kind+`"`)
					if token := strings.TrimPrefix(c.header, "Bearer "); len(token) > 20 {
						assert.NotContains(t, text, token[20:], "says nothing of the token itself")
					}
				}
			})
		}
		t.Run(way+" lists what may be read", func(t *testing.T) {
			assert.JSONEq(t, `{"feeds":["room"]}`, body(t, s.get(t, "/feeds/", "Authorization", "Bearer "+good)))
			for _, feeds := range [][]string{{}, {"rooms"}} {
				token := sign(t, key, jose.ES256, claims{"feeds": feeds})
				assert.JSONEq(t, `{"feeds":[]}`, body(t, s.get(t, "/feeds/", "Authorization", "Bearer "+token)))
			}
			for header, kind := range map[string]string{"": "no-token", "Bearer " + good[1:]: "bad-token"} {
				r := s.get(t, "/feeds/", "Authorization", header)
				assert.Equal(t, http.StatusUnauthorized, r.StatusCode)
				assert.Equal(t, `Bearer realm="relay"`, r.Header.Get("WWW-Authenticate"))
				assert.Contains(t, body(t, r), kind)
			}
			assert.Equal(t, 403, s.get(t, "/feeds/none", "Authorization", "Bearer "+good).StatusCode, "and not what there is")
		})
	}
}

func TestKeyFilesThatAreNone(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{
		"empty": "", "private": string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: []byte{1}})),
		"torn": string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: []byte{1}})), "for secrets": exchange(t),
	} {
		file := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		_, err := NewJWTFromFile(file, issuer, audience)
		assert.ErrorContains(t, err, file)
	}
	_, err := NewJWTFromFile(filepath.Join(folder, "missing"), issuer, audience)
	assert.Error(t, err)
}

// exchange is a key of a kind that signs nothing.
func exchange(t *testing.T) string {
	t.Helper()
	key, err := ecdh.X25519().GenerateKey(rand.Reader)
	require.NoError(t, err)
	der, err := x509.MarshalPKIXPublicKey(key.PublicKey())
	require.NoError(t, err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}
