package servers

import (
	"context"
	"iter"
	"net/http"
	"strings"
	"testing"

	"connectrpc.com/connect"
	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"
)

const counting = "/test.v1.Numbers/Count"

type (
	question  = connect.Request[structpb.Struct]
	answering = connect.ServerStream[structpb.Struct]
)

// connectGo is a server of connect-go with one procedure, which speaks Connect, gRPC and gRPC-Web.
func connectGo(do func(*question, *answering) error) http.Handler {
	return connect.NewServerStreamHandler(counting, func(_ context.Context, r *question, s *answering) error { return do(r, s) })
}

// message is the one of a number.
func message(n int) *structpb.Struct {
	return &structpb.Struct{Fields: map[string]*structpb.Value{
		"n": structpb.NewNumberValue(float64(n)), "text": structpb.NewStringValue(wording(n)),
	}}
}

func ofMessage(t *testing.T, r record, read func([]byte, proto.Message) error) (n int, text string) {
	t.Helper()
	var m structpb.Struct
	require.NoError(t, read(r.Bytes, &m))
	return int(m.Fields["n"].GetNumberValue()), m.Fields["text"].GetStringValue()
}

func ofProto(t *testing.T, r record) (n int, text string) {
	t.Helper()
	return ofMessage(t, r, proto.Unmarshal)
}

func ofProtoJSON(t *testing.T, r record) (n int, text string) {
	t.Helper()
	return ofMessage(t, r, protojson.Unmarshal)
}

// A dialect is one of those that a server of connect-go speaks to pages.
type dialect struct {
	name string
	init harness.Args
	read func(t *testing.T, r record) (n int, text string)
	by   harness.Args
	// listen serves a handler, and returns its address.
	listen func(t *testing.T, handler http.HandlerFunc) string
	// proxied says that a proxy translates it, which has words of its own for what is no stream.
	proxied bool
}

// resuming has a feed ask again, and say how far it is: not in a header, which a browser asks for
// leave first, so that a cut may look like a refusal of that.
func (d dialect) resuming() harness.Args {
	resume := harness.Args{"query": "behind"}
	if d.init["id"] == nil {
		resume["cursor"] = "count"
	}
	return harness.Args{"reconnect": harness.Args{"anyMethod": true}, "resume": resume}
}

func headersOf(contentType string, more ...string) harness.Args {
	h := harness.Args{"Content-Type": contentType}
	for i := 0; i < len(more); i += 2 {
		h[more[i]] = more[i+1]
	}
	return h
}

func posting(init harness.Args) harness.Args {
	init["method"] = "POST"
	return init
}

var dialects = []dialect{
	{
		name: "Connect with JSON", read: ofProtoJSON, by: harness.Args{"enveloped": "{}"},
		init: harness.Args{"headers": headersOf("application/connect+json", "Connect-Protocol-Version", "1"), "id": "/n", "lastEventId": "0"},
	},
	{
		name: "Connect with JSON, compressed", read: ofProtoJSON, by: harness.Args{"enveloped": "{}"},
		init: harness.Args{"headers": headersOf("application/connect+json", "Connect-Protocol-Version", "1", "Connect-Accept-Encoding", "gzip"), "id": "/n", "lastEventId": "0"},
	},
	{
		name: "Connect with protobuf", read: ofProto, by: harness.Args{"enveloped": "", "library": "struct"},
		init: harness.Args{"headers": headersOf("application/connect+proto", "Connect-Protocol-Version", "1", "Connect-Accept-Encoding", "gzip")},
	},
	{
		name: "gRPC-Web", read: ofProto, by: harness.Args{"enveloped": "", "library": "struct"},
		init: harness.Args{"headers": headersOf("application/grpc-web+proto", "X-Grpc-Web", "1")},
	},
	{
		name: "gRPC-Web, compressed", read: ofProto, by: harness.Args{"enveloped": ""},
		init: harness.Args{"headers": headersOf("application/grpc-web+proto", "X-Grpc-Web", "1", "Grpc-Accept-Encoding", "gzip")},
	},
}

func TestConnect(t *testing.T) {
	t.Parallel()
	page := open(t)
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Run("goes on", func(t *testing.T) { connectGoesOn(t, page, d) })
			t.Run("ends", func(t *testing.T) { connectEnds(t, page, d) })
		})
	}
	t.Run("a body takes the cursor before it is put into its envelope", func(t *testing.T) {
		d := dialects[0]
		d.by = harness.Args{"envelopedWhenSent": true}
		init := harness.Args{
			"body": `{"topic":"numbers"}`, "resume": harness.Args{"body": "/behind"}, "reconnect": harness.Args{"anyMethod": true},
		}
		cutAgainAndAgain(t, page, d.numbersOver(init, &taps{}, func(_ *http.Request, q *question) string {
			assert.Equal(t, "numbers", q.Msg.Fields["topic"].GetStringValue())
			return q.Msg.Fields["behind"].GetStringValue()
		}))
	})
}

// numbersOver is a numbering over a dialect, of which a question says in its own way where it goes on.
func (d dialect) numbersOver(init harness.Args, log *taps, cursor func(*http.Request, *question) string) numbering {
	return numbering{
		setting: setting{init: with(posting(d.init), init), by: d.by}, path: counting, read: d.read, ends: true, listen: d.listen,
		serve: func(w http.ResponseWriter, r *http.Request, behind func(string) iter.Seq[int]) {
			connectGo(func(q *question, s *answering) error {
				for n := range behind(cursor(r, q)) {
					if err := s.Send(message(n)); err != nil {
						return err
					}
				}
				return nil
			}).ServeHTTP(log.tap(w), r)
		},
	}
}

func connectGoesOn(t *testing.T, page *harness.Page, d dialect) {
	t.Helper()
	var log taps
	cutAgainAndAgain(t, page, d.numbersOver(d.resuming(), &log, func(r *http.Request, _ *question) string { return r.URL.Query().Get("behind") }))
	isCompressed := strings.HasSuffix(d.name, "compressed") || d.name == "Connect with protobuf"
	assert.Equal(t, isCompressed, log.flags()&1 == 1, "messages were compressed")
}
