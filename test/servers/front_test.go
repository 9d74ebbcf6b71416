package servers

import (
	"crypto/tls"
	"io"
	"log"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/require"
)

// front puts a proxy before a server that lets no page of another origin read. It passes
// what comes at once, in chunks, answers preflights, and cuts where the server is cut off.
// It returns its address.
func front(t *testing.T, server *process) string {
	t.Helper()
	proxy := through(t, server.url())
	proxy.ModifyResponse = func(r *http.Response) error {
		r.Header.Set("Access-Control-Allow-Origin", "*")
		r.Header.Set("Access-Control-Expose-Headers", "*")
		return nil
	}
	return served(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodOptions {
			proxy.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Access-Control-Allow-Methods", "*")
		w.Header().Set("Access-Control-Allow-Headers", r.Header.Get("Access-Control-Request-Headers"))
		w.WriteHeader(http.StatusNoContent)
	})
}

// plain puts a proxy before a server that speaks TLS, with a certificate that no browser takes.
func plain(t *testing.T, server *process) string {
	t.Helper()
	proxy := through(t, "https://"+server.address)
	proxy.Transport = trusting()
	return served(t, proxy.ServeHTTP)
}

func trusting() *http.Transport {
	return &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
}

func through(t *testing.T, server string) *httputil.ReverseProxy {
	t.Helper()
	target, err := url.Parse(server)
	require.NoError(t, err)
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.FlushInterval = -1
	proxy.ErrorLog = log.New(io.Discard, "", 0) // tests cut on purpose
	proxy.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) }
	return proxy
}

func served(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	return strings.TrimPrefix(harness.Serve(t, handler), "http://")
}
