package servers

import (
	"net"
	"net/http"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/require"
)

// behindProxy serves a handler by gRPC, to a proxy that translates it, and returns the proxy's address.
func behindProxy(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	proxy := built(t, "grpcweb")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	var clear http.Protocols
	clear.SetUnencryptedHTTP2(true)
	server := &http.Server{Handler: handler, Protocols: &clear}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close() })
	return run(t, proxy, "ADDRESS", l.Addr().String()).address
}

// connect-go has no gRPC-Web as text.
func TestGRPCWebAsText(t *testing.T) {
	t.Parallel()
	built(t, "grpcweb")
	d := dialect{
		read: ofProto, by: harness.Args{"envelopedAsText": ""}, listen: behindProxy, proxied: true,
		init: harness.Args{"headers": headersOf("application/grpc-web-text", "Accept", "application/grpc-web-text", "X-Grpc-Web", "1")},
	}
	page := open(t)
	t.Run("goes on", func(t *testing.T) { connectGoesOn(t, page, d) })
	t.Run("ends", func(t *testing.T) { connectEnds(t, page, d) })
}
