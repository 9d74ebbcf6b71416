package serve

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A publisher has keys that change, and can be away.
type publisher struct {
	mu     sync.Mutex
	keys   []jose.JSONWebKey
	isAway bool
	asked  int
}

func (p *publisher) set(isAway bool, keys ...jose.JSONWebKey) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.isAway, p.keys = isAway, keys
}

// ask takes a second.
func (p *publisher) ask() ([]jose.JSONWebKey, error) {
	time.Sleep(time.Second)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked++
	if p.isAway {
		return nil, errors.New("away")
	}
	return p.keys, nil
}

func TestKeysThatComeAndGo(t *testing.T) {
	first, second := newKey(t), newKey(t)
	one, two := jose.JSONWebKey{Key: &first.PublicKey, KeyID: "one"}, jose.JSONWebKey{Key: &second.PublicKey, KeyID: "two"}
	byFirst := sign(t, first, jose.ES256, nil)
	bySecond := signWith(t, second, jose.ES256, (&jose.SignerOptions{}).WithHeader("kid", "two"), nil)
	synctest.Test(t, func(t *testing.T) {
		from := &publisher{isAway: true}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		keys := newPublished(ctx, from.ask, slog.New(slog.DiscardHandler))
		j := newJWT(keys, issuer, audience)
		check := func(token string) error {
			_, err := j.payload(t.Context(), token)
			return err
		}
		go keys.keep(ctx)
		assert.ErrorIs(t, check(byFirst), errKeysAway, "nobody knows whether it is valid")
		from.set(false, one)
		assert.NoError(t, check(byFirst))
		assert.ErrorIs(t, check(bySecond), errUnsigned)
		from.set(false, one, two)
		assert.NoError(t, check(bySecond), "of a key that has come since")
		from.set(true)
		assert.NoError(t, check(byFirst), "keys count for as long as none can be had")
		time.Sleep(2 * keysEvery)
		assert.NoError(t, check(byFirst))
		from.set(false, two)
		time.Sleep(2 * keysEvery)
		assert.ErrorIs(t, check(byFirst), errUnsigned, "of a key that has gone")
		assert.NoError(t, check(bySecond))
		cancel()
		assert.ErrorIs(t, check(byFirst), errKeysAway, "when the process ends, nobody is waited for")
		time.Sleep(keysEvery) // for what is under way
	})
}

func TestForgedTokensDoNotHaveKeysBeAskedForWithoutEnd(t *testing.T) {
	key := newKey(t)
	unknown := signWith(t, newKey(t), jose.ES256, (&jose.SignerOptions{}).WithHeader("kid", "unknown"), nil)
	known := sign(t, newKey(t), jose.ES256, nil)
	synctest.Test(t, func(t *testing.T) {
		from := &publisher{keys: []jose.JSONWebKey{{Key: &key.PublicKey, KeyID: "one"}}}
		j := newJWT(newPublished(t.Context(), from.ask, slog.New(slog.DiscardHandler)), issuer, audience)
		begun := time.Now()
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() {
				for range 10 {
					_, err := j.payload(t.Context(), unknown)
					assert.ErrorIs(t, err, errUnsigned)
				}
			})
		}
		all.Wait()
		assert.Equal(t, 10, from.asked, "once for all who wait")
		assert.Equal(t, 10*time.Second+9*keysPause, time.Since(begun))
		_, err := j.payload(t.Context(), known)
		assert.ErrorIs(t, err, errUnsigned)
		assert.Equal(t, 10, from.asked, "a key that is known by this name is not asked for")

		leaving, leave := context.WithCancel(t.Context())
		leave()
		_, err = j.payload(leaving, unknown)
		assert.ErrorIs(t, err, context.Canceled, "who leaves does not wait")
		time.Sleep(keysEvery) // for what is under way
	})
}

// set is a set of keys as it is published.
func set(t *testing.T, keys ...any) string {
	t.Helper()
	text, err := json.Marshal(map[string]any{"keys": append([]any{}, keys...)})
	require.NoError(t, err)
	return string(text)
}

