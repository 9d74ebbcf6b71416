package feed

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// answered is what comes of one answer, however its bytes are cut, to a feed that would be
// asked again: its records, its warnings and its failure.
func answered(t *testing.T, c Config, h Head, body string) (rows []string, warnings []string, f *Failure) {
	t.Helper()
	for i, n := range []int{len(body) + 1, 1} {
		m := newMachine(t, c)
		actions := m.Response(1, 0, h)
		var got, told []string
		for rest := body; rest != "" && m.Current(1); rest = rest[min(n, len(rest)):] {
			actions = append(actions, commit(m, 1, 0, rest[:min(n, len(rest))])...)
			got = append(got, records(m)...)
		}
		if more, ok := m.Finish(1, true, 0); ok {
			actions = append(actions, more...)
			got = append(got, records(m)...)
		}
		actions = append(actions, m.Ended(1, 0, "")...)
		for _, a := range actions {
			if a.Kind == TellNotice {
				told = append(told, a.Notice.Detail["message"].(string))
			}
		}
		if i == 0 {
			rows, warnings, f = got, told, failure(t, actions)
			continue
		}
		require.Equal(t, rows, got, "one byte at a time")
		require.Equal(t, warnings, told, "one byte at a time")
		require.Equal(t, f, failure(t, actions), "one byte at a time")
	}
	return rows, warnings, f
}

const login = "\n<!DOCTYPE html><title>Sign in</title>\n"

func TestWebPageIsNamedWhateverTheFormat(t *testing.T) {
	for _, f := range framing.Formats() {
		rows, _, failure := answered(t, Config{Format: f}, Head{Status: 200, ContentType: "text/html; charset=utf-8"}, login)
		assert.Empty(t, strings.Join(rows, ""), f)
		assert.Equal(t, []any{FailContentType, 200, false}, []any{failure.Type, failure.Status, failure.Final}, f)
		assert.Contains(t, failure.Message, `with a web page instead of a feed (is the URL right?) and said "Sign in"`, f)
	}
	rows, _, _ := answered(t, Config{Format: framing.TextLines}, Head{Status: 200, ContentType: "text/html"}, "<p>a\n<p>b\n")
	assert.Equal(t, []string{"<p>a", "<p>b"}, rows, "lines of a piece of a page")
	rows, _, _ = answered(t, Config{Format: framing.SSE}, Head{Status: 200, ContentType: "text/html"}, "data: a\n\n")
	assert.Equal(t, []string{"a"}, rows, "of the wrong type")
}

// What is pretty-printed is no line, and its lines are no records.
func TestJSONDocumentWhereLinesWereAskedFor(t *testing.T) {
	const quota = "{\n  \"error\": {\n    \"message\": \"quota exceeded\",\n    \"code\": \"insufficient_quota\"\n  }\n}\n"
	for _, f := range []framing.Format{framing.NDJSON, framing.JSONSeq, framing.LengthFmt, framing.JSONArray} {
		for method, final := range map[string]bool{"GET": false, "POST": true} {
			rows, _, failure := answered(t, Config{Format: f, Method: method}, Head{Status: 200, ContentType: "application/json"}, quota)
			assert.Empty(t, rows, f)
			assert.Equal(t, []any{FailContentType, final, "insufficient_quota", 200}, []any{failure.Type, failure.Final, failure.Code, failure.Status}, f)
			assert.Contains(t, failure.Message, `the server answered 200 with one JSON text instead of the format `+string(f)+`, and said "quota exceeded"`)
		}
	}
}

func TestRecordThatIsDroppedIsNoDocument(t *testing.T) {
	m := ndjson(t, Config{Dedupe: Dedupe{Keys: []Member{compile(t, "/id")}}})
	send(t, m, 1, `{"id":1}`+"\n")
	m.Ended(1, 0, "TypeError")
	m.Timer(second, false)
	m.Response(2, second, Head{Status: 200})
	send(t, m, 2, `{"id":1}`+"\n")
	assert.Equal(t, FailEnd, failure(t, m.Ended(2, second, "")).Type)
}

