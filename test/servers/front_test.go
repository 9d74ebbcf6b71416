package servers

import (
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
	target, err := url.Parse(server.url())
	require.NoError(t, err)
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.FlushInterval = -1
	proxy.ErrorLog = log.New(io.Discard, "", 0) // tests cut on purpose
	proxy.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) }
	proxy.ModifyResponse = func(r *http.Response) error {
		r.Header.Set("Access-Control-Allow-Origin", "*")
		r.Header.Set("Access-Control-Expose-Headers", "*")
		return nil
	}
	handler := func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodOptions {
			proxy.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Access-Control-Allow-Methods", "*")
		w.Header().Set("Access-Control-Allow-Headers", r.Header.Get("Access-Control-Request-Headers"))
		w.WriteHeader(http.StatusNoContent)
	}
	return strings.TrimPrefix(harness.Serve(t, http.HandlerFunc(handler)), "http://")
}
