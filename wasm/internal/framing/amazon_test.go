package framing_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

var amazonInput = framingtest.Input{Framer: func() framing.Framer { return framing.NewEventStream() }, Limit: limit}

// sealed is a message with lengths and checksums that are right.
func sealed(headers, payload string) string {
	m := binary.BigEndian.AppendUint32(nil, uint32(16+len(headers)+len(payload)))
	m = binary.BigEndian.AppendUint32(m, uint32(len(headers)))
	m = binary.BigEndian.AppendUint32(m, crc32.ChecksumIEEE(m))
	m = append(append(m, headers...), payload...)
	return string(binary.BigEndian.AppendUint32(m, crc32.ChecksumIEEE(m)))
}

// textField is a header field that is a text.
func textField(name, value string) string {
	return string(byte(len(name))) + name + "\x07" + string([]byte{byte(len(value) >> 8), byte(len(value))}) + value
}

// flipped is s with a byte changed.
func flipped(s string, at int) string { return s[:at] + string(s[at]^1) + s[at+1:] }

var (
	event    = textField(":message-type", "event")
	chunk    = textField(":event-type", "chunk") + event
	hello    = sealed(chunk, "hello")
	helloHas = `bytes "hello" head="\v:event-type\a\x00\x05chunk\r:message-type\a\x00\x05event" type=chunk`
)

const (
	wrongLengths = "the checksum of a message's lengths is wrong, so that nobody can tell where the next one begins"
	bareHas      = `bytes "bare"`
)