func TestPageAndXMLAreNoLines(t *testing.T) {
	const denied = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message><RequestId>4</RequestId></Error>"
	for _, c := range []struct{ contentType, body, says, code string }{
		{"", login, `a web page instead of a feed (is the URL right?) and said "Sign in"`, ""},
		{"text/plain", "<html>\n<head><title>\n Just a moment...</title></head></html>", `a web page instead of a feed (is the URL right?) and said "Just a moment..."`, ""},
		{"text/html", "<p>no title", `a web page instead of a feed (is the URL right?) and said "<p>no title"`, ""},
		{"application/xml", denied, `XML instead of a feed, which format 'lines' reads, and said "Access Denied"`, "AccessDenied"},
		{"", denied, `XML instead of a feed, which format 'lines' reads, and said "Access Denied"`, "AccessDenied"},
		{"application/problem+xml", "<problem><title>Gone</title></problem>", `XML instead of a feed, which format 'lines' reads, and said "Gone"`, ""},
	} {
		rows, _, f := answered(t, Config{}, Head{Status: 200, ContentType: c.contentType}, c.body)
		assert.Empty(t, strings.Join(rows, ""), c.body)
		assert.Equal(t, []any{FailContentType, false, c.code}, []any{f.Type, f.Final, f.Code}, c.body)
		assert.Contains(t, f.Message, c.says)
	}
	for _, body := range []string{"<a>\n", "<", "<!\n", "<htm"} {
		rows, _, _ := answered(t, Config{}, Head{Status: 200}, body)
		assert.Equal(t, []string{strings.Trim(body, "\n")}, rows, body)
	}
	rows, _, _ := answered(t, Config{Format: framing.TextLines}, Head{Status: 200, ContentType: "application/xml"}, "<?xml?>\n<a/>\n")
	assert.Equal(t, []string{"<?xml?>", "<a/>"}, rows, "of a format that was named")
}

func TestJSONWhereAnEventStreamWasAskedFor(t *testing.T) {
	quota := `{"error":{"message":"quota exceeded","type":"rate_limit_error","code":"rate_limit_exceeded"}}`
	_, _, f := answered(t, Config{Format: framing.SSE}, Head{Status: 200, ContentType: "application/json"}, quota)
	assert.Equal(t, []any{FailContentType, "rate_limit_exceeded", quota}, []any{f.Type, f.Code, f.Body})
	assert.Equal(t, where+`: the server answered 200 with the type application/json instead of an event stream, which format 'json' reads, and said "quota exceeded"; trying again in 5.0 s.`, f.Message)
	_, _, f = answered(t, Config{Format: framing.SSE}, Head{Status: 200, ContentType: "application/x-ndjson"}, "{}\n")
	assert.Contains(t, f.Message, "the type application/x-ndjson instead of an event stream, which format 'ndjson' reads, and said")
	rows, _, _ := answered(t, Config{Format: framing.SSE}, Head{Status: 200, ContentType: "application/json"}, "data: {}\n\n")
	assert.Equal(t, []string{"{}"}, rows, "of the wrong type")
}

// texts have one record each.
var texts = map[framing.Format]string{
	framing.SSE: "data: {}\n\n", framing.NDJSON: "{}\n", framing.JSONText: "{}", framing.LengthFmt: "4\r\n{}\r\n",
}

