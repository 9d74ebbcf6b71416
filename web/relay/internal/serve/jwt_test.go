package serve

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a token has to say is read at second 1000. The leeway is a minute.
func TestClaims(t *testing.T) {
	const rest = `"iss":"https://id.example","aud":"relay","feeds":["room"]`
	for payload, want := range map[string]error{
		`{"exp":2000,` + rest + `}`:            nil,
		`{"exp":940,` + rest + `}`:             nil,
		`{"exp":939,` + rest + `}`:             jwt.ErrExpired,
		`{"exp":2000.5,` + rest + `}`:          nil,
		`{"exp":2e3,` + rest + `}`:             nil,
		`{"exp":-1,` + rest + `}`:              jwt.ErrExpired,
		`{"exp":"2000",` + rest + `}`:          errClaims,
		`{"exp":"",` + rest + `}`:              errClaims,
		`{"exp":true,` + rest + `}`:            errClaims,
		`{"exp":1e300,` + rest + `}`:           errClaims,
		`{"exp":null,` + rest + `}`:            errEndless,
		`{` + rest + `}`:                       errEndless,
		`{"EXP":2000,` + rest + `}`:            errEndless,
		`{"exp":1,"Exp":2000,` + rest + `}`:    jwt.ErrExpired,
		`{"exp":1,"exp":2000,` + rest + `}`:    errClaims,
		`{"exp":2000,"nbf":1060,` + rest + `}`: nil,
		`{"exp":2000,"nbf":1061,` + rest + `}`: jwt.ErrNotValidYet,
		`{"exp":2000,"nbf":"1",` + rest + `}`:  errClaims,
		`{"exp":2000,"iat":1061,` + rest + `}`: jwt.ErrIssuedInTheFuture,
		`{"exp":2000,"iss":"https://id.example","aud":["app","relay"],"feeds":["room"]}`: nil,
		`{"exp":2000,"iss":"https://id.example","aud":["app"],"feeds":["room"]}`:         jwt.ErrInvalidAudience,
		`{"exp":2000,"iss":"https://id.example","aud":[],"feeds":["room"]}`:              jwt.ErrInvalidAudience,
		`{"exp":2000,"iss":"https://id.example","aud":{"relay":1},"feeds":["room"]}`:     errClaims,
		`{"exp":2000,"iss":"https://id.example","aud":"Relay","feeds":["room"]}`:         jwt.ErrInvalidAudience,
		`{"exp":2000,"iss":"https://id.example","AUD":"relay","feeds":["room"]}`:         jwt.ErrInvalidAudience,
		`{"exp":2000,"iss":"https://id.example/","aud":"relay","feeds":["room"]}`:        jwt.ErrInvalidIssuer,
		`{"exp":2000,"iss":["https://id.example"],"aud":"relay","feeds":["room"]}`:       errClaims,
		`{"exp":2000,"ISS":"https://id.example","aud":"relay","feeds":["room"]}`:         jwt.ErrInvalidIssuer,
		`{"exp":2000,"iss":"https://id.example","aud":"relay"}`:                          errNoFeeds,
		`{"exp":2000,"iss":"https://id.example","aud":"relay","Feeds":["room"]}`:         errNoFeeds,
		`{"exp":2000,"iss":"https://id.example","aud":"relay","feeds":null}`:             errNoFeeds,
		`{"exp":2000,"iss":"https://id.example","aud":"relay","feeds":"room"}`:           errClaims,
		`{"exp":2000,"iss":"https://id.example","aud":"relay","feeds":["room",1]}`:       errClaims,
		`["exp"]`: errClaims,
		``:        errClaims,
	} {
		grant, err := newJWT(keyFile{}, issuer, audience).grant([]byte(payload), time.Unix(1000, 0))
		if want != nil {
			assert.ErrorIs(t, err, want, payload)
			continue
		}
		assert.NoError(t, err, payload)
		assert.True(t, grant.Has("room"), payload)
	}
	grant, err := newJWT(keyFile{}, issuer, "").grant([]byte(`{"exp":2000,"iss":"https://id.example","feeds":["*"]}`), time.Unix(1000, 0))
	require.NoError(t, err)
	assert.True(t, grant.Has("anything"))
	assert.Equal(t, time.Unix(2060, 0), grant.Until, "for as long as it would be let in")
}

