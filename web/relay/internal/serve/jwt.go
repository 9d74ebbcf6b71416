package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/json" // which takes names as they are written, and none twice
	"github.com/go-jose/go-jose/v4/jwt"
)

// JWT checks JSON Web Tokens: signature, issuer, audience, expiry. The claim feeds lists what its bearer may read.
type JWT struct {
	keys     keys
	expected jwt.Expected
}

// keys are those that may have signed a token.
type keys interface {
	known() []jose.JSONWebKey
	// newer are those that there are now. Its error is errKeysAway if nobody can say.
	newer(ctx context.Context) ([]jose.JSONWebKey, error)
}

// algorithms are those of public keys. A secret that is shared with who makes tokens would be no key of ours to check by.
var algorithms = []jose.SignatureAlgorithm{
	jose.RS256, jose.RS384, jose.RS512, jose.PS256, jose.PS384, jose.PS512, jose.ES256, jose.ES384, jose.ES512, jose.EdDSA,
}

// leeway is how far clocks may be apart.
const leeway = time.Minute

// NewJWT takes keys from where they are published (JWKS), and asks for them now and then until ctx is done. An audience of "" is any.
func NewJWT(ctx context.Context, jwks, issuer, audience string, log *slog.Logger) *JWT {
	keys := newPublished(ctx, func() ([]jose.JSONWebKey, error) { return fetchKeys(jwks) }, log)
	go keys.keep(ctx)
	return newJWT(keys, issuer, audience)
}

// NewJWTFromFile takes public keys from a file of PEM blocks.
func NewJWTFromFile(name, issuer, audience string) (*JWT, error) {
	keys, err := readKeys(name)
	if err != nil {
		return nil, err
	}
	return newJWT(keys, issuer, audience), nil
}

func newJWT(keys keys, issuer, audience string) *JWT {
	j := &JWT{keys: keys, expected: jwt.Expected{Issuer: issuer}}
	if audience != "" {
		j.expected.AnyAudience = jwt.Audience{audience}
	}
	return j
}

// Why a token is not valid, besides what package jwt says.
var (
	errUnsigned = errors.New("no key that is known has signed it")
	errClaims   = errors.New("a claim of it is not what it has to be")
	errEndless  = errors.New("it has no exp")
	errNoFeeds  = errors.New("it has no claim feeds")
)

// Check is an Auth.
func (j *JWT) Check(ctx context.Context, token string) (Grant, error) {
	payload, err := j.payload(ctx, token)
	if err != nil {
		return Grant{}, err
	}
	return j.grant(payload, time.Now())
}

// payload is what a token says, if a key has signed it. Keys are asked for anew if it may be one that is not known yet.
func (j *JWT) payload(ctx context.Context, token string) ([]byte, error) {
	signed, err := jose.ParseSignedCompact(token, algorithms)
	if err != nil {
		return nil, err
	}
	header := signed.Signatures[0].Header
	known := j.keys.known()
	payload := verify(signed, known)
	isNamed := header.KeyID != "" && slices.ContainsFunc(known, func(k jose.JSONWebKey) bool { return k.KeyID == header.KeyID })
	if payload == nil && !isNamed {
		if known, err = j.keys.newer(ctx); err != nil {
			return nil, err
		}
		payload = verify(signed, known)
	}
	if payload == nil {
		return nil, errUnsigned
	}
	return payload, nil
}

// verify is nil if none of the keys has signed.
func verify(signed *jose.JSONWebSignature, keys []jose.JSONWebKey) []byte {
	for _, key := range keys {
		if !fits(&key, &signed.Signatures[0].Header) {
			continue
		}
		if payload, err := signed.Verify(&key); err == nil {
			return payload
		}
	}
	return nil
}

// fits says whether a key is one of those that a token names.
func fits(key *jose.JSONWebKey, header *jose.Header) bool {
	return (key.KeyID == header.KeyID || key.KeyID == "" || header.KeyID == "") &&
		(key.Use == "" || key.Use == "sig") &&
		(key.Algorithm == "" || key.Algorithm == header.Algorithm)
}

func (j *JWT) grant(payload []byte, now time.Time) (Grant, error) {
	var claims struct {
		jwt.Claims
		Feeds []string `json:"feeds"`
	}
	if err := json.Unmarshal(payload, &claims); err != nil {
		return Grant{}, fmt.Errorf("%w: %w", errClaims, err)
	}
	if err := claims.ValidateWithLeeway(j.expected.WithTime(now), leeway); err != nil {
		return Grant{}, err
	}
	switch {
	case claims.Expiry == nil:
		return Grant{}, errEndless
	case claims.Feeds == nil:
		return Grant{}, errNoFeeds
	}
	return Grant{Feeds: claims.Feeds, Until: claims.Expiry.Time().Add(leeway)}, nil
}

// reason is what a reader may know of why a token was refused.
func reason(err error) string {
	for _, known := range []struct {
		err  error
		text string
	}{
		{jwt.ErrExpired, "it has expired"},
		{jwt.ErrNotValidYet, "it is not valid yet"},
		{jwt.ErrIssuedInTheFuture, "it is not valid yet"},
		{errClaims, errClaims.Error()},
		{errEndless, errEndless.Error()},
		{errNoFeeds, errNoFeeds.Error()},
	} {
		if errors.Is(err, known.err) {
			return known.text
		}
	}
	return "its signature, issuer or audience is not what is asked for"
}
