// Command grpcweb is the proxy of improbable-eng/grpc-web, in front of a server that speaks gRPC alone: grpcweb ADDRESS SERVER.
// Of the servers for Go it is the one that has gRPC-Web as text.
package main

import (
	"log"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"

	"github.com/improbable-eng/grpc-web/go/grpcweb"
)

func main() {
	var clear http.Protocols
	clear.SetUnencryptedHTTP2(true)
	server := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: os.Args[2]})
	server.Transport = &http.Transport{Protocols: &clear}
	server.FlushInterval = -1
	decoded := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.ContentLength = -1 // of the body as base64
		r.Header.Del("Content-Length")
		server.ServeHTTP(w, r)
	})
	anyOrigin := grpcweb.WithOriginFunc(func(string) bool { return true })
	anyPath := grpcweb.WithCorsForRegisteredEndpointsOnly(false)
	log.Fatal(http.ListenAndServe(os.Args[1], grpcweb.WrapHandler(decoded, anyOrigin, anyPath)))
}