func TestBinaryTypesAreNoLines(t *testing.T) {
	for contentType, reads := range map[string]string{
		"application/vnd.amazon.eventstream": ", which format 'aws-eventstream' reads", "application/grpc-web+proto": ", which format 'envelope' reads",
		"application/cbor-seq": ", which format 'cbor-seq' reads", "application/x-msgpack": ", which format 'msgpack' reads",
		"multipart/x-mixed-replace; boundary=x": ", which format 'multipart' reads", "application/connect+json": ", which format 'envelope' reads",
		"application/grpc+proto": " (gRPC), by which no format is known", "application/x-protobuf": " (protobuf), by which no format is known",
		"application/octet-stream": " (bytes), by which no format is known", "video/mp4": " (video), by which no format is known",
		"application/cbor": " (CBOR), by which no format is known",
	} {
		if strings.Contains(reads, "no format") {
			rows, _, f := answered(t, Config{}, Head{Status: 200, ContentType: contentType}, "\x00\x00\x01 ok\n")
			assert.Empty(t, rows)
			assert.Equal(t, []any{FailContentType, true, "\x00\x00\x01 ok\n"}, []any{f.Type, f.Final, f.Body})
			assert.Contains(t, f.Message, reads+"; if it is a feed all the same, name its format; the feed is closed.")
		}
		for _, named := range []framing.Format{framing.SSE, framing.NDJSON, framing.JSONText, framing.LengthFmt} {
			rows, _, f := answered(t, Config{Format: named}, Head{Status: 200, ContentType: contentType}, "\x00\x00\x01 ok\n")
			assert.Empty(t, rows, named)
			assert.Equal(t, []any{FailContentType, true, "\x00\x00\x01 ok\n"}, []any{f.Type, f.Final, f.Body}, named)
			assert.Contains(t, f.Message, reads+"; the feed is closed.")
			rows, _, _ = answered(t, Config{Format: named}, Head{Status: 200, ContentType: contentType}, texts[named])
			assert.Equal(t, []string{"{}"}, rows, "%s of the wrong type", named)
		}
	}
	rows, _, _ := answered(t, Config{Format: framing.TextLines}, Head{Status: 200, ContentType: "application/octet-stream"}, "35=A\x01\n")
	assert.Equal(t, []string{"35=A\x01"}, rows)
	rows, _, _ = answered(t, Config{Format: framing.JSONSeq}, Head{Status: 200, ContentType: "application/octet-stream"}, "\x1e{}\n")
	assert.Equal(t, []string{"{}"}, rows)
}

func TestBinaryBytesAreNoLines(t *testing.T) {
	for body, kind := range map[string]string{
		"\x1f\x8b\b\x00\x00\x00\x00\x00": "gzip without Content-Encoding", "(\xb5/\xfd$\x00": "zstd without Content-Encoding",
		"\x89PNG\r\n\x1a\n": "image", "\xff\xd8\xff\xe0\x00\x10JFIF": "image", "GIF89a\x01\x00": "image", "%PDF-1.7\n%\xe2\xe3\n": "PDF",
		"PK\x03\x04\x14": "zip", "\xff\xfeo\x00n\x00e\x00\n\x00": "UTF-16", "\xfe\xff\x00o\x00n\x00e": "UTF-16",
		"\x01\x00\x00\x00\x00\x00\x00\x06hello\n": "Docker's frames", "\n\x05hello\x10\x01": "bytes", "\x82\xa1a\x01\xa1b\x02": "bytes",
		"\x7fELF\x02\x01\x01\x00": "bytes", "one\x00two\n": "bytes", "\x01": "bytes", strings.Repeat("x", 100) + "\x00": "bytes",
	} {
		for contentType, said := range map[string]string{"": "no content type", "text/plain": "the type text/plain"} {
			rows, _, f := answered(t, Config{}, Head{Status: 200, ContentType: contentType}, body)
			assert.Empty(t, strings.Join(rows, ""), "%q", body)
			assert.Equal(t, []any{FailContentType, true}, []any{f.Type, f.Final}, "%q", body)
			assert.Contains(t, f.Message, "200 with "+said+" ("+kind+"), by which no format is known;", "%q", body)
		}
	}
	for _, body := range []string{
		"caf\xe9\nna\xefve\n", "\x1b[31mred\x1b[0m\n", "a\fb\n", "tab\there\n", "\xc3\xa9t\xc3\xa9\n", "PK\n", "1\n",
	} {
		rows, _, f := answered(t, Config{}, Head{Status: 200}, body)
		assert.Equal(t, FailEnd, f.Type, "%q", body)
		assert.Equal(t, strings.Trim(body, "\n"), strings.Join(rows, "\n"), "%q", body)
	}
	rows, _, _ := answered(t, Config{Format: framing.TextLines}, Head{Status: 200}, "8=FIX.4.4\x019=5\x01\n")
	assert.Equal(t, []string{"8=FIX.4.4\x019=5\x01"}, rows, "of a format that was named")
}

