package feed

import (
	"bytes"
	"slices"
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

// misnamed is the name of the format that a body has by its first lines, where the page has
// named another one that it cannot have; empty if it may have that. ok is false while it
// cannot be told: what it tells must not go by how the body is cut.
func misnamed(named framing.Format, head []byte) (looks framing.Format, ok bool) {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	text := bytes.TrimLeft(head, " \t\r\n")
	lines := bytes.SplitN(text, []byte("\n"), 4) // the last one is not whole
	full := len(head) >= maxExcerptBytes
	if looks, ok = framing.Sniff(head); !ok || len(lines) < 2 {
		return "", full
	}
	if (looks == framing.JSONText || looks == framing.JSONArray && named != looks) && isJSONLine(lines[0]) {
		looks = framing.NDJSON
	}
	switch {
	case looks == named:
	case named == framing.SSE && looks == framing.TextLines:
		if len(lines) < 4 && !full {
			return "", false
		}
		if slices.ContainsFunc(lines[:len(lines)-1], isField) {
			return "", true
		}
		return looks, true
	case named == framing.JSONCR || named == framing.JSONCRLF:
		// Their records may hold LF, but for a text and another one.
		if looks == framing.NDJSON && len(lines) < 3 && !full && bytes.IndexByte(lines[0], '\r') < 0 {
			return "", false
		}
		if looks == framing.NDJSON && (len(lines) < 3 || !isJSONLine(lines[1]) || bytes.IndexByte(lines[0], '\r') >= 0) || looks == framing.JSONText {
			return "", true
		}
		return looks, true
	case looks == framing.TextLines:
	case named == framing.JSONText && (looks == framing.NDJSON || looks == framing.JSONArray):
	default:
		return looks, true
	}
	return "", true
}

// firstLine is the first line of a text that is not blank.
func firstLine(text []byte) string {
	line, _, _ := bytes.Cut(bytes.TrimLeft(text, "\xef\xbb\xbf \t\r\n"), []byte("\n"))
	return string(bytes.TrimRight(line, "\r"))
}

// isJSONLine reports whether a line is one JSON text, and no CR stands in front of it.
func isJSONLine(line []byte) bool {
	return framing.Complete(bytes.TrimRight(line, " \t\r"))
}

// isField reports whether a line may be one of an event stream.
func isField(line []byte) bool {
	name, _, _ := bytes.Cut(bytes.TrimRight(line, "\r"), []byte(":"))
	switch string(name) {
	case "", "data", "event", "id", "retry":
		return true
	}
	return false
}
