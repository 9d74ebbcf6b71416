package feed

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

func TestFormatThatCannotBeRight(t *testing.T) {
	long := strings.Repeat("x", 2*maxExcerptBytes)
	for _, c := range []struct {
		format framing.Format
		body   string
		looks  string
	}{
		{framing.SSE, "{\"a\":1}\n{\"b\":2}\n", "ndjson"},
		{framing.SSE, "{\n\"a\":1}\n", "json"},
		{framing.SSE, "[{\"a\":1},\n", "json-array"},
		{framing.SSE, "one\ntwo\nthree\n", "lines"},
		{framing.SSE, "\n\n8\r\n{\"a\":1}\r\n", "length"},
		{framing.NDJSON, "data: {\"a\":1}\n\n", "sse"},
		{framing.NDJSON, "{\n\"a\":1\n}\n", "json"},
		{framing.JSONCR, "{\"a\":1}\n{\"a\":1}\n", "ndjson"},
		{framing.JSONCRLF, "{\"a\":1}\n{\"a\":1}\n", "ndjson"},
		{framing.JSONArray, "{\"a\":1}\n", "ndjson"},
		{framing.JSONSeq, "{\"a\":1}\n", "ndjson"},
		{framing.LengthFmt, "{\"a\":1}\n", "ndjson"},
		{framing.JSONText, "event: x\ndata: {\"a\":1}\n\n", "sse"},
		{framing.SSE, "{\"a\":1}{\"b\":2}", "json"},
		{framing.SSE, "{\"a\":\"" + long, "json"},
		{framing.NDJSON, "{\"a\":1}{\"b\":2}", "json"},
		{framing.NDJSON, "{\"a\":1}\r{\"b\":2}\r", "json-cr"},
		{framing.NDJSON, "[\n{\"a\":1},\n{\"b\":2}\n]\n", "json-array"},
		{framing.NDJSON, "one\ntwo\nthree\n", "lines"},
		{framing.JSONText, "time=1 level=info\ntime=2 level=info\ntime=3 level=warn\n", "lines"},
		{framing.JSONArray, "<?xml version='1.0'?>\n<Error>\n<Code>AccessDenied</Code>\n</Error>\n", "a web page or XML"},
		{framing.SSE, "<!DOCTYPE html>\n<title>Sign in</title>\n", "a web page or XML"},
		{framing.JSONCR, "{\"a\":1} {\"b\":2}", "json"},
		{framing.JSONCR, "[\n{\"a\":1},\n{\"b\":2}\n]\n", "json-array"},
		{framing.JSONCRLF, "{\"a\":1}\r{\"b\":2}\r", "json-cr"},
		{framing.JSONSeq, "{\"a\":1}{\"b\":2}", "json"},
		{framing.JSONArray, "{\"a\":1}\r{\"b\":2}\r", "json-cr"},
		{framing.LengthFmt, "[{\"a\":1},\n{\"b\":2}]", "json-array"},
		{framing.LengthFmt, "\x1e{\"a\":1}\n", "json-seq"},
		{framing.NDJSON, "Connected\n{\"a\":1}\n{\"b\":2}\n{}\n", ""},
		{framing.NDJSON, "1\n2\n3\n4\n", ""},
		{framing.NDJSON, "{\"a\":\"" + long + "\"}\n", ""},
		{framing.NDJSON, "{\"a\":1}\r\n{\"b\":2}\r\n", ""},
		{framing.NDJSON, "[1,2]\n[3]\n", ""},
		{framing.JSONArray, "[[1],\n[2]]\n", ""},
		{framing.JSONCR, "{\"a\":1}\r\n{\"b\":2}\r\n", ""},
		{framing.JSONCR, "{\n\"a\":\n1}\r{\n\"b\":1}\r", ""},
		{framing.JSONCRLF, "{\"a\":1}\r\n\r\n{\"b\":2}\r\n", ""},
		{framing.JSONCRLF, "{\n\"a\":1}\r\n", ""},
		{framing.SSE, "unknown: field\n: comment\nnothing: more\n", ""},
		{framing.SSE, "tick 1\n\ntick 2\n\ntick 3\n\nt", "lines"},
		{framing.SSE, "Data: 1\n\nData: 2\n\n\nData: 3\n\n data: 4\n\n", "lines"},
		{framing.SSE, "tick 1\n\ntick 2\n\n\n\n", ""},
		{framing.SSE, "one\ntwo\n", ""},
		{framing.SSE, "data: {\"a\":1}\n\n", ""},
		{framing.NDJSON, "[1]\n", ""},
		{framing.NDJSON, "oops\n", ""},
		{framing.JSONText, "{\"a\":1}\n", ""},
		{framing.JSONCR, "{\n\"a\":1}\r", ""},
		{framing.TextLines, "{\"a\":1}\n", ""},
	} {
		_, warnings, _ := answered(t, Config{Format: c.format}, Head{Status: 200}, c.body)
		if c.looks == "" {
			assert.Empty(t, warnings, "%s: %q", c.format, c.body)
			continue
		}
		if assert.Len(t, warnings, 1, "%s: %q", c.format, c.body) {
			assert.Contains(t, warnings[0], "this looks like "+c.looks+", and is read as "+string(c.format))
		}
	}
}

// A type is a hint that may be wrong as well, of a body whose format the page has named or left to be found.
func TestTypeThatCannotBeRight(t *testing.T) {
	for _, c := range []struct {
		config     Config
		essence    string
		body, says string
	}{
		{Config{}, "text/event-stream", "{\"a\":1}\n{\"b\":2}\n", "this looks like ndjson, and is read as sse, which is its type; "},
		{Config{}, "application/x-ndjson", "data: 1\n\n", "this looks like sse, and is read as ndjson, which is its type; "},
		{Config{Format: framing.SSE}, "application/json-seq", "\x1e{\"a\":1}\n\x1e{\"b\":2}\n", "this looks like json-seq, and is read as sse; "},
		{Config{Format: framing.NDJSON}, "text/html", "data: 1\n\n", "this looks like sse, and is read as ndjson; "},
		{Config{Format: framing.NDJSON}, "text/html", "<!doctype html>\n<title>\nx\n", ""},
		{Config{}, "text/event-stream", "data: 1\n\n", ""},
		{Config{}, "", "{\"a\":1}\n", ""},
		{Config{Format: framing.SSE, Strict: true}, "text/event-stream", "{\"a\":1}\n{\"b\":2}\n", ""},
	} {
		_, warnings, _ := answered(t, c.config, Head{Status: 200, ContentType: c.essence}, c.body)
		if c.says == "" {
			assert.Empty(t, warnings, c)
		} else if assert.Len(t, warnings, 1, c) {
			assert.Contains(t, warnings[0], c.says)
		}
	}
}

func TestBinaryBodyOfANamedFormatIsNotQuoted(t *testing.T) {
	const gzip = "\x1f\x8b\b\x00\x00\x00\x00\x00\x00"
	for _, f := range []framing.Format{framing.SSE, framing.NDJSON, framing.JSONText, framing.JSONSeq} {
		_, warnings, failure := answered(t, Config{Format: f}, Head{Status: 200}, gzip)
		require.Len(t, warnings, 1, f)
		assert.Contains(t, warnings[0], "this looks like gzip without Content-Encoding, and is read as "+string(f), f)
		assert.Contains(t, failure.Message, "without a record, and sent bytes that are no text (gzip without Content-Encoding)", f)
	}
}
