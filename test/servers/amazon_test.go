package servers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream"
	"github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream/eventstreamapi"
	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const amazonType = "application/vnd.amazon.eventstream"

// amazonMessage is one as the encoder of Amazon's own library for Go writes it.
func amazonMessage(t *testing.T, payload []byte, headers ...eventstream.Header) []byte {
	t.Helper()
	var b bytes.Buffer
	assert.NoError(t, eventstream.NewEncoder().Encode(&b, eventstream.Message{Headers: headers, Payload: payload}))
	return b.Bytes()
}

func amazonHeader(name string, value eventstream.Value) eventstream.Header {
	return eventstream.Header{Name: name, Value: value}
}

func amazonText(name, value string) eventstream.Header {
	return amazonHeader(name, eventstream.StringValue(value))
}

// amazonEvent is an event of a type whose payload is JSON.
func amazonEvent(t *testing.T, kind string, payload []byte, more ...eventstream.Header) []byte {
	t.Helper()
	return amazonMessage(t, payload, append([]eventstream.Header{
		amazonText(eventstreamapi.MessageTypeHeader, eventstreamapi.EventMessageType),
		amazonText(eventstreamapi.EventTypeHeader, kind),
		amazonText(eventstreamapi.ContentTypeHeader, "application/json"),
	}, more...)...)
}

// amazonAnswer is what a page sees of an answer of these messages.
func amazonAnswer(t *testing.T, page *harness.Page, init harness.Args, messages ...[]byte) sighting {
	t.Helper()
	address := served(t, toAnyPage(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", amazonType)
		for _, m := range messages {
			send(w, m)
		}
	}))
	return read(page, "http://"+address, setting{init: posting(with(init, nil))}).until(harness.Args{"Over": 1})
}