var amazonCases = []judgedCase{
	{Case: framingtest.Case{Name: "empty body"}},
	{Case: framingtest.Case{Name: "messages of a type and of none", Body: hello + sealed("", "bare") + hello, Want: []string{helloHas, bareHas, helloHas}}},
	{Case: framingtest.Case{Name: "message of nothing", Body: sealed("", "") + hello, Want: []string{`bytes ""`, helloHas}}},
	{Case: framingtest.Case{Name: "headers alone", Body: sealed(textField(":event-type", "end"), ""), Want: []string{`bytes "" head="\v:event-type\a\x00\x03end" type=end`}}},
	{Case: framingtest.Case{Name: "type that is no text, or has a line end", Body: sealed("\x0b:event-type\x02x", "a") + sealed(textField(":event-type", "a\nb"), "a"),
		Want: []string{`bytes "a" head="\v:event-type\x02x"`, `bytes "a" head="\v:event-type\a\x00\x03a\nb"`}}},
	{Case: framingtest.Case{Name: "every type of value", Body: sealed(allTypes, "a"), Want: []string{`bytes "a" head="\x01t\x00\x01f\x01\x01b\x02\xff\x01s\x03\xff\xfe\x01i\x04\xff\xff\xff\xfd\x01l\x05\xff\xff\xff\xff\xff\xff\xff\xfc\x01B\x06\x00\x02\x00\xff\x01S\a\x00\x02é\x01T\b\x00\x00\x01\x8b\xcf\xe5h\x00\x01U\t\x00\x01\x02\x03\x04\x05\x06\a\b\t\n\v\f\r\x0e\x0f"`}}},
	{Case: framingtest.Case{Name: "exception", Body: hello + sealed(textField(":message-type", "exception")+textField(":exception-type", "throttlingException"), `{"message":"slow down","a":1}`) + hello,
		Want: []string{helloHas}}, verdict: failed("throttlingException", "slow down")},
	{Case: framingtest.Case{Name: "exception that says Message", Body: sealed(textField(":exception-type", "BadRequestException")+textField(":message-type", "exception"), `{"Message":"no audio"}`)}, verdict: failed("BadRequestException", "no audio")},
	{Case: framingtest.Case{Name: "exception of text", Body: sealed(textField(":exception-type", "E")+textField(":message-type", "exception"), " no audio\n")}, verdict: failed("E", "no audio")},
	{Case: framingtest.Case{Name: "exception of JSON without a message", Body: sealed(textField(":exception-type", "E")+textField(":message-type", "exception"), `{"a":1}`)}, verdict: failed("E", `{"a":1}`)},
	{Case: framingtest.Case{Name: "exception of a long text", Limit: 5000, Body: sealed(textField(":exception-type", "E")+textField(":message-type", "exception"), "x"+strings.Repeat("é", 1000))}, verdict: failed("E", "x"+strings.Repeat("é", 511))},
	{Case: framingtest.Case{Name: "exception of no type", Body: sealed(textField(":message-type", "exception"), "")}, verdict: failed("unknown", "")},
	{Case: framingtest.Case{Name: "error", Body: hello + sealed(textField(":error-code", "500")+textField(":error-message", "oops")+textField(":message-type", "error"), "") + hello, Want: []string{helloHas}}, verdict: failed("500", "oops")},
	{Case: framingtest.Case{Name: "wrong checksum of a payload", Body: hello + flipped(hello, len(hello)-6) + hello, Want: []string{helloHas, "bad-checksum " + chunk + "helmo", helloHas}}},
	{Case: framingtest.Case{Name: "wrong checksum", Body: flipped(hello, len(hello)-1) + hello, Want: []string{"bad-checksum " + chunk + "hello", helloHas}}},
	{Case: framingtest.Case{Name: "wrong length", Body: hello + flipped(hello, 3) + hello, Want: []string{helloHas, "bad-checksum " + flipped(hello, 3)[:12]}}, verdict: lostBy(wrongLengths)},
	{Case: framingtest.Case{Name: "HTML", Body: "<html><body>502</body>", Want: []string{"bad-checksum <html><body>"}}, verdict: lostBy(wrongLengths)},
	{Case: framingtest.Case{Name: "message shorter than its headers", Body: lengths(30, 15) + hello, Want: []string{"bad-length " + lengths(30, 15)}}, verdict: lostBy("a message of 30 bytes cannot have headers of 15")},
	{Case: framingtest.Case{Name: "message shorter than any", Body: lengths(15, 0) + hello, Want: []string{"bad-length " + lengths(15, 0)}}, verdict: lostBy("a message of 15 bytes cannot have headers of 0")},
	{Case: framingtest.Case{Name: "longest headers", Body: lengths(math.MaxUint32, math.MaxUint32) + hello, Want: []string{"bad-length " + lengths(math.MaxUint32, math.MaxUint32)}}, verdict: lostBy("a message of 4294967295 bytes cannot have headers of 4294967295")},
	{Case: framingtest.Case{Name: "longest message", Body: lengths(math.MaxUint32, 0) + hello, Want: []string{"length-too-large " + lengths(math.MaxUint32, 0), "truncated "}}},
	{Case: framingtest.Case{Name: "message of the limit", Limit: 12, Body: sealed("", "12345678") + sealed("", "bare"), Want: []string{`bytes "12345678"`, bareHas}}},
	{Case: framingtest.Case{Name: "message over the limit", Limit: 12, Body: sealed("", "bare") + sealed("", "123456789") + sealed("", "bare"), Want: []string{bareHas, "length-too-large " + lengths(25, 0), bareHas}}},
	{Case: framingtest.Case{Name: "cut in a message over the limit", Limit: 12, Body: sealed("", "123456789")[:20], Want: []string{"length-too-large " + lengths(25, 0), "truncated "}}},
	{Case: framingtest.Case{Name: "cut in the lengths", Body: hello + hello[:11], Want: []string{helloHas, "truncated " + hello[:11]}}},
	{Case: framingtest.Case{Name: "cut behind the lengths", Body: hello[:12], Want: []string{"truncated "}}},
	{Case: framingtest.Case{Name: "cut in the headers", Body: hello[:20], Want: []string{"truncated " + hello[12:20]}}},
	{Case: framingtest.Case{Name: "cut in the checksum", Body: hello[:len(hello)-1], Want: []string{"truncated " + chunk + "hello"}}},
	{Case: framingtest.Case{Name: "headers that end in a name", Body: sealed("\x05abc", "d") + hello, Want: []string{"bad-frame \x05abcd", helloHas}}},
	{Case: framingtest.Case{Name: "headers that end in a type", Body: sealed("\x01a", "d") + hello, Want: []string{"bad-frame \x01ad", helloHas}}},
	{Case: framingtest.Case{Name: "headers that end in a value", Body: sealed("\x01a\x05123", "d") + hello, Want: []string{"bad-frame \x01a\x05123d", helloHas}}},
	{Case: framingtest.Case{Name: "headers that end in a size", Body: sealed("\x01a\x07\x00", "d") + hello, Want: []string{"bad-frame \x01a\x07\x00d", helloHas}}},
	{Case: framingtest.Case{Name: "headers that end in a text", Body: sealed("\x01a\x07\x00\x02b", "d") + hello, Want: []string{"bad-frame \x01a\x07\x00\x02bd", helloHas}}},
	{Case: framingtest.Case{Name: "value of no type", Body: sealed("\x01a\x0a", "d") + hello, Want: []string{"bad-frame \x01a\x0ad", helloHas}}},
}

// lengths is what a message begins with.
func lengths(size, headers uint32) string {
	m := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, size), headers)
	return string(binary.BigEndian.AppendUint32(m, crc32.ChecksumIEEE(m)))
}

func TestEventStream(t *testing.T) { runJudged(t, amazonInput, amazonCases) }

func TestEventStreamHasNoEnd(t *testing.T) { assert.False(t, framing.NewEventStream().Finite()) }

// allTypes are fields of all types, each with a name of one letter.
const allTypes = "\x01t\x00" + "\x01f\x01" + "\x01b\x02\xff" + "\x01s\x03\xff\xfe" + "\x01i\x04\xff\xff\xff\xfd" + "\x01l\x05\xff\xff\xff\xff\xff\xff\xff\xfc" +
	"\x01B\x06\x00\x02\x00\xff" + "\x01S\x07\x00\x02é" + "\x01T\x08\x00\x00\x01\x8b\xcf\xe5\x68\x00" + "\x01U\x09\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"