func TestSetsOfKeys(t *testing.T) {
	key := newKey(t)
	good := jose.JSONWebKey{Key: &key.PublicKey, KeyID: "good"}
	for text, want := range map[string]int{
		set(t, good):       1,
		set(t, good, good): 2,
		set(t):             0,
		set(t, map[string]string{"kty": "lattice"}, good):                                  1,
		set(t, map[string]string{"kty": "EC", "crv": "P-256", "x": "AQ", "y": "AQ"}, good): 1,
		set(t, 1, "a", nil, good): 1,
		set(t, map[string]string{"kty": "oct", "k": "c2VjcmV0LXRoYXQtc2hvdWxkLW5vdC1iZS1oZXJl"}): 0,
		set(t, jose.JSONWebKey{Key: key, KeyID: "with its secret half"}):                         0,
		strings.Replace(set(t, good), `"keys"`, `"Keys"`, 1):                                     -1,
		`{}`:                  -1,
		`[]`:                  -1,
		`{"keys":{}}`:         -1,
		``:                    -1,
		`<html>log in</html>`: -1,
		set(t, good) + set(t): -1,
	} {
		keys, err := parseKeys([]byte(text))
		assert.Equal(t, want < 0, err != nil, text)
		assert.Len(t, keys, max(want, 0), text)
	}
}

func TestAnswersThatAreNoKeys(t *testing.T) {
	key := newKey(t)
	good := set(t, jose.JSONWebKey{Key: &key.PublicKey})
	mux := http.NewServeMux()
	plain, secure := httptest.NewServer(mux), httptest.NewTLSServer(mux)
	defer plain.Close()
	defer secure.Close()
	trusting := *keysClient
	trusting.Transport = secure.Client().Transport
	defer func(former *http.Client) { keysClient = former }(keysClient)
	keysClient = &trusting
	answer := func(path string, f http.HandlerFunc) { mux.HandleFunc(path, f) }
	redirect := func(to string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }
	}
	answer("/keys", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(good)) })
	answer("/moved", redirect("/keys"))
	answer("/round", redirect("/round"))
	answer("/file", redirect("file:///etc/passwd"))
	answer("/plain", redirect(plain.URL+"/keys"))
	answer("/error", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, good, http.StatusInternalServerError) })
	answer("/huge", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(good))
		blank := []byte(strings.Repeat(" ", 64<<10))
		for range 17 {
			_, _ = w.Write(blank)
		}
	})
	answer("/cut", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100000")
		_, _ = w.Write([]byte(good))
	})
	for path, want := range map[string]string{
		"/keys": "", "/moved": "", "/round": "redirect without end", "/file": "without TLS",
		"/plain": "without TLS", "/error": "the answer is 500", "/huge": "more than 1048576 bytes", "/cut": "unexpected EOF", "/none": "404",
	} {
		keys, err := fetchKeys(secure.URL + path + "?hush=secret")
		if want == "" {
			assert.NoError(t, err, path)
			assert.Len(t, keys, 1, path)
			continue
		}
		assert.ErrorContains(t, err, want, path)
		assert.NotContains(t, err.Error(), "hush", path)
	}
	_, err := fetchKeys(plain.URL + "/file")
	assert.ErrorContains(t, err, `unsupported protocol scheme "file"`)
	_, err = fetchKeys("http://127.0.0.1:1/keys?hush=secret")
	assert.ErrorContains(t, err, "connection refused")
	assert.NotContains(t, err.Error(), "hush")
	assert.NotZero(t, keysClient.Timeout)
}

// A reader whose token cannot be checked is not told that it is wrong: it would not come back.
func TestKeysThatCannotBeHad(t *testing.T) {
	key := newKey(t)
	var isUp atomic.Bool
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if !isUp.Load() {
			http.Error(w, "down", http.StatusBadGateway)
			return
		}
		_, _ = w.Write([]byte(set(t, jose.JSONWebKey{Key: &key.PublicKey})))
	}))
	defer host.Close()
	keys := newPublished(t.Context(), func() ([]jose.JSONWebKey, error) { return fetchKeys(host.URL) }, slog.New(slog.DiscardHandler))
	keys.pause = 0
	s := serve(t, Options{Auth: newJWT(keys, issuer, audience)}, 1<<20).begin(t, 1)
	token := "Bearer " + sign(t, key, jose.ES256, nil)
	for _, path := range []string{"/feeds/room", "/feeds/"} {
		r := s.get(t, path, "Authorization", token)
		assert.Equal(t, http.StatusServiceUnavailable, r.StatusCode)
		assert.NotEmpty(t, r.Header.Get("Retry-After"))
		assert.Contains(t, body(t, r), `"no-keys"`)
	}
	isUp.Store(true)
	assert.Equal(t, http.StatusOK, s.get(t, "/feeds/room", "Authorization", token).StatusCode)
}
