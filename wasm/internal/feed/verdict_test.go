package feed

import (
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// enveloped is a payload in an envelope with flags.
func enveloped(flags byte, payload string) string {
	return string(binary.BigEndian.AppendUint32([]byte{flags}, uint32(len(payload)))) + payload
}

const connectJSON = "application/connect+json"

func TestStreamSaysHowItEnded(t *testing.T) {
	one := enveloped(0, `{"n":1}`)
	for _, c := range []struct {
		name, contentType, end string
		config                 Config
		want                   []any // type, code, whether it is final
		says                   string
	}{
		{"complete", connectJSON, enveloped(2, "{}"), Config{}, []any{FailComplete, "", true}, "the answer is complete."},
		{"no end", connectJSON, "", Config{}, []any{FailIncomplete, "", true}, "the body ended before it was complete"},
		{"trouble that may pass", connectJSON, enveloped(2, `{"error":{"code":"unavailable","message":"a deploy"}}`), Config{Method: "POST", AnyMethod: true, Resume: Resume{Page: true}},
			[]any{FailServer, "unavailable", false}, `the server said "unavailable": "a deploy"; trying again`},
		{"trouble that would bring all again", connectJSON, enveloped(2, `{"error":{"code":"unavailable"}}`), Config{}, []any{FailServer, "unavailable", true}, `the server said "unavailable"; the feed is closed`},
		{"trouble that will not pass", connectJSON, enveloped(2, `{"error":{"code":"permission_denied"}}`), Config{Resume: Resume{Page: true}}, []any{FailServer, "permission_denied", true}, ""},
		{"a token that is no longer good", connectJSON, enveloped(2, `{"error":{"code":"unauthenticated"}}`), Config{Resume: Resume{Page: true}, FreshHeaders: true},
			[]any{FailServer, "unauthenticated", false}, "trying again at once"},
		{"and nobody to give another", connectJSON, enveloped(2, `{"error":{"code":"unauthenticated"}}`), Config{Resume: Resume{Page: true}}, []any{FailServer, "unauthenticated", true}, ""},
		{"trailers", "application/grpc-web+proto", enveloped(0x80, "grpc-status: 0\r\n"), Config{}, []any{FailComplete, "", true}, ""},
		{"trailers with trouble", "application/grpc-web+proto", enveloped(0x80, "grpc-status: 8\r\ngrpc-message: slow%20down\r\n"), Config{Resume: Resume{Page: true}},
			[]any{FailServer, "resource_exhausted", false}, `"resource_exhausted": "slow down"`},
	} {
		rows, _, f := answered(t, c.config, Head{Status: 200, ContentType: c.contentType}, one+c.end)
		assert.Equal(t, []string{`{"n":1}`}, rows, c.name)
		assert.Equal(t, c.want, []any{f.Type, f.Code, f.Final}, c.name)
		assert.Contains(t, f.Message, c.says, c.name)
	}
}

func TestResponseWithoutABodySaysIt(t *testing.T) {
	m := newMachine(t, Config{Method: "POST"})
	f := failure(t, m.Response(1, 0, Head{Status: 200, ContentType: "application/grpc-web", GRPCStatus: "5", GRPCMessage: "no%20room"}))
	assert.Equal(t, []any{FailServer, "not_found", true}, []any{f.Type, f.Code, f.Final})
	assert.Contains(t, f.Message, `the server said "not_found": "no room"`)
	m = newMachine(t, Config{Method: "POST"})
	assert.Equal(t, FailComplete, failure(t, m.Response(1, 0, Head{Status: 200, ContentType: "application/grpc-web", GRPCStatus: "0"})).Type)
	m = newMachine(t, Config{})
	assert.Empty(t, actionsOf(m.Response(1, 0, Head{Status: 200, GRPCStatus: "5"}), TellFailure), "of another format")
}

func actionsOf(actions []Action, kind ActionKind) (list []Action) {
	for _, a := range actions {
		if a.Kind == kind {
			list = append(list, a)
		}
	}
	return list
}

// message is one of Amazon's event stream, with headers that are texts.
func message(payload string, headers ...string) string {
	var block []byte
	for i := 0; i < len(headers); i += 2 {
		block = append(append(block, byte(len(headers[i]))), headers[i]...)
		block = append(binary.BigEndian.AppendUint16(append(block, 7), uint16(len(headers[i+1]))), headers[i+1]...)
	}
	b := binary.BigEndian.AppendUint32(nil, uint32(16+len(block)+len(payload)))
	b = binary.BigEndian.AppendUint32(b, uint32(len(block)))
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
	b = append(append(b, block...), payload...)
	return string(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b)))
}

const amazon = "application/vnd.amazon.eventstream"

func TestOptionsLookIntoHeaderFields(t *testing.T) {
	field := compile(t, "seq")
	c := Config{ID: []Member{field}, Dedupe: Dedupe{Keys: []Member{field}}, Signals: []Rule{{At: &field, Is: []string{"0"}, Then: SignalKeepAlive}, {Type: "stop", Then: SignalEnd}}}
	event := func(kind, seq, payload string) string { return message(payload, ":event-type", kind, "seq", seq) }
	m := openMachine(t, c)
	m.body.begin(framing.NewEventStream())
	m.body.format = framing.EventStreamFmt
	assert.Equal(t, []string{"a", "b"}, send(t, m, 1, event("x", "1", "a")+event("x", "0", "beat")+event("y", "2", "b")+event("x", "1", "again")))
	assert.Equal(t, []string{"1", "2"}, cursors(m))
	assert.Equal(t, FailComplete, failure(t, commit(m, 1, 0, event("stop", "3", ""))).Type)
}