func TestAmazonEventStream(t *testing.T) {
	t.Parallel()
	page := open(t)
	t.Run("goes on by a field of the header", func(t *testing.T) {
		cutAgainAndAgain(t, page, numbering{
			setting: setting{init: harness.Args{
				"id": harness.Args{"header": "sequence"}, "lastEventId": "0", "resume": harness.Args{"query": "behind"},
			}},
			read: func(t *testing.T, r record) (n int, text string) {
				t.Helper()
				var v struct {
					N    int
					Text string
				}
				require.NoError(t, json.Unmarshal(r.Bytes, &v))
				require.Equal(t, fmt.Sprint(v.N), r.ID)
				require.Equal(t, []string{"chunk", "trace"}[v.N%2], r.Type)
				return v.N, v.Text
			},
			serve: func(w http.ResponseWriter, r *http.Request, behind func(string) iter.Seq[int]) {
				w.Header().Set("Content-Type", amazonType)
				for n := range behind(r.URL.Query().Get("behind")) {
					payload := fmt.Appendf(nil, `{"n":%d,"text":%q}`, n, wording(n))
					kind := []string{"chunk", "trace"}[n%2]
					if !send(w, amazonEvent(t, kind, payload, amazonHeader("sequence", eventstream.Int64Value(n)))) {
						return
					}
				}
				<-r.Context().Done()
			},
		})
	})
	t.Run("headers have values of ten types", func(t *testing.T) {
		got := amazonAnswer(t, page, nil, amazonEvent(t, "typed", []byte("{}"),
			amazonHeader("yes", eventstream.BoolValue(true)), amazonHeader("no", eventstream.BoolValue(false)),
			amazonHeader("byte", eventstream.Int8Value(-8)), amazonHeader("short", eventstream.Int16Value(-1600)),
			amazonHeader("int", eventstream.Int32Value(-320000)), amazonHeader("long", eventstream.Int64Value(-1<<62)),
			amazonHeader("bytes", eventstream.BytesValue{0, 255}), amazonText("text", "☃"),
			amazonHeader("time", eventstream.TimestampValue(time.UnixMilli(1700000000123))),
			amazonHeader("uuid", eventstream.UUIDValue{0: 0x12, 15: 0xef}),
		))
		require.Len(t, got.Records, 1)
		assert.Equal(t, "typed", got.Records[0].Type)
		assert.Equal(t, []string{
			":message-type: String event", ":event-type: String typed", ":content-type: String application/json",
			"yes: Boolean true", "no: Boolean false", "byte: Number -8", "short: Number -1600", "int: Number -320000",
			"long: BigInt -4611686018427387904", "bytes: Uint8Array 0,255", "text: String ☃",
			"time: Date 2023-11-14T22:13:20.123Z", "uuid: String 12000000-0000-0000-0000-0000000000ef",
		}, got.Records[0].Fields)
	})
	event := amazonEvent(t, "chunk", []byte(`{"n":1}`))
	t.Run("what Bedrock answers is what its base64 stands for", func(t *testing.T) {
		var chunks [][]byte
		for _, text := range []string{`{"type":"content_block_delta","delta":{"text":"Snow ☃"}}`, `{"type":"message_stop"}`} {
			payload, err := json.Marshal(map[string]any{"bytes": []byte(text), "p": "abcdefgh"})
			require.NoError(t, err)
			chunks = append(chunks, amazonEvent(t, "chunk", payload))
		}
		got := amazonAnswer(t, page, harness.Args{
			"preset": "bedrock", "signals": []harness.Args{{"at": "/type", "is": "message_stop", "then": "end"}},
		}, chunks...)
		assert.Equal(t, []string{`{"type":"content_block_delta","delta":{"text":"Snow ☃"}}`, `{"type":"message_stop"}`}, got.data())
		assert.Equal(t, []string{"complete"}, got.types())
	})
	exception := func(kind, says string) []byte {
		return amazonMessage(t, fmt.Appendf(nil, `{"message":%q}`, says),
			amazonText(eventstreamapi.MessageTypeHeader, eventstreamapi.ExceptionMessageType),
			amazonText(eventstreamapi.ExceptionTypeHeader, kind), amazonText(eventstreamapi.ContentTypeHeader, "application/json"))
	}
	for name, failing := range map[string]struct {
		message []byte
		code    string
	}{
		"an exception": {exception("validationException", "The ☃ is not valid."), "validationException"},
		"an error": {amazonMessage(t, nil,
			amazonText(eventstreamapi.MessageTypeHeader, eventstreamapi.ErrorMessageType),
			amazonText(eventstreamapi.ErrorCodeHeader, "InternalFailure"),
			amazonText(eventstreamapi.ErrorMessageHeader, "The ☃ is not valid.")), "InternalFailure"},
	} {
		t.Run(name+" is the server's word", func(t *testing.T) {
			got := amazonAnswer(t, page, nil, event, failing.message)
			assert.Equal(t, []string{`{"n":1}`}, got.data())
			refused(t, got, "server", failing.code, "The ☃ is not valid.")
			assert.Equal(t, failing.code, got.Errors[0].Code)
		})
	}
	t.Run("an exception that may pass is one to ask again after", func(t *testing.T) {
		got := amazonAnswer(t, page, harness.Args{"reconnect": harness.Args{"anyMethod": true, "maxAttempts": 2}},
			exception("throttlingException", "Too many requests."))
		require.Len(t, got.Errors, 2)
		assert.Equal(t, []string{"server", "server"}, got.types())
		assert.Equal(t, "throttlingException", got.Errors[0].Code)
		assert.False(t, got.Errors[0].Final)
	})
	t.Run("a payload that was changed on its way is malformed", func(t *testing.T) {
		changed := bytes.Replace(event, []byte(`{"n":1}`), []byte(`{"n":2}`), 1)
		got := amazonAnswer(t, page, nil, event, changed, event)
		assert.Equal(t, []string{`{"n":1}`, `{"n":1}`}, got.data())
		assert.Len(t, got.Malformed, 1)
	})
	t.Run("lengths that were changed on their way are the end", func(t *testing.T) {
		changed := append([]byte{}, event...)
		changed[3]++
		got := amazonAnswer(t, page, nil, event, changed, event)
		assert.Equal(t, []string{`{"n":1}`}, got.data())
		refused(t, got, "framing")
	})
}
