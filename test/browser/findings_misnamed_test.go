package browser

// misnamed are feeds whose format was named and cannot be right.
var misnamed = []finding{
	mistaken("ndjson", "text/event-stream", "data: {\"a\":1}⏎⏎data: {\"a\":2}⏎⏎", "sse",
		"malformed:not-json", "keepalive:blank", "malformed:not-json", "keepalive:blank", warned, "error:end"),
	mistaken("sse", "text/plain", "{\"a\":1}⏎{\"a\":2}⏎", "ndjson", warned, "error:end"),
	mistaken("sse", "text/plain", "{\"a\":1}{\"a\":2}", "json", warned, "error:end"),
	mistaken("sse", "text/plain", "one⏎two⏎three⏎", "lines", warned, "error:end"),
	mistaken("ndjson", "text/plain", "one⏎two⏎three⏎", "lines", "malformed:not-json", "malformed:not-json", "malformed:not-json", warned, "error:end"),
	mistaken("ndjson", "application/json", "{\"a\":1}{\"a\":2}", "json", warned, "malformed:truncated", "error:end"),
	mistaken("ndjson", "application/json", "{\"a\":1}\r{\"a\":2}\r", "json-cr", warned, "malformed:truncated", "error:end"),
	mistaken("json-crlf", "application/json", "{\"a\":1}⏎{\"a\":2}⏎", "ndjson", warned, "{\"a\":1}", "{\"a\":2}", "error:end"),
	mistaken("json-array", "application/json", "{\"a\":1}⏎{\"a\":2}⏎", "ndjson", warned, "malformed:not-array", "error:incomplete"),
	mistaken("json-seq", "application/json", "{\"a\":1}⏎{\"a\":2}⏎", "ndjson", warned, "malformed:not-json", "error:end"),
	mistaken("length", "application/json", "{\"a\":1}⏎{\"a\":2}⏎", "ndjson", "malformed:bad-length", "malformed:bad-length", warned, "error:end"),
	mistaken("json", "text/event-stream", "data: {\"a\":1}⏎⏎", "sse", warned, "malformed:not-json", "error:end"),
	mistaken("sse", "", "\x1f\x8b\b\x00\x00⏎\x00\x00", "gzip without Content-Encoding", warned, "error:end"),
	{name: "ndjson, a finished JSON error", options: post(opts{"preset": "docker"}), turns: typed("application/json", "{⏎  \"message\": \"no such container\",⏎  \"code\": \"not_found\"⏎}⏎⏏"),
		told: []string{"malformed:not-json", "malformed:not-json", "malformed:not-json", "malformed:not-json", warned, "error:content-type!"},
		says: []string{"200 with one JSON text instead of the format ndjson, and said \"no such container\""}, code: "not_found"},
	{name: "lines take what comes", options: opts{"format": "lines"}, asked: twice, turns: typed("text/event-stream", "data: a⏎⏏"), told: again("data: a", "error:end")},
}

const warned = "warning:format"

// mistaken is a body that looks like another format than was named.
func mistaken(format, contentType, body, looks string, told ...string) finding {
	return finding{name: format + ", where " + looks + " comes", options: opts{"format": format}, asked: twice, turns: typed(contentType, body+"⏏"),
		told: again(told...), says: []string{"this looks like " + looks + ", and is read as " + format}}
}