// A signature is one that a key that is meant for it has made, in the one form that a header can have.
func TestSignatures(t *testing.T) {
	key, other := newKey(t), newKey(t)
	long, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	published := func(id, use, algorithm string) jose.JSONWebKey {
		return jose.JSONWebKey{Key: &key.PublicKey, KeyID: id, Use: use, Algorithm: algorithm}
	}
	named := func(id string) string {
		return signWith(t, key, jose.ES256, (&jose.SignerOptions{}).WithHeader("kid", id), nil)
	}
	unnamed := signWith(t, key, jose.ES256, nil, nil)
	inJSON, err := json.Marshal(map[string]string{
		"protected": strings.Split(unnamed, ".")[0], "payload": strings.Split(unnamed, ".")[1], "signature": strings.Split(unnamed, ".")[2],
	})
	require.NoError(t, err)
	der, err := x509.MarshalPKIXPublicKey(&long.PublicKey)
	require.NoError(t, err)
	public := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	for name, c := range map[string]struct {
		token string
		key   jose.JSONWebKey
		ok    bool
	}{
		"by name":                           {named("a"), published("a", "sig", "ES256"), true},
		"by another name":                   {named("a"), published("b", "sig", "ES256"), false},
		"a token without a name":            {unnamed, published("b", "sig", "ES256"), true},
		"a key without a name":              {named("a"), published("", "", ""), true},
		"a key for secrets":                 {named("a"), published("a", "enc", "ES256"), false},
		"a key for another algorithm":       {named("a"), published("a", "sig", "ES384"), false},
		"another key":                       {named("a"), jose.JSONWebKey{Key: &other.PublicKey, KeyID: "a"}, false},
		"RS256":                             {signWith(t, long, jose.RS256, nil, nil), jose.JSONWebKey{Key: &long.PublicKey}, true},
		"PS256 with a key for RS256":        {signWith(t, long, jose.PS256, nil, nil), jose.JSONWebKey{Key: &long.PublicKey, Algorithm: "RS256"}, false},
		"the public key taken for a secret": {signWith(t, public, jose.HS256, nil, nil), jose.JSONWebKey{Key: &long.PublicKey}, false},
		"a shared secret":                   {signWith(t, public, jose.HS256, nil, nil), jose.JSONWebKey{Key: public}, false},
		"none":                              {"eyJhbGciOiJub25lIn0." + strings.Split(unnamed, ".")[1] + ".", published("", "", ""), false},
		"a key of the token's own":          {signWith(t, other, jose.ES256, &jose.SignerOptions{EmbedJWK: true}, nil), published("", "", ""), false},
		"in JSON":                           {string(inJSON), published("", "", ""), false},
		"something critical": {
			signWith(t, key, jose.ES256, (&jose.SignerOptions{}).WithHeader("ext", 1).WithCritical("ext"), nil), published("", "", ""), false,
		},
		"a point more":   {unnamed + ".", published("", "", ""), false},
		"padded":         {unnamed + "=", published("", "", ""), false},
		"other bits":     {unnamed[:len(unnamed)-2] + "__", published("", "", ""), false},
		"of two parts":   {unnamed[:strings.LastIndex(unnamed, ".")], published("", "", ""), false},
		"no header":      {unnamed[strings.Index(unnamed, "."):], published("", "", ""), false},
		"nothing at all": {"..", published("", "", ""), false},
	} {
		payload, err := newJWT(keyFile{c.key}, issuer, audience).payload(t.Context(), c.token)
		assert.Equal(t, c.ok, err == nil, "%s: %v", name, err)
		assert.Equal(t, c.ok, len(payload) > 0, name)
	}
}
