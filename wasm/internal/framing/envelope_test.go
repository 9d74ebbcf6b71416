package framing_test

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

var (
	envelopeInput = framingtest.Input{Framer: func() framing.Framer { return framing.NewEnvelope(false) }, Limit: limit}
	webTextInput  = framingtest.Input{Framer: func() framing.Framer { return framing.NewEnvelope(true) }, Limit: limit, Moves: true}
)

// enveloped is a payload behind flags and its length.
func enveloped(flags byte, payload string) string {
	n := len(payload)
	return string([]byte{flags, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}) + payload
}

const (
	tick  = "\x00\x00\x00\x00\x0a{\"tick\":1}"
	tock  = "\x00\x00\x00\x00\x02\xff\x00"
	fine  = "\x02\x00\x00\x00\x02{}"
	fine2 = "\x80\x00\x00\x00\x0fgrpc-status:0\r\n"
)

var envelopeCases = []judgedCase{
	{Case: framingtest.Case{Name: "empty body"}},
	{Case: framingtest.Case{Name: "Connect: messages and the end", Body: tick + tock + fine, Want: []string{`bytes "{\"tick\":1}"`, `bytes "\xff\x00"`}}, verdict: complete},
	{Case: framingtest.Case{Name: "gRPC-Web: messages and the end", Body: tick + tock + fine2, Want: []string{`bytes "{\"tick\":1}"`, `bytes "\xff\x00"`}}, verdict: complete},
	{Case: framingtest.Case{Name: "messages of nothing", Body: "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" + tick, Want: []string{`bytes ""`, `bytes ""`, `bytes "{\"tick\":1}"`}}},
	{Case: framingtest.Case{Name: "no end", Body: tick + tick, Want: []string{`bytes "{\"tick\":1}"`, `bytes "{\"tick\":1}"`}}},
	{Case: framingtest.Case{Name: "cut in a head", Body: tick + "\x00\x00\x00", Want: []string{`bytes "{\"tick\":1}"`, "truncated \x00\x00\x00"}}},
	{Case: framingtest.Case{Name: "cut behind a head", Body: tick[:5], Want: []string{"truncated "}}},
	{Case: framingtest.Case{Name: "cut in a payload", Body: tick[:12], Want: []string{`truncated {"tick"`}}},
	{Case: framingtest.Case{Name: "cut in the end", Body: tick + fine[:6], Want: []string{`bytes "{\"tick\":1}"`, `truncated {`}}},
	{Case: framingtest.Case{Name: "something behind the end", Body: fine + tick}, verdict: complete},
	{Case: framingtest.Case{Name: "compressed message", Body: enveloped(1, "zip") + tick, Want: []string{"bad-encoding zip", `bytes "{\"tick\":1}"`}}},
	{Case: framingtest.Case{Name: "compressed message of nothing", Body: enveloped(1, "") + tick, Want: []string{`bytes ""`, `bytes "{\"tick\":1}"`}}},
	{Case: framingtest.Case{Name: "compressed end", Body: enveloped(3, "zip") + tick, Want: []string{"bad-encoding zip"}},
		verdict: lostBy("the end of the stream is compressed, in a way that could not be undone")},
	{Case: framingtest.Case{Name: "compressed trailers", Body: enveloped(0x81, "zip"), Want: []string{"bad-encoding zip"}},
		verdict: lostBy("the end of the stream is compressed, in a way that could not be undone")},
	{Case: framingtest.Case{Name: "unknown flag", Body: tick + enveloped(4, "what") + tick, Want: []string{`bytes "{\"tick\":1}"`, "bad-frame \x04\x00\x00\x00\x04"}},
		verdict: lostBy("an envelope has flags that nobody knows (0x4)")},
	{Case: framingtest.Case{Name: "end of both protocols", Body: enveloped(0x82, "{}"), Want: []string{"bad-frame \x82\x00\x00\x00\x02"}},
		verdict: lostBy("an envelope has flags that nobody knows (0x82)")},
	{Case: framingtest.Case{Name: "HTML", Body: "<html>", Want: []string{"bad-frame <html"}}, verdict: lostBy("an envelope has flags that nobody knows (0x3c)")},
	{Case: framingtest.Case{Name: "message of the limit", Limit: 10, Body: tick + fine, Want: []string{`bytes "{\"tick\":1}"`}}, verdict: complete},
	{Case: framingtest.Case{Name: "message over the limit", Limit: 9, Body: tick + tock + tick + tock + fine,
		Want: []string{"length-too-large " + tick[:5], `bytes "\xff\x00"`, "length-too-large " + tick[:5], `bytes "\xff\x00"`}}, verdict: complete},
	{Case: framingtest.Case{Name: "compressed message over the limit", Limit: 9, Body: enveloped(1, strings.Repeat("z", 10)) + tock,
		Want: []string{"length-too-large \x01\x00\x00\x00\x0a", `bytes "\xff\x00"`}}},
	{Case: framingtest.Case{Name: "cut in a message over the limit", Limit: 9, Body: tick[:14], Want: []string{"length-too-large " + tick[:5]}}},
	{Case: framingtest.Case{Name: "longest length", Body: "\x00\xff\xff\xff\xff" + strings.Repeat("x", 3000), Want: []string{"length-too-large \x00\xff\xff\xff\xff"}}},
	{Case: framingtest.Case{Name: "end over the limit", Body: enveloped(2, strings.Repeat(" ", 1001)) + tick, Want: []string{"length-too-large \x02\x00\x00\x03\xe9"}},
		verdict: lostBy("the end of the stream says that it has 1001 bytes, over the limit of 1000")},
	{Case: framingtest.Case{Name: "end over its own limit", Limit: 1 << 20, Body: "\x80\x00\x01\x00\x01", Want: []string{"length-too-large \x80\x00\x01\x00\x01"}},
		verdict: lostBy("the end of the stream says that it has 65537 bytes, over the limit of 65536")},

	{Case: framingtest.Case{Name: "Connect: error", Body: tick + enveloped(2, `{"error":{"code":"unavailable","message":"no \u00fcse","details":[]},"metadata":{"a":["b"]}}`),
		Want: []string{`bytes "{\"tick\":1}"`}}, verdict: failed("unavailable", "no üse")},
	{Case: framingtest.Case{Name: "Connect: error without a message", Body: enveloped(2, `{"error":{"code":"unavailable"}}`)}, verdict: failed("unavailable", "")},
	{Case: framingtest.Case{Name: "Connect: error without a code", Body: enveloped(2, ` {"metadata":{},"error":{"message":"oops"}} `)}, verdict: failed("unknown", "oops")},
	{Case: framingtest.Case{Name: "Connect: error that is no object", Body: enveloped(2, `{"error":"oops"}`)}, verdict: failed("unknown", "")},
	{Case: framingtest.Case{Name: "Connect: error that is null", Body: enveloped(2, `{"error":null}`)}, verdict: complete},
	{Case: framingtest.Case{Name: "Connect: end of nothing", Body: enveloped(2, ""), Want: []string{"bad-frame "}}, verdict: lostBy("the end of the stream is no JSON object")},
	{Case: framingtest.Case{Name: "Connect: end that is no JSON", Body: enveloped(2, `{"error":`), Want: []string{`bad-frame {"error":`}}, verdict: lostBy("the end of the stream is no JSON object")},
	{Case: framingtest.Case{Name: "Connect: end that is an array", Body: enveloped(2, `[]`), Want: []string{`bad-frame []`}}, verdict: lostBy("the end of the stream is no JSON object")},

	{Case: framingtest.Case{Name: "gRPC-Web: error", Body: tick + enveloped(0x80, "grpc-status: 14\r\ngrpc-message: sorry%2C caf%C3%A9 is 100% clos%e\r\n"),
		Want: []string{`bytes "{\"tick\":1}"`}}, verdict: failed("unavailable", "sorry, café is 100% clos%e")},
	{Case: framingtest.Case{Name: "gRPC-Web: names in any case, other fields, LF", Body: enveloped(0x80, "X: y\nGRPC-Message:a%20b\nGrpc-Status:\t5 \n\n")}, verdict: failed("not_found", "a b")},
	{Case: framingtest.Case{Name: "gRPC-Web: folded message, no line end", Body: enveloped(0x80, "grpc-status:1\r\ngrpc-message: a\r\n  b\r\n\tc")}, verdict: failed("canceled", "a b c")},
	{Case: framingtest.Case{Name: "gRPC-Web: no trailers", Body: enveloped(0x80, "")}, verdict: failed("unknown", "")},
	{Case: framingtest.Case{Name: "gRPC-Web: no status", Body: enveloped(0x80, "grpc-message: oops\r\n")}, verdict: failed("unknown", "oops")},
	{Case: framingtest.Case{Name: "gRPC-Web: empty status", Body: enveloped(0x80, "grpc-status:\r\n")}, verdict: failed("unknown", "")},
	{Case: framingtest.Case{Name: "gRPC-Web: status that is no standard one", Body: enveloped(0x80, "grpc-status:17\r\n")}, verdict: failed("17", "")},
	{Case: framingtest.Case{Name: "gRPC-Web: long status", Body: enveloped(0x80, "grpc-status:4294967296\r\n")}, verdict: failed("4294967296", "")},
	{Case: framingtest.Case{Name: "gRPC-Web: status that is no number", Body: enveloped(0x80, "grpc-status:no\r\n")}, verdict: failed("no", "")},
	{Case: framingtest.Case{Name: "gRPC-Web: two statuses", Body: enveloped(0x80, "grpc-status:3\r\ngrpc-status:0\r\n")}, verdict: failed("invalid_argument", "")},
}

