package feed

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// framed is payloads of less than 128 bytes as messages of the format varint.
func framed(payloads ...string) string {
	var b strings.Builder
	for _, p := range payloads {
		b.WriteByte(byte(len(p)))
		b.WriteString(p)
	}
	return b.String()
}

func varint(t *testing.T, c Config) *Machine {
	t.Helper()
	c.Format = framing.VarintFmt
	m := newMachine(t, c)
	m.Response(1, 0, Head{Status: 200})
	return m
}

func TestRecordsOfBytes(t *testing.T) {
	rows, warnings, f := answered(t, Config{Format: framing.VarintFmt}, Head{Status: 200}, framed("\xef\xbb\xbf", "", "{]"))
	assert.Equal(t, []string{"\xef\xbb\xbf", "", "{]"}, rows, "no byte order mark, no blank record, and nothing that looks like another format")
	assert.Empty(t, warnings)
	assert.Equal(t, FailEnd, f.Type)
}

func TestOptionsLookIntoPayloadsOfJSON(t *testing.T) {
	id := []Member{compile(t, "/id")}
	body := framed(`{"id":1}`, `{"id":2}`, `{"id":1}`, `{"type":"beat"}`, `{"id":3}`)
	c := Config{ID: id, Dedupe: Dedupe{Keys: id}, Signals: []Rule{at(t, "/type", SignalKeepAlive, "beat")}}
	m := varint(t, c)
	assert.Equal(t, []string{`{"id":1}`, `{"id":2}`, `{"id":1}`, `{"type":"beat"}`, `{"id":3}`}, send(t, m, 1, body), "nobody says that these are JSON")
	assert.Empty(t, m.LastEventID())
	c.JSON = true
	m = varint(t, c)
	assert.Equal(t, []string{`{"id":1}`, `{"id":2}`, `{"id":3}`}, send(t, m, 1, body))
	assert.Equal(t, []string{"1", "2", "3"}, cursors(m))
	assert.Equal(t, 1, m.Duplicates())
	for _, row := range m.Stream().Rows {
		assert.True(t, row.IsBytes(), "also what is a sign of life")
	}
}

func TestFramingIsLost(t *testing.T) {
	overlong := strings.Repeat("\xff", 10)
	m := varint(t, Config{})
	assert.Equal(t, []string{"a"}, send(t, m, 1, framed("a")))
	f := failure(t, commit(m, 1, 0, overlong+"more"))
	assert.Equal(t, []any{FailFraming, false}, []any{f.Type, f.Final})
	assert.Contains(t, f.Message, "where the next record begins cannot be told any more (a length is over 64 bits")

	_, _, f = answered(t, Config{Format: framing.VarintFmt}, Head{Status: 200}, overlong)
	assert.Equal(t, []any{FailContentType, 200, true}, []any{f.Type, f.Status, f.Final}, "there was no record")
	assert.Contains(t, f.Message, `the body is not of the format varint (a length is over 64 bits`)
	assert.Contains(t, f.Message, `it begins with "\xff\xff`)
}

// A request that is sent once has an answer that is whole, or one that was cut.
func TestBodyEndsWithinARecordOfBytes(t *testing.T) {
	for body, want := range map[string]string{framed("a"): FailComplete, framed("a") + "\x05b": FailIncomplete} {
		_, _, f := answered(t, Config{Format: framing.VarintFmt, Method: "POST"}, Head{Status: 200}, body)
		assert.Equal(t, want, f.Type, "%q", body)
	}
	_, _, f := answered(t, Config{Format: framing.VarintFmt, Method: "POST", MaxRecordBytes: 2}, Head{Status: 200}, framed("a")+"\x05bcd")
	assert.Equal(t, FailIncomplete, f.Type, "within one that is over the limit")
}