func TestFieldsOfEventStream(t *testing.T) {
	for name, want := range map[string]string{
		"t": "true", "f": "false", "b": "-1", "s": "-2", "i": "-3", "l": "-4", "B": "\x00\xff", "S": "é", "T": "1700000000000",
		"U": "00010203-0405-0607-0809-0a0b0c0d0e0f",
	} {
		value, ok := framing.AmazonHead.Field([]byte(allTypes), name)
		assert.True(t, ok, name)
		assert.Equal(t, want, string(value), name)
	}
	for _, block := range []string{allTypes, "", "\x01", "\x01x", "\x01x\x0a"} {
		_, ok := framing.AmazonHead.Field([]byte(block), "x")
		assert.False(t, ok, "%q", block)
	}
	value, ok := framing.AmazonHead.Field([]byte(textField("a", "1")+textField("a", "2")), "a")
	assert.True(t, ok)
	assert.Equal(t, "1", string(value))
	_, ok = framing.Head(8).Field([]byte(allTypes), "t")
	assert.False(t, ok, "a header without fields")
}

// anyValue is a value of any type, and what it is as text.
func anyValue(random *rand.Rand) (eventstream.Value, string) {
	when := time.UnixMilli(random.Int64N(1 << 42))
	some := make([]byte, random.IntN(300))
	for i := range some {
		some[i] = byte('a' + random.IntN(26))
	}
	uuid := eventstream.UUIDValue{byte(random.Uint32()), 7, 15: byte(random.Uint32())}
	n := random.Int64()
	list := []eventstream.Value{
		eventstream.BoolValue(true), eventstream.BoolValue(false), eventstream.Int8Value(n), eventstream.Int16Value(n), eventstream.Int32Value(n),
		eventstream.Int64Value(n), eventstream.BytesValue(some), eventstream.StringValue(some), eventstream.TimestampValue(when), uuid,
	}
	v := list[random.IntN(len(list))]
	switch v := v.(type) {
	case eventstream.BytesValue:
		return v, string(v)
	case eventstream.TimestampValue:
		return v, fmt.Sprint(when.UnixMilli())
	case eventstream.Int8Value, eventstream.Int16Value, eventstream.Int32Value, eventstream.Int64Value:
		return v, fmt.Sprint(v.Get())
	}
	return v, v.String()
}

// What AWS's own encoder writes is read as it was meant.
func TestMessagesOfAmazonsEncoder(t *testing.T) {
	random := rand.New(rand.NewPCG(51, 52))
	encoder := eventstream.NewEncoder()
	for range 300 {
		var body bytes.Buffer
		var messages []eventstream.Message
		var texts []map[string]string
		for range 1 + random.IntN(4) {
			m, want := eventstream.Message{Payload: make([]byte, random.IntN(100))}, map[string]string{}
			for i := range random.IntN(6) {
				name := strings.Repeat("n", 1+i*50)
				value, text := anyValue(random)
				m.Headers.Set(name, value)
				want[name] = text
			}
			for i := range m.Payload {
				m.Payload[i] = byte(random.Uint32())
			}
			require.NoError(t, encoder.Encode(&body, m))
			messages, texts = append(messages, m), append(texts, want)
		}
		in := amazonInput.WithLimit(4096)
		records := in.Placed(t, body.Bytes(), framingtest.Random(random.Uint64(), body.Len()))
		require.Len(t, records, len(messages))
		for i, r := range records {
			assert.Equal(t, string(messages[i].Payload), r.Text)
			for name, want := range texts[i] {
				value, ok := framing.AmazonHead.Field([]byte(r.Head), name)
				assert.True(t, ok, name)
				assert.Equal(t, want, string(value), name)
			}
		}
		framingtest.Uncut(t, in, body.Bytes(), random.Uint64())
	}
}

// resealed makes messages of any bytes: where one would begin, two bytes say how long it is, and
// the checksums are made right but for some.
func resealed(body []byte) (messages []byte) {
	for len(body) > 3 {
		headers, payload, how := int(body[0])%64, int(body[1]), body[2]
		body = body[3:]
		headers = min(headers, len(body))
		payload = min(payload, len(body)-headers)
		m := sealed(string(body[:headers]), string(body[headers:headers+payload]))
		if how < 40 {
			m = flipped(m, int(how)%len(m))
		}
		messages, body = append(messages, m...), body[headers+payload:]
	}
	return append(messages, body...)
}

func FuzzEventStream(f *testing.F) {
	for i, c := range amazonCases {
		f.Add([]byte(c.Body), uint64(i), uint16(c.Limit))
	}
	f.Add([]byte("\x1a\x05\xff"+chunk+"hello\x1a\x05\x28"+chunk+"hello\x00\x00\xff"), uint64(1), uint16(500))
	f.Fuzz(func(t *testing.T, body []byte, seed uint64, limit uint16) {
		in := amazonInput.WithLimit(1 + int(limit)%512)
		uncut(t, in, body, seed)
		uncut(t, in, resealed(body), seed)
	})
}