func TestEnvelope(t *testing.T) { runJudged(t, envelopeInput, envelopeCases) }

// inBase64 is a body in base64, which is flushed behind every n bytes.
func inBase64(body string, n int) (text string) {
	for ; len(body) > n; body = body[n:] {
		text += base64.StdEncoding.EncodeToString([]byte(body[:n]))
	}
	return text + base64.StdEncoding.EncodeToString([]byte(body))
}

var webTextCases = []judgedCase{
	{Case: framingtest.Case{Name: "empty body"}},
	{Case: framingtest.Case{Name: "one text", Body: inBase64(tick+tock+fine2, 99), Want: []string{`bytes "{\"tick\":1}"`, `bytes "\xff\x00"`}}, verdict: complete},
	{Case: framingtest.Case{Name: "a text for each message", Body: inBase64(tick, 99) + inBase64(tock, 99) + inBase64(fine2, 99), Want: []string{`bytes "{\"tick\":1}"`, `bytes "\xff\x00"`}}, verdict: complete},
	{Case: framingtest.Case{Name: "texts of 1 byte", Body: inBase64(tick+tock+fine2, 1), Want: []string{`bytes "{\"tick\":1}"`, `bytes "\xff\x00"`}}, verdict: complete},
	{Case: framingtest.Case{Name: "texts of 5 bytes", Body: inBase64(tick+tock+fine2, 5), Want: []string{`bytes "{\"tick\":1}"`, `bytes "\xff\x00"`}}, verdict: complete},
	{Case: framingtest.Case{Name: "white space", Body: "\r\n AAAA\r\nAAp7I n\tRp Y2s iOjF 9 \n", Want: []string{`bytes "{\"tick\":1}"`}}},
	{Case: framingtest.Case{Name: "white space in padding", Body: "AA = =AAA AAX s \t= ", Want: []string{`bytes "{"`}}},
	{Case: framingtest.Case{Name: "no padding at the end", Body: strings.TrimRight(inBase64(tick+tock, 99), "="), Want: []string{`bytes "{\"tick\":1}"`, `bytes "\xff\x00"`}}},
	{Case: framingtest.Case{Name: "cut in a digit", Body: inBase64(tick, 99)[:13], Want: []string{`truncated {"ti`}}},
	{Case: framingtest.Case{Name: "cut in the first digit", Body: "A"}},
	{Case: framingtest.Case{Name: "message over the limit", Limit: 9, Body: inBase64(tick+tock, 4), Want: []string{"length-too-large " + tick[:5], `bytes "\xff\x00"`}}},
	{Case: framingtest.Case{Name: "HTML behind a message", Body: inBase64(tock, 99) + "<html>", Want: []string{`bytes "\xff\x00"`, "bad-encoding <"}}, verdict: lostBy("a byte of the body is no base64 (0x3c)")},
	{Case: framingtest.Case{Name: "no base64 in a message", Body: inBase64(tock, 99) + "AAAAABB-" + inBase64(tock, 99), Want: []string{`bytes "\xff\x00"`, "bad-encoding -"}}, verdict: lostBy("a byte of the body is no base64 (0x2d)")},
	{Case: framingtest.Case{Name: "padding alone", Body: "AAAA=", Want: []string{"bad-encoding ="}}, verdict: lostBy("a byte of the body is no base64 (0x3d)")},
	{Case: framingtest.Case{Name: "padding of three", Body: "AA===", Want: []string{"bad-encoding ="}}, verdict: lostBy("a byte of the body is no base64 (0x3d)")},
	{Case: framingtest.Case{Name: "a digit behind half of the padding", Body: "AA=A", Want: []string{"bad-encoding A"}}, verdict: lostBy("a byte of the body is no base64 (0x41)")},
	{Case: framingtest.Case{Name: "something that is no base64 behind the end", Body: inBase64(fine2, 99) + "<html>"}, verdict: complete},
}

