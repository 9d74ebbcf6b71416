package framing

import "strings"

// A typed is a content type that stands for one format. A "*" at its beginning or its end is
// anything, and what follows ";" a parameter that it must have.
type typed struct {
	pattern string
	format  Format
}

var byType = [...]typed{
	{"text/event-stream", SSE},
	{"application/x-ndjson", NDJSON},
	{"application/ndjson", NDJSON},
	{"application/jsonl", NDJSON},
	{"application/jsonlines", NDJSON},
	{"application/x-jsonlines", NDJSON},
	{"application/json-lines", NDJSON},
	{"text/jsonl", NDJSON},
	{"application/json-seq", JSONSeq},
	{"application/vnd.docker.raw-stream", Text},
	{"application/vnd.docker.multiplexed-stream", DockerFmt},
	{"application/vnd.amazon.eventstream", EventStreamFmt},
	{"application/connect+*", EnvelopeFmt},
	{"application/grpc-web*", EnvelopeFmt},
	{"multipart/*", MultipartFmt},
	{"*/cbor-seq", CBORSeqFmt},
	{"*+cbor-seq", CBORSeqFmt},
	{"*/msgpack", MessagePackFmt},
	{"*/x-msgpack", MessagePackFmt},
	{"*/vnd.msgpack", MessagePackFmt},
	{"*/vnd.kubernetes.protobuf;watch", "u32be"}, // stream=watch
	{"*protobuf;delimited", VarintFmt},           // delimited=true, encoding=delimited
}

// FormatOf is the format that a Content-Type names, or Auto where it leaves the
// choice open: single documents, arrays and concatenated texts are all sent as
// application/json, and anything is sent as text/plain.
func FormatOf(contentType string) Format {
	essence := Essence(contentType)
	for _, t := range byType {
		pattern, given, _ := strings.Cut(t.pattern, ";")
		if matches(essence, pattern) && strings.Contains(strings.ToLower(contentType), given) {
			return t.format
		}
	}
	return Auto
}

// matches reports whether a text is what a pattern says.
func matches(text, pattern string) bool {
	if end, ok := strings.CutPrefix(pattern, "*"); ok {
		return strings.HasSuffix(text, end)
	}
	if beginning, ok := strings.CutSuffix(pattern, "*"); ok {
		return strings.HasPrefix(text, beginning)
	}
	return text == pattern
}
