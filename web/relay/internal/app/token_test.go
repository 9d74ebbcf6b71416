package app

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/feedsource"
)

// issuing is a key, as a file in PEM, and what makes tokens with it that expire at a time.
func issuing(t *testing.T) (file string, token func(exp time.Time) http.Header) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	require.NoError(t, err)
	file = filepath.Join(t.TempDir(), "keys.pem")
	require.NoError(t, os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), 0o600))
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, nil)
	require.NoError(t, err)
	return file, func(exp time.Time) http.Header {
		text, err := jwt.Signed(signer).Claims(map[string]any{"iss": "me", "exp": exp.Unix(), "feeds": []string{"room"}}).Serialize()
		require.NoError(t, err)
		return http.Header{"Authorization": {"Bearer " + text}}
	}
}

// A token that is over ends the reading. Who can have another goes on by itself, and who cannot is told why not.
func TestTokenThatExpires(t *testing.T) {
	keys, token := issuing(t)
	a, _, _ := start(t, load(t, fmt.Sprintf("folder = %q\n[readers]\nheartbeat = \"1s\"\nspread = \"100ms\"\n[auth]\nkeys = %q\nissuer = \"me\"\n[feeds.room]\nurl = %q\n",
		t.TempDir(), keys, local(t)+"/espresso/subscribe?from=1&count=1&rate=0&hold=1")))
	ready(t, a)
	soon := token(time.Now().Add(-57 * time.Second)) // which is within the leeway for some seconds
	open := func(o feedsource.Options) *feedsource.Feed {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		t.Cleanup(cancel)
		o.Preset = "relay"
		feed, err := feedsource.Open(ctx, a.URL()+"/feeds/room", o)
		require.NoError(t, err)
		t.Cleanup(func() { _ = feed.Close() })
		return feed
	}

	alone := open(feedsource.Options{Headers: soon})
	asked, opened := 0, 0
	feed := open(feedsource.Options{HeadersFunc: func(context.Context, feedsource.State) (http.Header, error) {
		if asked++; asked == 1 {
			return soon, nil
		}
		return token(time.Now().Add(time.Hour)), nil
	}})
	for event := range feed.Events() {
		if failure, ok := event.(*feedsource.Error); ok {
			assert.Equal(t, feedsource.ErrorType("end"), failure.Type, "the end is not a cut, nor is the reader refused")
		}
		if _, ok := event.(*feedsource.OpenEvent); !ok {
			continue
		}
		if opened++; opened == 2 {
			break
		}
	}
	assert.Equal(t, 2, asked)

	for range alone.Events() {
	}
	assert.ErrorContains(t, alone.Err(), "401")
	assert.ErrorContains(t, alone.Err(), "it has expired")
}