func TestEnvelopeInBase64(t *testing.T) { runJudged(t, webTextInput, webTextCases) }

func TestStatusesHaveTheirNames(t *testing.T) {
	// gRPC, statuscodes.md, in the order of their numbers.
	names := strings.Fields("canceled unknown invalid_argument deadline_exceeded not_found already_exists permission_denied resource_exhausted " +
		"failed_precondition aborted out_of_range unimplemented internal unavailable data_loss unauthenticated")
	for i, name := range names {
		body := enveloped(0x80, fmt.Sprintf("grpc-status: %d\r\n", i+1))
		assert.Equal(t, failed(name, ""), verdict(t, envelopeInput, []byte(body), nil))
	}
}

func TestStreamWithoutItsEndWasCut(t *testing.T) {
	assert.True(t, framing.NewEnvelope(false).Finite())
}

// Whatever the flushes of a body in base64, it has the records of the bytes.
func TestBase64HasTheRecordsOfItsBytes(t *testing.T) {
	random := rand.New(rand.NewPCG(31, 32))
	for range 500 {
		body := ""
		for range random.IntN(6) {
			payload := make([]byte, random.IntN(20))
			for i := range payload {
				payload[i] = byte(random.Uint32())
			}
			body += enveloped(0, string(payload))
		}
		want := envelopeInput.Read(t, []byte(body), nil)
		text := ""
		for rest := body; rest != ""; {
			n := 1 + random.IntN(len(rest))
			text += base64.StdEncoding.EncodeToString([]byte(rest[:n]))
			rest = rest[n:]
		}
		assert.Equal(t, want, framingtest.Uncut(t, webTextInput, []byte(text), random.Uint64()))
	}
}

func FuzzEnvelope(f *testing.F) {
	for i, c := range append(bare(envelopeCases), bare(webTextCases)...) {
		f.Add([]byte(c.Body), uint64(i), uint16(c.Limit))
	}
	f.Fuzz(func(t *testing.T, body []byte, seed uint64, limit uint16) {
		n := 1 + int(limit)%512
		uncut(t, webTextInput.WithLimit(n), body, seed)
		records := uncut(t, envelopeInput.WithLimit(n), body, seed)
		text := []byte(base64.StdEncoding.EncodeToString(body))
		assert.Equal(t, records, webTextInput.WithLimit(n).Read(t, text, framingtest.Random(seed, len(text))))
	})
}
