// Package servers reads real servers, in Chromium: programs of other people that are
// installed, started on ports of this machine, and met as a page meets them. Between page
// and server is a wire (wire_test.go), which a test cuts, silences and lets the server be
// restarted behind. Each is asked for the same: what the server can give back arrives,
// once and in order, and each refusal is a sentence.
//
// All of them are read, cut (RST, FIN), restarted and left silent; those that go on are torn
// within a record as well. What each has of its own is in this table. "Nothing" is an answer
// to a POST, or a stream that nobody keeps: it is told that the rest is lost.
//
//	server               goes on by                  refuses
//	dockerd              since=, inclusive           a filter (it knows no passwords)
//	Durable Streams      offset=                     a stream, an offset (it knows no passwords)
//	etcd                 the body's start_revision   a token; a compacted revision is a gap
//	graphql-sse          the body's variables        a token
//	GraphQL Yoga         nothing                     a field, a subscription in parts (a library)
//	Hono                 Last-Event-ID               a token
//	journal-gatewayd     Range, inclusive            a cursor (it knows no passwords)
//	kube-apiserver       resourceVersion=            a token; an expired version is a gap
//	MCP SDK              a GET with Last-Event-ID    a token; a restart forgets sessions
//	Nchan                Last-Event-ID or query      nginx's basic authentication
//	Ollama               nothing                     a model (it knows no passwords)
//	PocketBase           nothing                     too many connections (a page's subscription
//	                                                 has the token, and not the connection)
//	PouchDB              since=                      basic authentication, a database
//	our relay            Last-Event-ID               a feed; a position that is not kept is a gap
//	Pushpin              Last-Event-ID or since=     what the app behind it refuses
//	thin                 Last-Event-ID or since=     what its app refuses
//	tRPC                 Last-Event-ID or query      a token
//	Vercel ai            nothing                     its model's error (a library, without passwords)
//
// Records of bytes come from these, of which those in Go are within the test's process and never
// skipped. Where they go on they are cut a hundred times, behind as many bytes as chance has it,
// heads and preflights included.
//
//	Amazon's encoder     a field of the header       exceptions and errors
//	connect-go           a query, the body           with codes, by Connect and by gRPC-Web
//	CBOR, MessagePack    the number of records       nothing: fxamacker/cbor, vmihailenco/msgpack
//	dockerd's logs       since=, inclusive           a container with a TTY
//	ffmpeg               nothing                     nothing; its pictures are served from here
//	grpc-web's proxy     a query                     with codes, by gRPC-Web as text
//	kube-apiserver       the page's own URL          in protobuf; what it refuses is above
//	motion JPEG          a field of a part           nothing: image/jpeg and mime/multipart
//	protodelim           the number of records       nothing
//
// A server that is not installed is skipped and says so. ./build.sh test installs those that
// take seconds, and ./build.sh servers all of them: those of the folders with a go.mod, dockerd and ffmpeg.
package servers

import (
	"testing"

	"github.com/feedsource/feedsource/test/harness"
)

func TestMain(m *testing.M) { harness.Main(m) }
