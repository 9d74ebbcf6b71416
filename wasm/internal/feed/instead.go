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
	switch f := framing.FormatOf(essence); {
	case f.IsBytes():
		return string(f)
	case strings.HasPrefix(name, "grpc"):
		return "gRPC"
	case strings.Contains(name, "protobuf"), strings.HasSuffix(name, "+proto"):
		return "protobuf"
	case strings.HasSuffix(name, "cbor"):
		return "CBOR"
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

// binary is what is wrong with a response that auto cannot read by its type; nil if nothing is.
func (c Config) binary(h Head) *ending {
	if kind := kindOf(framing.Essence(h.ContentType)); formatBy(c.Format, h.ContentType) == framing.Auto && kind != "" {
		return c.noText(h.Status, framing.Essence(h.ContentType), kind)
	}
	return nil
}

// noText is the ending of an attempt whose response is no text.
func (c Config) noText(status int, essence, kind string) *ending {
	said := "no content type"
	if essence != "" {
		said = "the type " + essence
	}
	reads := "by which no format is known"
	switch {
	case framing.Format(kind) == framing.FormatOf(essence):
		reads = "which format '" + kind + "' reads"
	case kind != "":
		said += " (" + kind + ")"
	}
	if c.Format == framing.Auto {
		reads += "; if it is a feed all the same, name its format"
	}
	return &ending{
		failure: &Failure{Type: FailContentType, Status: status}, stillOpen: true, silent: true,
		what: "the server answered " + strconv.Itoa(status) + " with " + said + ", " + reads,
	}
}

// signatures are what bodies begin with that are no text, and what they are.
var signatures = [...][2]string{
	{"\x1f\x8b", "gzip without Content-Encoding"}, {"\x28\xb5\x2f\xfd", "zstd without Content-Encoding"},
	{"\x89PNG", "image"}, {"\xff\xd8\xff", "image"}, {"GIF8", "image"}, {"RIFF", "image, audio or video"},
	{"%PDF", "PDF"}, {"PK\x03\x04", "zip"}, {"\xff\xfe", "UTF-16"}, {"\xfe\xff", "UTF-16"},
	{"\x01\x00\x00\x00", "Docker's frames"}, {"\x02\x00\x00\x00", "Docker's frames"},
}

// unreadable says what the bytes are that a body begins with if they are no text; empty if they may
// be. ok is false while it cannot be told, before the end of the first line. Text in another encoding
// than UTF-8 is text still.
func unreadable(text []byte, ended bool) (kind string, ok bool) {
	line, _, whole := bytes.Cut(text[:min(len(text), maxExcerptBytes)], []byte("\n"))
	odd := bytes.ContainsFunc(line, isBinary)
	if whole = whole || ended || len(text) >= maxExcerptBytes; !whole && (!odd || len(line) < len("%PDF")) {
		return "", false
	}
	for _, s := range signatures {
		if bytes.HasPrefix(line, []byte(s[0])) {
			return s[1], true
		}
	}
	if odd {
		kind = "bytes"
	}
	return kind, true
}

// isBinary reports whether a character is a "binary data byte" (WHATWG MIME Sniffing, section 3).
func isBinary(c rune) bool {
	return c < ' ' && c != '\t' && c != '\n' && c != '\f' && c != '\r' && c != 0x1b
}
