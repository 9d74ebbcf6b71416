package feed

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// kindOf says what a content type stands for that is certainly no text; empty if it may be
// a feed. Read as lines, these are garbage.
func kindOf(essence string) string {
	group, name, _ := strings.Cut(essence, "/")
	switch {
	case essence == "application/vnd.amazon.eventstream":
		return "Amazon's event stream"
	case strings.HasPrefix(name, "grpc"):
		return "gRPC"
	case strings.HasPrefix(name, "connect+"):
		return "Connect's envelopes"
	case strings.Contains(name, "protobuf"), strings.HasSuffix(name, "+proto"):
		return "protobuf"
	case strings.HasPrefix(name, "cbor"), strings.HasSuffix(name, "+cbor"), strings.HasSuffix(name, "+cbor-seq"):
		return "CBOR"
	case strings.HasSuffix(name, "msgpack"):
		return "MessagePack"
	case group == "multipart":
		return "parts"
	case group == "image", group == "audio", group == "video", group == "font":
		return group
	}
	switch name {
	case "octet-stream", "zip", "gzip", "x-gzip", "zstd", "pdf", "wasm":
		return "bytes"
	}
	return ""
}

// isJSON reports whether a content type is that of JSON, in one of its forms.
func isJSON(essence string) bool {
	_, name, _ := strings.Cut(essence, "/")
	return strings.HasSuffix(name, "json") || strings.HasSuffix(name, "jsonl") || strings.HasSuffix(name, "json-seq")
}

// binary is what is wrong with a response that auto cannot read; nil if nothing is.
func (c Config) binary(h Head) *ending {
	essence := framing.Essence(h.ContentType)
	kind := kindOf(essence)
	if c.Format != framing.Auto || kind == "" {
		return nil
	}
	return &ending{
		failure: &Failure{Type: FailContentType, Status: h.Status}, stillOpen: true, silent: true,
		what: "the server answered " + strconv.Itoa(h.Status) + " with the type " + essence + " (" + kind +
			"), which is no text; if it is text all the same, name its format",
	}
}

// misnamed is the name of the format that a body seems to have, where the page has named
// another one; empty if the body may be of that, or if it cannot be told yet.
func misnamed(named framing.Format, head []byte) framing.Format {
	looks, ok := framing.Sniff(head)
	if !ok {
		return ""
	}
	line, _, whole := bytes.Cut(bytes.TrimLeft(head, " \t\r\n"), []byte("\n"))
	if looks == framing.JSONText && whole && framing.Complete(bytes.TrimRight(line, " \t\r")) {
		looks = framing.NDJSON
	}
	switch {
	case !whole && len(head) < maxExcerptBytes, looks == named:
		return ""
	case named == framing.SSE && looks == framing.TextLines:
		if isForeign(head) {
			return looks
		}
		return ""
	case looks == framing.JSONText && (named == framing.JSONCR || named == framing.JSONCRLF):
		return "" // their records may hold LF
	case looks == framing.TextLines, named == framing.JSONText && looks != framing.SSE && looks != framing.LengthFmt && looks != framing.JSONSeq:
		return ""
	}
	return looks
}

// isForeign reports whether the lines of a text, three at least, hold no field of an event
// stream.
func isForeign(head []byte) bool {
	lines := 0
	for len(head) > 0 {
		var line []byte
		line, head, _ = bytes.Cut(head, []byte("\n"))
		name, _, _ := bytes.Cut(bytes.TrimRight(line, "\r"), []byte(":"))
		switch string(name) {
		case "", "data", "event", "id", "retry":
			return false
		}
		lines++
	}
	return lines >= 3
}