func TestExceptionsOfAmazonsServices(t *testing.T) {
	for _, c := range []struct {
		end  string
		want []any
	}{
		{message(`{"message":"later"}`, ":message-type", "exception", ":exception-type", "ThrottlingException"), []any{FailServer, "ThrottlingException", false}},
		{message(`{"message":"no"}`, ":message-type", "exception", ":exception-type", "ValidationException"), []any{FailServer, "ValidationException", true}},
		{message("", ":message-type", "error", ":error-code", "InternalServerError", ":error-message", "oh"), []any{FailServer, "InternalServerError", false}},
	} {
		_, _, f := answered(t, Config{Resume: Resume{Page: true}}, Head{Status: 200, ContentType: amazon}, message("a", ":event-type", "x")+c.end)
		assert.Equal(t, c.want, []any{f.Type, f.Code, f.Final})
	}
}

func TestRecordsInBase64(t *testing.T) {
	bytes := compile(t, "/bytes").Pointer
	c := Config{JSON: true, Base64: &bytes, ID: []Member{compile(t, "/n")}}
	wrapped := func(text string) string {
		return `{"p":"x","bytes":"` + base64.StdEncoding.EncodeToString([]byte(text)) + `"}`
	}
	m := varint(t, c)
	assert.Equal(t, []string{`{"n":1}`, `{"bytes":"*"}`, `{"n":2}`, `{"bytes":7}`}, send(t, m, 1, framed(wrapped(`{"n":1}`), `{"bytes":"*"}`, wrapped(`{"n":2}`), `{"bytes":7}`)))
	assert.Equal(t, "2", m.LastEventID())
	c.Format, c.JSON = framing.NDJSON, false
	m = ndjson(t, c)
	assert.Equal(t, []string{`{"n":1}`}, send(t, m, 1, wrapped(`{"n":1}`)+"\n"), "of text as well")
	event := func(payload string) string { return message(payload, ":event-type", "chunk") }
	rows, _, _ := answered(t, Config{JSON: true, Base64: &bytes}, Head{Status: 200, ContentType: amazon}, event(wrapped("one"))+event(wrapped("two")))
	assert.Equal(t, []string{"one", "two"}, rows, "behind a header")
}

// container is a frame of a container's stdout.
func container(text string) string { return written(1, text) }

// written is one of any stream.
func written(stream byte, text string) string {
	return string(stream) + "\x00\x00\x00" + string(binary.BigEndian.AppendUint32(nil, uint32(len(text)))) + text
}

// Docker stamps the pieces of a long line alike, and since= brings all of them again.
func TestPiecesOfALineAreNotTakenForEachOther(t *testing.T) {
	const first, later = "2024-05-01T10:00:00.000000001Z ", "2024-05-01T10:00:00.000000002Z "
	c := Config{Format: framing.DockerFmt, URL: where + "?timestamps=1", Resume: Resume{Query: "since"}, Dedupe: Dedupe{ByID: true}}
	m := New(c, func() float64 { return 0 })
	m.Connect(0)
	m.Response(1, 0, Head{Status: 200})
	assert.Equal(t, []string{"a", "b", "c"}, send(t, m, 1, container(first+"a")+container(later+"b")+container(later+"c")))
	m.Ended(1, 0, "cut")
	dial := m.Timer(60*second, false)[0]
	assert.True(t, strings.HasSuffix(dial.URL, "?timestamps=1&since=1714557600.000000002"), dial.URL)
	m.Response(2, 60*second, Head{Status: 200})
	assert.Equal(t, []string{"d", "e"}, send(t, m, 2, container(later+"b")+container(later+"c")+container(later+"d")+container("2024-05-01T10:00:01Z "+"e")))
	assert.Equal(t, 2, m.Duplicates())
}

// Docker reads what a container writes to its streams side by side.
func TestPiecesOfTwoStreamsAreNotTakenForEachOther(t *testing.T) {
	const one, other = "2024-05-01T10:00:00.000000001Z ", "2024-05-01T10:00:00.000000002Z "
	c := Config{
		Format: framing.DockerFmt, URL: where + "?timestamps=1", LastEventID: "1714557600.000000001",
		Resume: Resume{Query: "since"}, Dedupe: Dedupe{ByID: true},
	}
	m := New(c, func() float64 { return 0 })
	m.Connect(0)
	m.Response(1, 0, Head{Status: 200})
	body := written(1, one+"a") + written(2, other+"x") + written(1, one+"b") + written(2, other+"y")
	assert.Equal(t, []string{"x", "b", "y"}, send(t, m, 1, body), "a is the one that an earlier feed has had")
	m.Ended(1, 0, "cut")
	m.Timer(60*second, false)
	m.Response(2, 60*second, Head{Status: 200})
	assert.Equal(t, []string{"c"}, send(t, m, 2, body+written(1, one+"c")))
	alike := written(1, other+"z") + written(2, other+"z")
	c.LastEventID = "1714557600.000000002"
	m = New(c, func() float64 { return 0 })
	m.Connect(0)
	m.Response(1, 0, Head{Status: 200})
	assert.Len(t, send(t, m, 1, alike), 1, "an earlier feed has had one of them")
	m.Ended(1, 0, "cut")
	m.Timer(60*second, false)
	m.Response(2, 60*second, Head{Status: 200})
	assert.Empty(t, send(t, m, 2, alike))
}