func TestBodyWithoutARecordIsShown(t *testing.T) {
	for _, c := range []struct {
		config Config
		body   string
		want   []any
		says   string
	}{
		{Config{Format: framing.SSE}, `{"message":"Internal error"}`, []any{FailContentType, false}, `the server answered 200 with one JSON text instead of the format sse, and said "Internal error"`},
		{Config{Format: framing.SSE}, "Internal error\n", []any{FailEnd, false}, `the server ended the body without a record, and said "Internal error"`},
		{Config{Format: framing.SSE}, "", []any{FailEnd, false}, "the server ended the body without a record;"},
		{Config{Format: framing.SSE}, "data: x\n\n", []any{FailEnd, false}, "the server ended the body;"},
		{Config{Format: framing.SSE, Method: "POST"}, "Too many requests", []any{FailIncomplete, true}, `the server ended the body without a record, and said "Too many requests"`},
		{Config{Format: framing.SSE, Method: "POST"}, ": nothing new\n\n", []any{FailComplete, true}, "the server ended the body, and is not asked again."},
		{Config{Format: framing.SSE, Signals: []Rule{{Then: SignalEnd, Is: []string{"[DONE]"}}}}, `{"detail":"no such model"}`,
			[]any{FailContentType, false}, `with one JSON text instead of the format sse, and said "no such model"`},
		{Config{Format: framing.SSE, Signals: []Rule{{Then: SignalEnd, Is: []string{"[DONE]"}}}}, "no such model\n",
			[]any{FailIncomplete, false}, `the body ended before it was complete without a record, and said "no such model"`},
	} {
		_, _, f := answered(t, c.config, Head{Status: 200}, c.body)
		assert.Equal(t, c.want, []any{f.Type, f.Final}, c.body)
		assert.Contains(t, f.Message, c.says)
	}
}

func TestBodyOfARefusalThatIsNoTextIsNotQuoted(t *testing.T) {
	_, _, f := answered(t, Config{}, Head{Status: 403}, "\x1f\x8b\b\x00\x00\x00\x00\x00")
	assert.Equal(t, where+": the server answered 403 (is it the right token?) and sent bytes that are no text (gzip without Content-Encoding); the feed is closed.", f.Message)
}

func TestCodesAreWords(t *testing.T) {
	for text, want := range map[string]string{
		`{"message":"Rate limit exceeded","type":"rate_limit_error","code":"rate_limit_exceeded"}`: "rate_limit_exceeded",
		`{"message":"no","type":"invalid_request_error","code":null}`:                              "invalid_request_error",
		`{"kind":"Status","code":410}`:                                                             "410",
		`{"type":"about:blank","title":"Forbidden","status":403}`:                                  "403",
		`{"__type":"ThrottlingException"}`:                                                         "ThrottlingException",
		`{"errors":[{"message":"no","extensions":{"code":"BAD_USER_INPUT"}}]}`:                     "BAD_USER_INPUT",
		`[{"error":{"code":400,"message":"no"}}]`:                                                  "400",
		`{"code":"a sentence"}`:                                                                    "",
		`model_not_found`:                                                                          "model_not_found",
		`model not found`:                                                                          "",
		`{}`:                                                                                       "",
	} {
		assert.Equal(t, want, codeOf([]byte(text)), text)
	}
}

func TestServersOwnWordForIt(t *testing.T) {
	for text, want := range map[string]string{
		`{"error":{"message":"quota exceeded","code":"rate_limit_exceeded"}}`:   "rate_limit_exceeded",
		`{"type":"error","error":{"type":"overloaded_error","message":"busy"}}`: "overloaded_error",
		`{"errors":[{"code":89,"message":"Invalid or expired token."}]}`:        "89",
		`{"title":"Invalid Request","type":"https://api.x.com/2/problems"}`:     "",
		`{"error":true,"message":"the real one"}`:                               "",
		`{"error":"no such model"}`:                                             "",
		`{"error":"invalid_token","error_description":"It expired"}`:            "invalid_token",
	} {
		_, _, f := answered(t, Config{}, Head{Status: 400}, text)
		assert.Equal(t, want, f.Code, text)
	}
}

