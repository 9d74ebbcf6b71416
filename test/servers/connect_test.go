package servers

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"strings"
	"sync/atomic"
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

// answered is what a page sees of the answer of a handler.
func answered(t *testing.T, page *harness.Page, d dialect, more harness.Args, handler http.Handler) sighting {
	t.Helper()
	listen := d.listen
	if listen == nil {
		listen = servedToAnyPage
	}
	url := "http://" + listen(t, handler.ServeHTTP) + counting
	by := harness.Args{}
	if tokens, ok := more["tokens"]; ok {
		by["tokens"] = tokens
		delete(more, "tokens")
	}
	return read(page, url, setting{init: with(posting(d.init), more), by: with(d.by, by)}).until(harness.Args{"Over": 1})
}

// counted sends so many messages.
func counted(s *answering, messages int) error {
	for n := range messages {
		if err := s.Send(message(n + 1)); err != nil {
			return err
		}
	}
	return nil
}

const saying = "the handler fell over: ☃, 100%"

func connectEnds(t *testing.T, page *harness.Page, d dialect) {
	t.Helper()
	numbersOf := func(s sighting) (numbers []int) {
		for _, r := range s.Records {
			n, _ := d.read(t, r)
			numbers = append(numbers, n)
		}
		return numbers
	}
	t.Run("with all that there is", func(t *testing.T) {
		got := answered(t, page, d, nil, connectGo(func(_ *question, s *answering) error { return counted(s, 3) }))
		assert.Equal(t, []int{1, 2, 3}, numbersOf(got))
		assert.Equal(t, []string{"complete"}, got.types())
		assert.Empty(t, got.Threw)
	})
	for _, code := range []connect.Code{connect.CodeUnavailable, connect.CodeInvalidArgument, connect.CodePermissionDenied, connect.CodeUnauthenticated} {
		for sent := range 3 {
			t.Run(fmt.Sprintf("with %s behind %d messages", code, sent), func(t *testing.T) {
				got := answered(t, page, d, nil, connectGo(func(_ *question, s *answering) error {
					_ = counted(s, sent)
					return connect.NewError(code, errors.New(saying))
				}))
				assert.Len(t, got.Records, sent)
				require.Len(t, got.Errors, 1)
				refused(t, got, "server", code.String(), saying)
				assert.Equal(t, code.String(), got.Errors[0].Code)
			})
		}
	}
	for code, passes := range map[connect.Code]bool{
		connect.CodeUnavailable: true, connect.CodeInternal: true, connect.CodeResourceExhausted: true, connect.CodeAborted: true,
		connect.CodeNotFound: false, connect.CodeUnimplemented: false, connect.CodeFailedPrecondition: false,
	} {
		t.Run(fmt.Sprintf("with %s, and may be asked again", code), func(t *testing.T) {
			var asked atomic.Int32
			got := answered(t, page, d, d.resuming(), connectGo(func(_ *question, s *answering) error {
				if asked.Add(1) > 1 {
					return counted(s, 1)
				}
				return connect.NewError(code, errors.New(saying))
			}))
			if !passes {
				refused(t, got, "server", code.String(), saying)
				return
			}
			assert.Equal(t, []string{"server", "complete"}, got.types())
			assert.Equal(t, []int{1}, numbersOf(got))
		})
	}
	for sent := range 2 {
		t.Run(fmt.Sprintf("with a token that was good for %d messages", sent), func(t *testing.T) {
			more := with(d.resuming(), harness.Args{"tokens": []string{"Bearer stale", "Bearer fresh"}})
			got := answered(t, page, d, more, connectGo(func(r *question, s *answering) error {
				if r.Header().Get("Authorization") == "Bearer fresh" {
					return counted(s, 1)
				}
				_ = counted(s, sent)
				return connect.NewError(connect.CodeUnauthenticated, errors.New(saying))
			}))
			assert.Equal(t, []string{"server", "complete"}, got.types())
			assert.Len(t, got.Records, sent+1)
		})
	}
	if d.proxied {
		return
	}
	t.Run("and does not say so", func(t *testing.T) {
		got := answered(t, page, d, nil, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			connectGo(func(_ *question, s *answering) error { return counted(s, 2) }).ServeHTTP(&endless{ResponseWriter: w}, r)
		}))
		assert.Equal(t, []int{1, 2}, numbersOf(got))
		refused(t, got, "incomplete")
	})
	t.Run("before it has begun, since its codec is unknown", func(t *testing.T) {
		unknown := dialect{by: d.by, init: with(d.init, harness.Args{"headers": with(d.init["headers"].(harness.Args), harness.Args{"Content-Type": "application/connect+thrift"})})}
		got := answered(t, page, unknown, nil, connectGo(func(*question, *answering) error { return nil }))
		refused(t, got, "status", "415")
	})
}

// An endless answer lacks the envelope that says how it ended.
type endless struct {
	http.ResponseWriter
	isOver bool
}

// Write takes a piece of an envelope: connect-go writes its head apart.
func (e *endless) Write(b []byte) (int, error) {
	if e.isOver = e.isOver || len(b) == 5 && b[0]&^1 != 0; e.isOver {
		return len(b), nil
	}
	return e.ResponseWriter.Write(b)
}

func (e *endless) Flush() { _ = http.NewResponseController(e.ResponseWriter).Flush() }