// Of a body the first KiB is kept.
func TestSentenceOfALongBody(t *testing.T) {
	long := strings.Repeat("y", 2*maxExcerptBytes)
	for _, text := range []string{
		`{"error":{"message":"a, \"b\" }","code":"busy","trace":"` + long + `"}}`,
		`{"error":{"code":"busy","message":"a, \"b\" }","trace":[{"at":1},{"at":"` + long + `"}]}}`,
		`[{"error":{"code":"busy","message":"a, \"b\" }"}},"` + long + `"]`,
		`{"message":"a, \"b\" }","code":"busy","x":` + strings.Repeat("1", 2*maxExcerptBytes) + `}`,
	} {
		_, _, f := answered(t, Config{}, Head{Status: 400}, text)
		assert.Equal(t, "busy", f.Code, text[:60])
		assert.Contains(t, f.Message, `and said "a, \"b\" }"`, text[:60])
	}
	_, _, f := answered(t, Config{}, Head{Status: 400}, `{"trace":"`+long)
	assert.Contains(t, f.Message, `and said "{\"trace\":\"yyy`)
}

func TestWordOfASignal(t *testing.T) {
	named := Config{Format: framing.SSE, Signals: []Rule{{Type: "error", Then: SignalStop}}}
	_, _, f := answered(t, named, Head{Status: 200}, "event: error\ndata: {\"type\":\"error\",\"code\":\"server_error\",\"message\":\"boom\"}\n\n")
	assert.Equal(t, "server_error", f.Code)
	assert.Contains(t, f.Message, `the server said "boom"`)
	found := Config{Format: framing.NDJSON, Signals: []Rule{at(t, "/event", SignalStop, "error")}}
	_, _, f = answered(t, found, Head{Status: 200}, `{"event":"error","data":{"code":50001,"message":"internal"}}`+"\n")
	assert.Equal(t, "50001", f.Code)
	assert.Contains(t, f.Message, `the server said "internal"`)
}

func TestServersOwnSentenceIsQuoted(t *testing.T) {
	for text, want := range map[string]string{
		"{\n  \"kind\": \"Status\",\n  \"message\": \"pods is forbidden\"}": "pods is forbidden",
		`{"error":{"message":"quota exceeded"}}`:                            "quota exceeded",
		`{"error":"no such model"}`:                                         "no such model",
		`{"type":"ERROR","object":{"message":"too old resource version"}}`:  "too old resource version",
		`{"error":"forbidden","reason":"You are not allowed"}`:              "forbidden: You are not allowed",
		`{"error":"invalid_token","error_description":"Token has expired"}`: "invalid_token: Token has expired",
		`{"__type":"ThrottlingException","Message":"Rate exceeded"}`:        "Rate exceeded",
		`{"fault":{"faultstring":"Rate limit quota violation"}}`:            "Rate limit quota violation",
		`[{"error":{"code":400,"message":"API key not valid"}}]`:            "API key not valid",
		`"not found"`: "not found",
		"<html><body><h1>502 Bad Gateway</h1></body></html>": "502 Bad Gateway",
		`{"message":""}`: `{"message":""}`,
		"plain text":     "plain text",
	} {
		assert.Equal(t, quote(want), said(text), text)
	}
}

func TestRuleIsNotMetByAMemberThatSaysNothing(t *testing.T) {
	for text, stops := range map[string]bool{`""`: false, "false": false, "null": false, `"no"`: true, "{}": true, "0": true} {
		m := ndjson(t, Config{Signals: []Rule{at(t, "/error", SignalStop)}})
		actions := commit(m, 1, 0, `{"error":`+text+"}\n")
		assert.Equal(t, stops, len(actions) > 0, text)
	}
}

func TestRuleWithASecondCondition(t *testing.T) {
	rule := at(t, "/object/code", SignalGap, "410")
	rule.And = &Condition{At: compile(t, "/type"), Is: []string{"ERROR"}}
	m := ndjson(t, Config{Signals: []Rule{rule}, LastEventID: "7"})
	assert.Empty(t, commit(m, 1, 0, `{"type":"ADDED","object":{"code":410}}`+"\n"), "an object of the cluster may have such a member")
	actions := commit(m, 1, 0, `{"type":"ERROR","object":{"code":410}}`+"\n")
	require.Len(t, gaps(actions), 1)
	assert.Equal(t, "410", failure(t, actions).Code)
}
